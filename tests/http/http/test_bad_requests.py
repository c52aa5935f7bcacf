from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import Any

import pytest

from tests.http.answers import no_commit, nothing_written, ok, problem
from tests.support.cases import for_each
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

MEBIBYTE = 1024 * 1024

BAD_IDS = (
    "missing", ".", "..", "%2E%2E", "a.b", "a%2Fb", "a%252Fb", "a/b", "a%20b", "a%00b", "%00",
    "%ED%A0%80", "%FF", "%F0%9F%90%88", "__x__", "__proto__", "a%3Fb", "*", "null", "0", "-1",
    "x" * 200, "x" * 5000,
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(emulators: None) -> Iterator[Person]:
    """Yield a visitor with one transaction; every test leaves it as it was."""
    person = new_visitor()
    person.record()
    with nothing_written(person):
        yield person


@for_each("bad_id", BAD_IDS)
@for_each("method", ["GET", "HEAD", "PATCH", "PUT", "DELETE"])
@for_each("function", ["categories", "transactions"])
def test_an_id_of_nothing_is_not_found(
    ledger: Person, function: str, method: str, bad_id: str
) -> None:
    whole = ledger.entry() if function == "transactions" else {"name": "P", "type": "EXPENSE"}
    body = {"PUT": whole, "PATCH": {}}.get(method)

    with no_commit():
        response = ledger.call(method, f"/{function}/{bad_id}", json=body)

    if method == "HEAD":
        assert (response.status_code, response.get_data()) == (404, b"")
    else:
        problem(response, 404, "not-found")


@for_each("bad_id", BAD_IDS)
def test_nothing_is_restored_by_an_id_of_nothing(ledger: Person, bad_id: str) -> None:
    with no_commit():
        problem(ledger.post(f"/transactions/{bad_id}/restore"), 404, "not-found")


@pytest.mark.parametrize(
    "path",
    [
        "/categories/a/b", "/categories/a/restore", "/transactions/a/b/c", "/transactions/a/",
        "/monthlyReport/2026", "/monthlyReport/2026/03", "/categories/../x",
        "/transactions/a/restore/b", "/categories/openapi/openapi.json",
    ],
)  # fmt: skip
def test_an_unknown_path_is_not_found(ledger: Person, path: str) -> None:
    problem(ledger.get(path), 404, "not-found")


@for_each(
    ("method", "path", "allowed"),
    [
        *((method, "/categories", "GET, HEAD, OPTIONS, POST") for method in ("PUT", "PATCH")),
        ("DELETE", "/categories", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/categories/a", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        *((method, "/transactions", "GET, HEAD, OPTIONS, POST") for method in ("PUT", "PATCH")),
        ("DELETE", "/transactions", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/transactions/a", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        *((m, "/transactions/a/restore", "OPTIONS, POST") for m in ("GET", "PUT", "DELETE")),
        *((m, "/monthlyReport", "GET, HEAD, OPTIONS") for m in ("POST", "PUT", "PATCH", "DELETE")),
        *((m, "/createDemoSession", "OPTIONS, POST") for m in ("GET", "HEAD", "PUT", "DELETE")),
        *((m, "/monthlyRollup", "OPTIONS, POST") for m in ("GET", "PUT", "DELETE")),
        *((m, "/runRecurring", "OPTIONS, POST") for m in ("GET", "PUT", "DELETE")),
        *((m, "/sweepDemoSessions", "OPTIONS, POST") for m in ("GET", "PUT", "DELETE")),
    ],
)
def test_another_method_is_told_which_are_allowed(
    ledger: Person, method: str, path: str, allowed: str
) -> None:
    with no_commit():
        response = ledger.call(method, path)

    assert response.headers["Allow"] == allowed
    if method == "HEAD":
        assert response.status_code == 405
    else:
        problem(response, 405, "method-not-allowed")


class Endless(RawIOBase):
    """A stream of zeros that does not end."""

    read_bytes = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer."""
        buffer[:] = b"0" * len(buffer)
        self.read_bytes += len(buffer)
        return len(buffer)


def chunked(size: int) -> dict[str, Any]:
    """Return the environment of a request with a body of unknown length."""
    return {
        "input_stream": BytesIO(b'{"amount": "12.50"}'.ljust(size)),
        "headers": {"Transfer-Encoding": "chunked"},
        "environ_overrides": {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        "content_type": "application/json",
    }


@pytest.mark.parametrize("size", [MEBIBYTE + 1, 9 * MEBIBYTE, 11 * MEBIBYTE, 40 * MEBIBYTE])
@pytest.mark.parametrize("is_chunked", [False, True], ids=["of known length", "chunked"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/transactions"), ("PATCH", "/transactions/a"), ("POST", "/createDemoSession")],
)
def test_a_body_of_more_than_a_mebibyte_is_too_large(
    ledger: Person,
    method: str,
    path: str,
    size: int,
    is_chunked: bool,  # noqa: FBT001
) -> None:
    body = b'{"amount": "12.50"}'.ljust(size)
    known_length: dict[str, Any] = {"data": body, "content_type": "application/json"}

    with no_commit():
        response = ledger.call(method, path, **(chunked(size) if is_chunked else known_length))

    told = problem(response, 413, "payload-too-large")
    assert told["detail"] == "The body has more than 1,048,576 bytes."


def test_a_chunked_body_without_end_is_read_up_to_the_limit(ledger: Person) -> None:
    endless = Endless()
    body = chunked(0)
    body["environ_overrides"] |= {"wsgi.input": endless}

    problem(ledger.call("POST", "/transactions", **body), 413, "payload-too-large")
    assert MEBIBYTE < endless.read_bytes < MEBIBYTE + 128 * 1024


def test_a_chunked_body_of_a_mebibyte_is_read(visitor: Person) -> None:
    path = f"/transactions/{visitor.record('1.00')['id']}"

    assert ok(visitor.call("PATCH", path, **chunked(MEBIBYTE)))["amount"] == "12.50"


@for_each(
    ("query", "field"),
    [
        *(({"limit": value}, "limit") for value in ("0", "101", "-1", "x", "", "1.5", "9" * 5000)),
        *(({"sort": value}, "sort") for value in ("payee", "", "--date", "\x00")),
        *(({"type": value}, "type") for value in ("LOAN", "", "\x00")),
        *(({"deleted": value}, "deleted") for value in ("maybe", "", "2")),
        *(({"category_id": value}, "category_id") for value in ("", "a/b", "__x__", "x" * 65)),
        *(({"account_id": value}, "account_id") for value in ("", "a/b", "__x__", "x" * 65)),
        *(({"payee": value}, "payee") for value in ("", " ", "x" * 101, "a\x00b")),
        *(({"tag": value}, "tag") for value in ("", " ", "x" * 31, "a\x00b")),
        *(({"q": value}, "q") for value in ("a\x00b", "x" * 201)),
        *(({"q": value}, "q") for value in ("!", "🐈", "_")),
        *(({"min_amount": value}, "min_amount") for value in ("x", "", "NaN", "1e5", "1.234")),
        *(({"max_amount": value}, "max_amount") for value in ("-", "10000000000000", "0.001")),
        ({"min_amount": "2", "max_amount": "1"}, "max_amount"),
        *(({"from": value}, "from") for value in ("2026-02-30", "", "2026-2-3", "2026-13")),
        *(({"to": value}, "to") for value in ("1899-12-31", "x", "20260331")),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "to"),
        ({"year": "2026", "from": "2026-03-02"}, "year"),
        ({"month": "3"}, "month"),
        *(({"year": "2026", "month": value}, "month") for value in ("0", "13", "x", "")),
        *(({"year": value}, "year") for value in ("1899", "10000", "x", "")),
        ({"colour": "red"}, "colour"),
        ({"a\x00b": "x"}, "a\x00b"),
    ],
)
def test_a_query_that_is_not_valid_names_what_is_wrong(
    ledger: Person, query: dict[str, str], field: str
) -> None:
    response = ledger.get("/transactions", query_string=query)

    problem(response, 422, "invalid-argument", field)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/transactions?q=a&q=b", ["q"]),
        ("/transactions?limit=5&limit=5&tag=x", ["limit"]),
        ("/transactions?colour=x&q=a&colour=y&q=b", ["colour", "q"]),
        ("/categories?type=INCOME&type=EXPENSE", ["type"]),
        ("/monthlyReport?year=2026&month=3&month=4", ["month"]),
    ],
)
def test_a_parameter_that_is_given_twice_is_not_read_as_one_of_both(
    ledger: Person, path: str, fields: list[str]
) -> None:
    problem(ledger.get(path), 422, "invalid-argument", *fields)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/categories?type=x", "type"),
        ("/categories?include_archived=x", "include_archived"),
        ("/categories?colour=x", "colour"),
        ("/categories?type=%00", "type"),
    ],
)
def test_a_query_of_categories_that_is_not_valid_names_what_is_wrong(
    ledger: Person, path: str, field: str
) -> None:
    problem(ledger.get(path), 422, "invalid-argument", field)


@pytest.mark.parametrize("path", ["/dashboard", "/transactions/tags", "/rules", "/settings", "/me"])
def test_an_operation_without_query_parameters_refuses_one(ledger: Person, path: str) -> None:
    problem(ledger.get(f"{path}?limit=3"), 422, "invalid-argument", "limit")


@pytest.mark.parametrize(
    "q", ["%ED%A0%80a", "%FFa", "a%EF%BF%BD"], ids=["surrogate", "broken", "replacement"]
)
def test_broken_utf_8_in_a_query_finds_nothing_and_breaks_nothing(ledger: Person, q: str) -> None:
    assert ok(ledger.get(f"/transactions?q={q}zzz"))["items"] == []


@pytest.mark.parametrize(
    "cursor",
    [
        "", "x", "%", "\x00", "äöü", "é" * 100, "bnVsbA", "W10", "e30",
        "WyJhIiwiYiIsImMiLCJkIl0", "WyIiLCIyMDI2LTAxLTAxIiwxLDVd",
        "WyIiLCIyMDI2LTAxLTAxIiwxLCJhL2IiXQ", "WyIiLCIyMDI2LTAxLTAxIiwxZTQwMCwiYSJd",
        "WyIiLCIyMDI2LTAxLTAxIiwxLCJhIl0", "W1tdLCIyMDI2LTAxLTAxIiwxLCJhIl0",
        "WyIiLDIwMjYsMSwiYSJd", "W" * 10_000, "W1tb" * 50_000,
    ],
    ids=lambda cursor: cursor[:30],
)  # fmt: skip
def test_a_cursor_nobody_gave_out_is_unreadable(ledger: Person, cursor: str) -> None:
    problem(ledger.get("/transactions", query_string={"cursor": cursor}), 400, "unreadable")


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-3", "1899-12", "march", "", 202603])
def test_the_rollup_takes_months_that_exist(month: object) -> None:
    response = served("monthlyRollup").post("/", json={"month": month})

    problem(response, 422, "invalid-argument", "month")


@pytest.mark.parametrize(
    "function", ["monthlyRollup", "runRecurring", "sweepDemoSessions", "updateExchangeRates"]
)
def test_a_scheduled_function_takes_nothing_it_does_not_know(function: str) -> None:
    problem(served(function).post("/", json={"all": True}), 422, "invalid-argument", "all")
    problem(
        served(function).post("/", data=b"{", content_type="application/json"), 400, "unreadable"
    )


@pytest.mark.parametrize("given", ["a-request-id", "A.b_c-12"])
def test_a_request_keeps_the_id_it_came_with(ledger: Person, given: str) -> None:
    response = ledger.get("/categories/missing", headers={"X-Request-Id": given})

    assert problem(response, 404, "not-found")["instance"] == given


@pytest.mark.parametrize("given", ["short", "x" * 65, "a b c d e f", 'a"b"c"d"e', "ääääääää"])
def test_a_request_with_an_unusable_id_gets_a_new_one(ledger: Person, given: str) -> None:
    response = ledger.get("/categories/missing", headers={"X-Request-Id": given})

    assert problem(response, 404, "not-found")["instance"] != given
