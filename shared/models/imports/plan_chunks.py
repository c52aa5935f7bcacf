"""Rows of a plan as they are stored: in chunks of compressed JSON."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from shared.models.imports.import_plan import OtherAmounts, PlanMatch, PlanRow, PlanSplit, RowStatus
from shared.models.ledger.transactions.transaction import TransactionType

PLAN_CHUNK = 400
"""Maximum number of rows that are stored in one document of a plan."""

MAX_CHUNK_BYTES = 512 * 1024
"""Maximum length of the rows of one document before they are compressed; Firestore takes 1 MiB. A
row has at most 100 KiB."""


class PackedPlan(NamedTuple):
    """All rows of a plan: the chunks with their numbers of rows, and a hash of account and rows."""

    chunks: tuple[bytes, ...]
    chunk_sizes: tuple[int, ...]
    plan_hash: str


def pack_plan(account_id: str, rows: Iterable[PlanRow]) -> PackedPlan:
    """Pack rows for storage, a JSON list for each row."""
    digest = hashlib.sha256(account_id.encode())
    chunks: list[bytes] = []
    sizes: list[int] = []
    for lines in _cut(map(_line, rows)):
        text = b"[" + b",".join(lines) + b"]"
        digest.update(text)
        chunks.append(zlib.compress(text, 6))
        sizes.append(len(lines))
    return PackedPlan(tuple(chunks), tuple(sizes), digest.hexdigest()[:40])


def unpack_rows(chunk: bytes) -> list[PlanRow]:
    """Unpack the rows of one chunk."""
    return [_row(fields) for fields in json.loads(zlib.decompress(chunk))]


def _row(fields: list[Any]) -> PlanRow:
    row = PlanRow(*fields)
    return row._replace(
        status=RowStatus(row.status),
        type=None if row.type is None else TransactionType(row.type),
        splits=tuple(PlanSplit(*split) for split in row.splits),
        other=None if row.other is None else OtherAmounts(*row.other),
        match=None if row.match is None else PlanMatch(*row.match),
    )


def _line(row: PlanRow) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def _cut(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the lines in chunks that are within both limits."""
    chunk: list[bytes] = []
    length = 0
    for line in lines:
        if chunk and (len(chunk) >= PLAN_CHUNK or length + len(line) > MAX_CHUNK_BYTES):
            yield chunk
            chunk, length = [], 0
        chunk.append(line)
        length += len(line) + 1
    if chunk:
        yield chunk
