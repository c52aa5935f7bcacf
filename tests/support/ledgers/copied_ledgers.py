"""Ledgers of new visitors, copied from the ledger of one whom the functions have made.

A copy differs from its template in every id and by the time between them, and is otherwise what
``createDemoSession`` stores. It takes a fifth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from google.protobuf.json_format import MessageToJson  # type: ignore[import-untyped]

from shared.models.values.identifiers import new_id
from tests.support.observers.stored_trees import commit, read_documents, writing

_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}(?=\b|n\d)")
"""An id, or the id of an operation with the number of one of its changes behind it."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


@dataclass(frozen=True)
class LedgerTemplate:
    """The request that stores a ledger, as bytes, and the texts in it that differ in a copy.

    Each is replaced by one of the same length: the bytes have the length of each text before it.
    """

    owner: str
    timezone: str
    made_at: datetime
    request: Any
    content: bytes
    ids: tuple[str, ...]
    """In their order, which is that of the ids in a copy."""

    times: tuple[str, ...]

    @classmethod
    def of(cls, path: str, timezone: str) -> Self:
        """Read the ledger at a path, which must have been made just now, in this time zone."""
        request = writing(read_documents(path).values())
        text = MessageToJson(request)
        times = tuple(sorted(set(_TIME.findall(text))))
        ids = tuple(sorted(set(_ID.findall(text))))
        owner = path.rpartition("/")[2]
        made_at = min(map(_parse, times))
        return cls(owner, timezone, made_at, request, request.SerializeToString(), ids, times)

    def is_current(self, now: datetime) -> bool:
        """Return whether a ledger that is made now has the same dates, where the ledger is."""
        zone = ZoneInfo(self.timezone)
        return self.made_at.astimezone(zone).date() == now.astimezone(zone).date()

    def copy_for(self, owner: str, now: datetime) -> None:
        """Store the ledger for another owner, made now."""
        later = now - self.made_at
        ids = sorted(new_id() for _ in self.ids)
        times = (_format(_parse(time) + later, time) for time in self.times)
        texts = {self.owner: owner, **dict(zip(self.ids, ids, strict=True))}
        content = _replaced(self.content, texts | dict(zip(self.times, times, strict=True)))
        request = type(self.request).FromString(content)
        for write in request.writes:
            for value in write.update.fields.values():
                _move(value, later)
        commit(request)


def _replaced(content: bytes, texts: Mapping[str, str]) -> bytes:
    """Replace all texts by those of the same length, and none of them twice."""
    assert all(len(old) == len(new) for old, new in texts.items())
    known = {old.encode(): new.encode() for old, new in texts.items()}
    pattern = re.compile(b"|".join(map(re.escape, known)))
    return pattern.sub(lambda match: known[match[0]], content)


def _move(value: Any, later: timedelta) -> None:
    """Move all times in a value."""
    for part in _parts(value):
        if part.HasField("timestamp_value"):
            part.timestamp_value.FromDatetime(part.timestamp_value.ToDatetime(UTC) + later)


def _parts(value: Any) -> Iterator[Any]:
    """Yield a value and the values in it."""
    yield value
    match value.WhichOneof("value_type"):
        case "map_value":
            for part in value.map_value.fields.values():
                yield from _parts(part)
        case "array_value":
            for part in value.array_value.values:
                yield from _parts(part)


def _parse(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _format(time: datetime, like: str) -> str:
    """Return a time with as many digits as another text has."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[: len(like) - 1] + "Z"


_templates: dict[tuple[str, str], LedgerTemplate] = {}


def find_template(currency: str, timezone: str, now: datetime) -> LedgerTemplate | None:
    """Return the template of an empty ledger with this currency and time zone, if there is one."""
    template = _templates.get((currency, timezone))
    return template if template and template.is_current(now) else None


def keep_template(currency: str, timezone: str, path: str) -> None:
    """Make the ledger at a path, which was made just now, the template of those like it."""
    _templates[currency, timezone] = LedgerTemplate.of(path, timezone)
