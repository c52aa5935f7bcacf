from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.models.values.dates import latest_date
from tests.http.answers import no_commit, nothing_written, ok, problem, transactions_of
from tests.support.cases import for_each
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")

NUL, SURROGATE = "a\x00b", "a\ud800b"

WRITES = (
    "POST /categories",
    "PATCH /categories/{category}",
    "PUT /categories/{category}",
    "POST /transactions",
    "PATCH /transactions/{transaction}",
    "PUT /transactions/{transaction}",
    "POST /transactions/batch",
    "POST /transactions/{transaction}/restore",
)
"""Every operation with a body that acts on a ledger."""

RECORDING = (
    "POST /transactions",
    "PATCH /transactions/{transaction}",
    "PUT /transactions/{transaction}",
    "POST /transactions/batch",
)
"""Every operation that takes a transaction's fields."""


@pytest.fixture(scope="module")
def ledger(emulators: None) -> Iterator[Person]:
    """Yield a visitor with one transaction; every test leaves it as it was."""
    person = new_visitor()
    person.record()
    with nothing_written(person):
        yield person


@pytest.fixture(scope="module")
def places(ledger: Person) -> dict[str, str]:
    """Return the ids that paths name."""
    [recorded] = transactions_of(ledger)
    return {"transaction": recorded["id"], "category": ledger.category_ids["Rent"]}


def send(person: Person, places: dict[str, str], operation: str, content: Any) -> Any:
    """Send JSON, or bytes as if they were JSON, to ``METHOD /path``."""
    method, path = operation.format(**places).split(" ")
    data = content if isinstance(content, bytes) else json.dumps(content)
    return person.call(method, path, data=data, content_type="application/json")


def send_field(
    person: Person, places: dict[str, str], operation: str, name: str, value: Any
) -> tuple[Any, str]:
    """Send a transaction with one field as given; the answer, and that field's path."""
    entry = {name: value} if operation.startswith("PATCH") else person.entry() | {name: value}
    if operation.endswith("/batch"):
        return send(person, places, operation, {"create": [entry]}), f"create.0.{name}"
    return send(person, places, operation, entry), name


@for_each("operation", WRITES)
@for_each(
    "body",
    [
        b"{", b"{'name': 1}", b'{"name": "P"', b'{"name": "P"} {}', b"\xff\xfe\x00", b" ", b"\x00",
        b'{"amount": NaN}', b'{"amount": Infinity}', b'{"amount": -Infinity}',
        b'{"amount": 1e99999999999999999999}', b'{"amount": -1e-99999999999999999999}',
        b'{"amount": ' + b"9" * 5000 + b"}",
        b"[" * 100_000, b'{"tags": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ]
)  # fmt: skip
def test_a_body_that_is_not_json_is_unreadable(
    ledger: Person, places: dict[str, str], operation: str, body: bytes
) -> None:
    with no_commit():
        problem(send(ledger, places, operation, body), 400, "unreadable")


@for_each("operation", WRITES)
@for_each("body", [[], "text", 5, 1.5, True, None, [{"name": "P"}], '{"name": "P"}'])
def test_a_body_that_is_no_object_is_invalid(
    ledger: Person, places: dict[str, str], operation: str, body: object
) -> None:
    with no_commit():
        problem(send(ledger, places, operation, body), 422, "invalid-argument", "body")


@for_each("operation", WRITES)
@for_each(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "x"],
)
def test_a_body_that_is_not_called_json_is_not_read(
    ledger: Person, places: dict[str, str], operation: str, content_type: str
) -> None:
    method, path = operation.format(**places).split(" ")

    with no_commit():
        response = ledger.call(method, path, data=b'{"name": "P"}', content_type=content_type)

    problem(response, 415, "unsupported-media-type")


@for_each("operation", WRITES)
@for_each("name", ["colour", "__proto__", "id ", "", NUL, SURROGATE, "revision"])
def test_an_unknown_field_is_named(
    ledger: Person, places: dict[str, str], operation: str, name: str
) -> None:
    known: dict[str, Any] = {}
    if operation in {"POST /categories", "PUT /categories/{category}"}:
        known = {"name": "P", "type": "EXPENSE"}
    elif operation in {"POST /transactions", "PUT /transactions/{transaction}"}:
        known = ledger.entry()

    with no_commit():
        response = send(ledger, places, operation, known | {name: "x"})

    # A name that is no text cannot be repeated in an answer.
    problem(response, 422, "invalid-argument", name if name not in {"", SURROGATE} else "body")


@for_each("operation", RECORDING)
@for_each(
    "amount",
    [
        "1e400", "NaN", "Infinity", "12.345", 0, "0", "-0.00", " 12 ", "12\n", True, False, "",
        None, "10000000000000", 10**13, -(10**13), 12.345, [], {}, ["12"], "12,50", "+5", "1_000",
        "0x10",
        "١٢", "１２", ".5", "5.", "--5", "-", NUL, SURROGATE, "9" * 5000, 10**4000,
    ]
)  # fmt: skip
def test_an_amount_that_is_none_is_refused(
    ledger: Person, places: dict[str, str], operation: str, amount: object
) -> None:
    with no_commit():
        response, field = send_field(ledger, places, operation, "amount", amount)

    problem(response, 422, "invalid-argument", field)


