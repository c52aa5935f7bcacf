from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.http.app import AnswerCutOff
from shared.models.imports.statements.csv.exported.columns import COLUMNS
from shared.models.ledger.transactions.batch import Batch
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.people.access import Role
from shared.repositories import connections
from shared.repositories.firestore.usage import counted_usage
from shared.services.exports import csv_exports as service
from shared.services.exports.backups import export_ledger
from shared.services.ledger.batches import apply_batch
from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.http.http.test_request_log import lines_of
from tests.support.faults import fault
from tests.support.ledgers.ledgers import operation
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.workspaces import new_workspace
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

CSV, LEDGER = "/exports/transactions", "/exports/ledger"


@pytest.fixture(scope="module")
def filled(emulators: None) -> Person:
    """Return a visitor with entries that filters tell apart; nobody changes it."""
    person = new_visitor()
    person.record("1.00", date="2026-01-05", description="First", tags=["home"])
    person.record("2.00", "Rent", date="2026-02-05", payee="Landlord", notes="Flat 3")
    person.record("3.00", "Salary", date="2026-03-05", payee="Employer")
    person.record("4.00", date="2026-03-06", payee="Landlord", tags=["home", "key"])
    gone = person.record("5.00", date="2026-03-07")
    ok(person.delete(f"/transactions/{gone['id']}"), 204)
    return person


def text_of(response: TestResponse) -> str:
    """Return the file in an answer."""
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def rows_of(person: Person, **query: Any) -> list[dict[str, str]]:
    """Return the rows of a person's CSV file."""
    text = text_of(person.get(CSV, query_string=query))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_file_of_transactions_is_csv_to_be_saved(filled: Person, one_day: None) -> None:
    response = filled.get(CSV)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    today = datetime.now(UTC).date()
    named = response.headers["Content-Disposition"]
    assert named == f'attachment; filename="transactions-{today}.csv"'
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.get_data().startswith((",".join(COLUMNS) + "\r\n").encode())


def test_a_row_shows_names_and_not_ids(filled: Person) -> None:
    [row] = rows_of(filled, payee="Landlord", category_id=filled.category_ids["Rent"])

    assert {name: value for name, value in row.items() if value and name != "id"} == {
        "date": "2026-02-05", "type": "EXPENSE", "amount": "2.00", "currency": "USD",
        "account": "Main account", "category": "Rent", "payee": "Landlord", "notes": "Flat 3",
        "base_amount": "2.00", "base_currency": "USD",
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {}, {"sort": "date"}, {"deleted": "true"}, {"year": 2026, "month": 3},
        {"from": "2026-02-05", "to": "2026-03-05"}, {"type": "INCOME"},
        {"payee": "landlord"}, {"tag": "HOME"}, {"q": "fir"}, {"q": "groc", "sort": "date"},
        {"min_amount": "2.00", "max_amount": "3.00"}, {"q": "nothing"},
    ],
    ids=str,
)  # fmt: skip
def test_a_file_has_what_the_list_has_in_its_order(filled: Person, query: dict[str, Any]) -> None:
    listed = transactions_of(filled, **query)

    assert [row["id"] for row in rows_of(filled, **query)] == [item["id"] for item in listed]


def test_a_file_without_rows_has_the_names_of_its_columns(filled: Person) -> None:
    assert text_of(filled.get(f"{CSV}?q=nothing")) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize(("query", "start"), [("?bom=true", b"\xef\xbb\xbfid,"), ("", b"id,")])
def test_a_byte_order_mark_is_there_when_asked_for(
    filled: Person, query: str, start: bytes
) -> None:
    assert filled.get(CSV + query).get_data().startswith(start)


def test_a_formula_comes_out_as_a_text(visitor: Person) -> None:
    visitor.record("-12.50", payee='=HYPERLINK("http://evil")', description="+1", tags=["@x"])

    [row] = rows_of(visitor)

    assert row["payee"] == '\'=HYPERLINK("http://evil")'
    assert (row["description"], row["tags"], row["amount"]) == ("'+1", "'@x", "-12.50")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("bom=perhaps", "bom"), ("limit=5", "limit"), ("cursor=x", "cursor"), ("color=x", "color"),
        ("month=3", "month"), ("type=GIFT", "type"), ("min_amount=1.005", "min_amount"),
        ("year=1899", "year"), ("q=!", "q"), ("category_id=a/b", "category_id"),
    ],
)  # fmt: skip
def test_a_query_that_is_not_valid_is_refused_before_anything_is_sent(
    filled: Person, query: str, field: str
) -> None:
    problem(filled.get(f"{CSV}?{query}"), 422, "invalid-argument", field)


