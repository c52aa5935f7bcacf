from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from shared.repositories import connections
from tests.http.answers import ok, problem
from tests.support.ledgers.people import Person, registered_user

FIELDS = {
    "severity", "message", "function", "request_id", "status", "milliseconds", "documents_read",
    "documents_written", "documents_deleted", "uid_hash",
}  # fmt: skip
REPORT = "/monthlyReport?year=2026&month=3"


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return the lines that were logged since the last call."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_request_is_one_line(visitor: Person, capsys: pytest.CaptureFixture[str]) -> None:
    ok(visitor.get(REPORT))
    capsys.readouterr()

    response = visitor.get(REPORT)

    [line] = lines_of(capsys)
    assert line.keys() == FIELDS
    assert line.pop("milliseconds") > 0
    assert line == {
        "severity": "INFO",
        "message": "GET monthlyReport 200",
        "function": "monthlyReport",
        "request_id": response.headers["X-Request-Id"],
        "status": 200,
        "documents_read": 3,
        "documents_written": 0,
        "documents_deleted": 0,
        "uid_hash": hashlib.sha256(visitor.uid.encode()).hexdigest()[:16],
    }


def test_a_line_counts_the_documents_of_its_own_request(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = visitor.entry()
    capsys.readouterr()

    recorded = ok(visitor.post("/transactions", entry), 201)
    ok(visitor.delete(f"/transactions/{recorded['id']}"), 204)
    visitor.get(REPORT, headers={"Authorization": "Bearer nonsense"})

    counted = [(line["documents_read"], line["documents_written"]) for line in lines_of(capsys)]
    assert counted == [(1, 4), (2, 4), (0, 0)]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/categories/missing", None, 404),
        ("PUT", "/categories", None, 405),
        ("POST", "/transactions", {"amount": "12.34"}, 422),
    ],
)
def test_a_refused_request_is_one_line_too(
    visitor: Person, capsys: pytest.CaptureFixture[str],
    method: str, path: str, body: object, status: int,
) -> None:  # fmt: skip
    capsys.readouterr()

    visitor.call(method, path, json=body)

    [line] = lines_of(capsys)
    assert (line["status"], line["severity"]) == (status, "INFO")


def test_a_request_without_a_caller_names_none(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    visitor.get("/categories", headers={"Authorization": "Bearer nonsense"})

    [line] = lines_of(capsys)
    assert (line["status"], line["uid_hash"]) == (401, None)


@pytest.mark.parametrize(
    "header",
    [
        {"X-Cloud-Trace-Context": "0af7651916cd43dd8448eb211c80319c/1;o=1"},
        {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
    ],
)
def test_a_line_has_the_platforms_trace(
    visitor: Person, capsys: pytest.CaptureFixture[str], header: dict[str, str]
) -> None:
    capsys.readouterr()

    visitor.get("/categories", headers=header)

    [line] = lines_of(capsys)
    trace = "projects/demo-financeflow/traces/0af7651916cd43dd8448eb211c80319c"
    assert line["logging.googleapis.com/trace"] == trace


class Breaks:
    """Fails with a message that holds what somebody wrote."""

    def before(self, method: str, request: Any) -> None:  # noqa: ARG002 (the observer's signature)
        """Fail before anything is sent."""
        raise RuntimeError("secret-text 987654321.43")

    def after(self, method: str, request: Any) -> None:
        """Ignore the call."""


@contextlib.contextmanager
def broken() -> Iterator[None]:
    """Make every call of Firestore fail with an unexpected error."""
    with connections.firestore_client().observed_by(Breaks()):
        yield


def test_a_crash_is_logged_by_its_place_under_the_requests_id(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    with broken():
        response = visitor.get("/categories")

    problem(response, 500, "internal")
    captured = capsys.readouterr()
    crash, line = map(json.loads, captured.out.splitlines())
    assert crash["severity"] == line["severity"] == "ERROR"
    assert crash["request_id"] == line["request_id"] == response.headers["X-Request-Id"]
    assert crash["message"] == "categories failed: RuntimeError"
    assert any("list_categories" in frame for frame in crash["stack"])
    assert "secret-text" not in captured.out + captured.err + response.get_data(as_text=True)


def test_no_line_holds_a_token_an_address_an_amount_or_a_text(
    emulators: None, capsys: pytest.CaptureFixture[str]
) -> None:
    user = registered_user()
    text = "secret-text"
    body = user.entry("987654321.43", description=text, notes=text, tags=[text])

    recorded = ok(user.post("/transactions", body, headers={"Idempotency-Key": "secret-key"}), 201)
    path = f"/transactions/{recorded['id']}"
    user.patch(path, {"amount": "987654321.432"})
    user.patch(path, {"amount": "987654321.44", "secret-text": 1})
    user.patch(path, {"amount": "987654321.45"}, headers={"If-Match": '"9"'})
    user.get("/transactions", query_string={"q": "secret-text", "min_amount": "987654321.43"})
    user.get("/transactions", query_string={"cursor": "secret-text"})
    user.post("/categories", {"name": "secret-text", "type": "EXPENSE"})
    user.post("/categories", {"name": "secret-text", "type": "EXPENSE"})
    with broken():
        user.patch(path, {"amount": "987654321.46"})

    captured = capsys.readouterr()
    logged = captured.out + captured.err
    assert logged.count('"severity"') == 11
    for secret in ("secret", "987654321", "example.com", user.uid, user.token, user.token[-40:]):
        assert secret not in logged