@pytest.mark.parametrize("number", [b"1e400", b"1e-400", b"1e13", b"-0.0", b"0e5", b"12.345"])
def test_a_json_number_that_is_no_amount_is_refused(
    ledger: Person, places: dict[str, str], number: bytes
) -> None:
    body = json.dumps(ledger.entry("?")).encode().replace(b'"?"', number)

    with no_commit():
        response = send(ledger, places, "POST /transactions", body)

    problem(response, 422, "invalid-argument", "amount")


@for_each("operation", RECORDING)
@for_each(
    "date",
    [
        "2026-02-30", "2026-2-3", "2026-02-29", "1899-12-31", "0000-01-01", "2999-12-31",
        "10000-01-01", "2026-03-31T00:00:00Z", "2026-W01-1", "20260331", "31.03.2026", "today",
        "２０２６-03-31", " 2026-03-31", "", None, 20260331, 1.5, True, [], {}, NUL, SURROGATE,
    ],
)  # fmt: skip
def test_a_date_that_is_none_is_refused(
    ledger: Person, places: dict[str, str], operation: str, date: object
) -> None:
    with no_commit():
        response, field = send_field(ledger, places, operation, "date", date)

    problem(response, 422, "invalid-argument", field)


def test_dates_reach_from_1900_to_ten_years_from_today(visitor: Person) -> None:
    latest = latest_date(datetime.now(UTC).date())

    assert visitor.record(date="1900-01-01")["date"] == "1900-01-01"
    assert visitor.record(date=str(latest))["date"] == str(latest)
    too_late = visitor.entry(date=str(latest + timedelta(days=2)))
    problem(visitor.post("/transactions", too_late), 422, "invalid-argument", "date")


PART = {"category_id": "x", "amount": "1.00"}


def parts(**wrong: Any) -> list[dict[str, Any]]:
    """Return splits of which the one in the middle is wrong."""
    return [PART, PART | wrong, PART]


NOT_STORABLE: tuple[tuple[str, str, tuple[object, ...]], ...] = (
    ("description", "description", (NUL, SURROGATE, 5, ["x"], {})),
    ("notes", "notes", (NUL, SURROGATE, 5, ["x"], {})),
    ("tags", "tags.0", ([NUL], [SURROGATE], [5], [None], [""])),
    ("tags", "tags", ("x", 5, {"0": "x"}, ["x"] * 50_000)),
    ("type", "type", ("LOAN", "", 5, None, NUL, SURROGATE)),
    ("payee", "payee", (NUL, SURROGATE, 5, ["x"], {}, "x" * 101)),
    ("category_id", "category_id", ("a/b", "..", "__x__", 5, "x" * 200, NUL, SURROGATE)),
    ("account_id", "account_id", ("a/b", "..", "__x__", 5, "x" * 200, NUL, SURROGATE)),
    ("to_account_id", "to_account_id", ("a/b", 5, "x" * 200, NUL, SURROGATE)),
    ("splits", "splits", ("x", 5, {"0": "x"}, [PART], [PART] * 51, [PART] * 5_000)),
    ("splits", "splits.1.note", tuple(parts(note=note) for note in (NUL, SURROGATE, "x" * 201))),
    ("splits", "splits.1.category_id", (parts(category_id="a/b"), parts(category_id=1))),
    ("splits", "splits.1.amount", (parts(amount="0"), parts(amount="1e2"), parts(amount=None))),
    ("splits", "splits.1.tags", (parts(tags=[]),)),
)
"""Fields, what of them is blamed, and values they must not have."""


@for_each("operation", RECORDING)
@for_each(
    ("name", "blamed", "value"),
    [(name, blamed, value) for name, blamed, values in NOT_STORABLE for value in values],
)
def test_a_text_that_cannot_be_stored_is_refused(
    ledger: Person, places: dict[str, str], operation: str, name: str, blamed: str, value: object
) -> None:
    with no_commit():
        response, field = send_field(ledger, places, operation, name, value)

    problem(response, 422, "invalid-argument", field.removesuffix(name) + blamed)


def test_a_deeply_nested_value_is_no_text(ledger: Person, places: dict[str, str]) -> None:
    nested: Any = "x"
    for _ in range(500):
        nested = [nested]

    with no_commit():
        response, field = send_field(ledger, places, "POST /transactions", "description", nested)

    problem(response, 422, "invalid-argument", field)


@for_each(
    ("field", "value"),
    [
        *((name, value) for name in ("name", "icon") for value in (NUL, SURROGATE, "x" * 51, 5)),
        ("name", ""),
        ("name", " "),
    ],
)
def test_a_categorys_texts_must_be_storable(
    ledger: Person, places: dict[str, str], field: str, value: object
) -> None:
    body = {"name": "P", "type": "EXPENSE", field: value}
    with no_commit():
        for operation in ("POST /categories", "PUT /categories/{category}"):
            response = send(ledger, places, operation, body)
            problem(response, 422, "invalid-argument", field)


@pytest.mark.parametrize("value", ["true", 1, None, [], "archived"])
def test_archived_is_true_or_false(ledger: Person, places: dict[str, str], value: object) -> None:
    with no_commit():
        response = send(ledger, places, "PATCH /categories/{category}", {"archived": value})

    problem(response, 422, "invalid-argument", "archived")


def test_what_is_sent_may_be_a_mebibyte_and_no_more(ledger: Person, places: dict[str, str]) -> None:
    body = json.dumps({"amount": "12.50"}).encode()
    operation = "PATCH /transactions/{transaction}"

    with no_commit():
        ok(send(ledger, places, operation, body.ljust(1024 * 1024)))
        problem(
            send(ledger, places, operation, body.ljust(1024 * 1024 + 1)), 413, "payload-too-large"
        )