def test_a_file_is_read_page_by_page_and_has_every_row_once(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PAGE_SIZE", 7)
    entry = visitor.entry()
    drafts = {"create": [entry | {"amount": f"{n}.00"} for n in range(1, 30)]}
    apply_batch(visitor.store, operation(), Batch.model_validate(drafts))

    with counted_usage() as usage:
        store = visitor.store
        lines = service.transaction_lines(store, store.tenant.get().ledger, TransactionFilter())
        first = [next(lines), next(lines)]
        read_at_first = usage.reads
        rows = list(csv.reader([*first, *lines]))

    assert read_at_first == 1 + 7
    assert sorted(row[3] for row in rows[1:]) == sorted(f"{n}.00" for n in range(1, 30))


class _Queries:
    """Counts the queries that are made."""

    def __init__(self) -> None:
        self.count = 0

    def before(self, method: str, _request: Any) -> None:
        self.count += method == "run_query"

    def after(self, _method: str, _request: Any) -> None:
        """Ignore the answer."""


def test_a_file_is_sent_while_it_is_read(filled: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAGE_SIZE", 2)
    with connections.firestore_client().observed_by(_Queries()) as queries:
        response = filled.get(CSV)
        made_at_first = queries.count
        response.get_data()

    assert (made_at_first, queries.count) == (1, 3)


def test_a_backup_is_one_json_document_to_be_saved(filled: Person, one_day: None) -> None:
    response = filled.get(LEDGER)

    content = ok(response)
    today = datetime.now(UTC).date()
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"] == f'attachment; filename="ledger-{today}.json"'
    assert content["settings"] == {"currency": "USD", "timezone": "UTC", "month_start": {"day": 1}}
    assert [t["amount"] for t in content["transactions"]] == [f"{n}.00" for n in range(1, 6)]
    assert [("deleted_at" in t) for t in content["transactions"]] == [False] * 4 + [True]
    assert len(content["categories"]) == 16
    assert [month["month"] for month in content["months"]] == ["2026-01", "2026-02", "2026-03"]


def test_a_backup_is_of_one_instant_however_long_it_takes_to_read(visitor: Person) -> None:
    recorded = [visitor.record(f"{n}.00") for n in range(1, 4)]
    category = recorded[0]["category_id"]
    parts = export_ledger(visitor.store, datetime.now(UTC))
    beginning = next(parts)
    visitor.record("9.00", date="2026-07-01", payee="New")
    ok(visitor.delete(f"/transactions/{recorded[0]['id']}"), 204)
    ok(visitor.patch(f"/transactions/{recorded[1]['id']}", {"amount": "8.00"}))
    ok(visitor.patch(f"/categories/{category}", {"name": "Changed"}))

    content = json.loads(beginning + "".join(parts))

    amounts = {t["id"]: (t["amount"], "deleted_at" in t) for t in content["transactions"]}
    assert amounts == {t["id"]: (t["amount"], False) for t in recorded}
    assert "Changed" not in [c["name"] for c in content["categories"]]
    assert [m["month"] for m in content["months"]] == ["2026-03"]
    assert content["payees"] == []


def test_what_is_read_while_a_file_is_sent_is_counted_in_its_line(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        visitor.record()
    capsys.readouterr()

    text_of(visitor.get(LEDGER))

    [line] = lines_of(capsys)
    # The tenant, no rules, a month, no payee, the transactions, no recurring entry, no occurrence,
    # no settled suggestion, no budgets, no goals.
    assert line["documents_read"] == 1 + 1 + 1 + 1 + 3 + 1 + 1 + 1 + 1 + 1
    assert (line["status"], line["severity"]) == (200, "INFO")


@pytest.mark.parametrize("path", [CSV, LEDGER])
def test_what_fails_at_the_beginning_is_answered_as_a_problem(visitor: Person, path: str) -> None:
    with fault("commit refused", method="batch_get_documents") as refusal:
        response = visitor.get(path)

    assert refusal.has_struck
    problem(response, 503, "unavailable")


def test_a_file_whose_first_page_fails_is_answered_as_a_problem(filled: Person) -> None:
    with fault("commit refused", method="run_query"):
        problem(filled.get(CSV), 503, "unavailable")


@pytest.mark.parametrize(("path", "queries_before"), [(CSV, 1), (LEDGER, 2)])
def test_a_file_that_fails_on_the_way_is_cut_off_and_logged(
    filled: Person,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    queries_before: int,
) -> None:
    monkeypatch.setattr(service, "PAGE_SIZE", 2)
    capsys.readouterr()

    with (
        fault("commit refused", method="run_query", skip=queries_before),
        pytest.raises(AnswerCutOff),
    ):
        filled.get(path).get_data()

    crash, line = lines_of(capsys)
    assert (crash["severity"], crash["message"]) == ("ERROR", "exports failed: Unavailable")
    assert crash["request_id"] == line["request_id"]


@pytest.mark.parametrize("path", [CSV, LEDGER])
def test_a_head_request_has_no_body_and_one_line(
    filled: Person, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()

    response = filled.call("HEAD", path)

    assert (response.status_code, response.get_data()) == (200, b"")
    assert len(lines_of(capsys)) == 1


@pytest.mark.parametrize("path", [CSV, LEDGER])
def test_nobody_exports_without_a_token(path: str) -> None:
    problem(served("exports").get(path.removeprefix("/exports")), 401, "unauthenticated")


@pytest.mark.parametrize("role", Role)
def test_analysts_and_admins_export_a_workspace_and_nobody_else(role: Role) -> None:
    workspace, stranger = new_workspace(), registered_user()
    recorded = workspace.as_seen_by(workspace.creator).record("12.34")
    member = workspace.admit(registered_user(is_verified=True), role)

    for path in (CSV, LEDGER):
        if role is Role.VIEWER:
            problem(member.get(path), 403, "permission-denied")
        else:
            assert recorded["id"] in text_of(member.get(path))
        problem(workspace.as_seen_by(stranger).get(path), 404, "not-found")


def test_an_export_writes_nothing_and_shows_nothing_of_others(filled: Person) -> None:
    stranger = new_visitor()

    with nothing_written(filled, stranger):
        shown = text_of(stranger.get(CSV)) + text_of(stranger.get(LEDGER))

    for item in transactions_of(filled):
        assert item["id"] not in shown


def test_a_registered_users_first_call_may_be_an_export(emulators: None) -> None:
    assert ok(registered_user().get(LEDGER))["transactions"] == []
