"""Restore of a whole ledger from a backup: a route of the function ``imports``."""

import zlib
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from functions.http.app import MEBIBYTE, RawBody
from functions.http.call import Call, current_call
from functions.http.parameters import DeclaredBody, json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.rate_limits import Limited, limit
from shared.errors import Unreadable
from shared.models.people.access import Action
from shared.models.values.base import FrozenModel

if TYPE_CHECKING:
    from shared.models.exports.backup_document import Backup, Parts

BODY = RawBody(frozenset({"application/json"}), 30 * MEBIBYTE)
"""The body of ``restore_ledger``: an exported backup, optionally compressed."""

MAX_BYTES = 100 * MEBIBYTE
"""Maximum size of a decompressed backup."""

_PART_BYTES = 256 * 1024
_GZIP = 16
"""Added to ``wbits``, it makes zlib expect the header and checksum of gzip."""

_NOT_COMPRESSED = "The body is not compressed by gzip."

_INSTANT = "2026-03-31T12:00:00Z"
_EXAMPLE = {
    "format": "financeflow-ledger",
    "version": 1,
    "exported_at": _INSTANT,
    "settings": {"currency": "EUR", "timezone": "Europe/Berlin", "month_start": {"day": 1}},
    "default_account_id": "A1",
    "categories": [],
    "accounts": [
        {
            "id": "A1",
            "name": "Main account",
            "kind": "CHECKING",
            "opening_date": "2026-01-01",
            "created_at": _INSTANT,
            "updated_at": _INSTANT,
        }
    ],
    "months": [],
    "payees": [],
    "transactions": [],
}
"""The backup of a ledger without transactions."""

_DOCUMENTED_BODY = DeclaredBody(
    "A backup from /exports/ledger; up to 100 MiB with Content-Encoding gzip.",
    {"application/json": "shared.models.exports.backup_schema:LedgerBackup"},
    {"application/json": _EXAMPLE},
)


class RestoredView(FrozenModel):
    """Numbers of resources in the restored ledger."""

    transactions: int
    categories: int
    accounts: int


def add_to(routes: Routes) -> None:
    """Add the route to those of a function, whose app must know its ``BODY``."""
    routes.post(
        "/restore",
        allows=Action.DELETE,
        responses={
            201: RestoredView,
            **problem_responses(
                "ledger-not-empty",
                "rebuild-running",
                "plan-changed",
                "demo-quota",
                "ledger-full",
                "too-many-budgets",
                "too-many-scopes",
                "too-many-goals",
                with_body=True,
            ),
        },
        body=_DOCUMENTED_BODY,
    )(restore_ledger)


def restore_ledger() -> Response:
    """Restore a backup into a ledger without transactions; a repeated request continues."""
    # Backups take long to load, and few requests restore one.
    from shared.models.exports.backup_document import read_backup  # noqa: PLC0415 (see above)
    from shared.services.exports import backups  # noqa: PLC0415 (see above)

    call = current_call()
    # A backup also replaces the ledger's settings.
    call.caller.require(Action.ADMINISTER)
    limit(Limited.IMPORT, call.caller.uid)
    backup = read_backup(_document())
    announce = partial(_announce, call, backup)
    restored = backups.restore_ledger(call.store, call.operation(), backup, announce)
    return json_response(
        RestoredView(**vars(restored)), HTTPStatus.CREATED, location="/exports/ledger"
    )


def _announce(call: Call, backup: "Backup") -> None:
    """Publish what a ledger needs after its restore: its healing, and the scopes of its budgets."""
    if backup.counts.get("budgets"):
        from functions.http.background.scopes import publish_build  # noqa: PLC0415 (few ledgers need it)

        publish_build(call.store)
    if any(account.currency is not None for account in backup.accounts.values()):
        from functions.http.background.healing import announce_restore  # noqa: PLC0415 (few ledgers need it)

        announce_restore(call.store.ref, backup.digest, call.now)


def _document() -> "Parts":
    """Return the decompressed body of the request; a missing one is an empty object."""
    content = request.get_data() or b"{}"
    match (request.content_encoding or "identity").lower():
        case "identity":
            return lambda: _parts_of(content)
        case "gzip":
            return lambda: _decompressed(content)
        case _:
            raise UnsupportedMediaType("The body must be compressed by gzip, or not at all.")


def _parts_of(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _PART_BYTES):
        yield content[start : start + _PART_BYTES]


def _decompressed(content: bytes) -> Iterator[bytes]:
    """Yield the decompressed parts of a gzip file of one member, which is what gzip writes.

    A file of a million empty members takes seconds to decompress to nothing.

    Raises:
        Unreadable: It is not such a file, or ends early.
        RequestEntityTooLarge: It is too large when it is decompressed.
    """
    decompressor = zlib.decompressobj(wbits=zlib.MAX_WBITS | _GZIP)
    left = MAX_BYTES
    while not decompressor.eof:
        part = _next_part(decompressor, content)
        content = decompressor.unconsumed_tail
        if not part and not content and not decompressor.eof:
            raise Unreadable(_NOT_COMPRESSED)
        left -= len(part)
        if left < 0:
            raise RequestEntityTooLarge
        yield part
    if decompressor.unused_data.strip(b"\x00"):
        raise Unreadable(_NOT_COMPRESSED)


def _next_part(decompressor: "zlib._Decompress", content: bytes) -> bytes:
    try:
        return decompressor.decompress(content, _PART_BYTES)
    except zlib.error as error:
        raise Unreadable(_NOT_COMPRESSED) from error
