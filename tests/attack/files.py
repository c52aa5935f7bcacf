"""Files whose reading costs more than their size: of banks, and backups."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from functools import partial

from shared.models.imports.statements.csv.reading import MAX_ROWS
from shared.services.imports.row_planner import READ_FOR_S
from tests.attack.attack import ANY_NUMBER, Attack, Target
from tests.attack.request import CSV, Sent, as_json
from tests.unit.exports.backups import document

_MAX_BYTES = 10 * 2**20
_UNREADABLE = "400 unreadable"
_UNKNOWN = "422 invalid-argument"
_NO_STATEMENT = "422 unreadable-file"


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    yield from _backups()
    yield from _bank_files()


def _backups() -> Iterator[Attack]:
    for name, content, answer in (
        ("backup of 32 MiB of zero bytes", lambda: b"\0" * 2**25, _UNREADABLE),
        ("backup with 2,000,000 unknown members", lambda: _backup_with(_members()), _UNKNOWN),
        ("backup with an unknown list of 22 MB", lambda: _backup_with(_list()), _UNKNOWN),
        ("backup of 32 MiB of opening brackets", lambda: b"[" * 2**25, _UNREADABLE),
        ("backup of 32 MiB of blanks", lambda: b" " * 2**25, _UNREADABLE),
        ("backup with a text of 32 MiB", _long_text, _UNREADABLE),
    ):
        yield Attack(name, _restore(content), answer, ANY_NUMBER)


def _backup_with(members: bytes) -> bytes:
    """Return a backup with more members than it has."""
    return as_json(document())[:-1] + b"," + members + b"}"


def _members() -> bytes:
    return b",".join(b'"x%d":0' % number for number in range(2_000_000))


def _list() -> bytes:
    return b'"x":[' + b'{"a":[[]]},' * 2_000_000 + b"0]"


def _long_text() -> bytes:
    return b'{"format":"' + b"x" * 2**25 + b'"}'


def _restore(content: Callable[[], bytes]) -> Callable[[Target], Sent]:
    """Return a restore of a backup that is made when it is sent, and not when it is listed."""

    def prepare(target: Target) -> Sent:
        compressed = gzip.compress(content())
        return Sent.by(
            target.person, "POST", "/imports/restore", compressed, **{"Content-Encoding": "gzip"}
        )

    return prepare


def _bank_files() -> Iterator[Attack]:
    for name, line in (
        ("bank file of 10 MiB of empty lines", b"\n"),
        ("bank file of 10 MiB of separators", b";"),
        ("bank file of 10 MiB of quotes", b'"'),
        ("bank file of one line of 10 MiB", b"x"),
        ("bank file of 10 MiB of zero bytes", b"\0"),
        ("bank file of 10 MiB of rows of one digit", b"1\n"),
        ("bank file of 10 MiB of rows of three cells", b"1;2;3\n"),
    ):
        content = partial(_repeated, line)
        yield Attack(name, _preview(content), _NO_STATEMENT, ANY_NUMBER)
    yield Attack("bank file of 50,000 rows", _preview(_rows), "201", ANY_NUMBER, READ_FOR_S)


def _repeated(line: bytes) -> bytes:
    """Return a line as often as 10 MiB have room for."""
    return line * (_MAX_BYTES // len(line))


def _rows() -> bytes:
    """Return the largest file that is a statement."""
    rows = (
        f"2026-05-{1 + n % 28:02},-{n + 1}.50,Shop {n % 900},Purchase {n}" for n in range(MAX_ROWS)
    )
    return "\n".join(["Date,Amount,Payee,Description", *rows]).encode()


def _preview(content: Callable[[], bytes]) -> Callable[[Target], Sent]:
    def prepare(target: Target) -> Sent:
        return Sent.by(target.person, "POST", "/imports/preview", content(), content_type=CSV)

    return prepare
