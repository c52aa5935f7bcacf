"""Ledgers of new visitors, copied from the ledger of one whom the functions have made.

A copy differs from its template in every id and by the time between them, and is otherwise what
``createDemoSession`` stores. It takes a fifth of the time.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from shared.models.values.identifiers import new_id
from tests.support.observers.stored_documents import commit, name_of, read_tree

_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}(?=\b|n\d)")
"""An id, or the id of an operation with the number of one of its changes behind it."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


@dataclass(frozen=True)
class LedgerTemplate:
    """The writes that store a ledger, as JSON, with the texts in it that differ in a copy."""

    owner: str
    timezone: str
    made_at: datetime
    writes: str
    ids: tuple[str, ...]
    """In their order, which is that of the ids in a copy."""

    @classmethod
    def of(cls, path: str, timezone: str) -> Self:
        """Read the ledger at a path, which must have been made just now, in this time zone."""
        documents = read_tree(path)
        writes = json.dumps(
            [{"update": {"name": name_of(p), "fields": f}} for p, f in documents.items()]
        )
        made_at = min(map(_parse, _TIME.findall(writes)))
        ids = tuple(sorted(set(_ID.findall(writes))))
        return cls(path.rpartition("/")[2], timezone, made_at, writes, ids)

    def is_current(self, now: datetime) -> bool:
        """Return whether a ledger that is made now has the same dates, where the ledger is."""
        zone = ZoneInfo(self.timezone)
        return self.made_at.astimezone(zone).date() == now.astimezone(zone).date()

    def copy_for(self, owner: str, now: datetime) -> None:
        """Store the ledger for another owner, made now."""
        ids = dict(zip(self.ids, sorted(new_id() for _ in self.ids), strict=True))
        later = now - self.made_at
        text = self.writes.replace(self.owner, owner)
        text = _ID.sub(lambda match: ids[match[0]], text)
        text = _TIME.sub(lambda match: _format(_parse(match[0]) + later), text)
        writes: list[dict[str, Any]] = json.loads(text)
        commit(writes)


def _parse(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _format(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_templates: dict[tuple[str, str], LedgerTemplate] = {}


def find_template(currency: str, timezone: str, now: datetime) -> LedgerTemplate | None:
    """Return the template of an empty ledger with this currency and time zone, if there is one."""
    template = _templates.get((currency, timezone))
    return template if template and template.is_current(now) else None


def keep_template(currency: str, timezone: str, path: str) -> None:
    """Make the ledger at a path, which was made just now, the template of those like it."""
    _templates[currency, timezone] = LedgerTemplate.of(path, timezone)
