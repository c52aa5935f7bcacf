"""The rollup as Cloud Scheduler and Pub/Sub call it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from google.cloud import firestore

from functions.http.request_log import hashed
from functions.jobs import monthly_rollup
from functions.manifest import ROLLUP_TOPIC
from shared.models.reports.period_close import RollupMessage
from shared.models.values.dates import Month
from shared.repositories import connections
from tests.http.answers import problem
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

TOPIC = "/projects/demo-financeflow/topics/monthly-rollup"


def deliver(data: bytes) -> Any:
    """Push a message to rollupTenants, as Pub/Sub does."""
    message = {"data": base64.b64encode(data).decode(), "messageId": "1"}
    return served("rollupTenants").post(
        TOPIC, json={"message": message, "subscription": "projects/p/subscriptions/s"}
    )


def batch(person: Person, run_id: str = "run 1") -> bytes:
    """Return the message that closes March 2026 for one person."""
    message = RollupMessage(month="2026-03", run_id=run_id, tenants=(person.store.ref.path,))
    return message.model_dump_json().encode()


def test_a_delivered_batch_closes_the_month(visitor: Person) -> None:
    visitor.record("12.50", date="2026-03-31")
    assert deliver(batch(visitor)).status_code == 200
    report = visitor.get("/monthlyReport?year=2026&month=3").get_json()
    assert (report["status"], report["revision"]) == ("CLOSED", 1)
    assert report["verified_at"] is not None


def test_drift_is_repaired_and_told_loudly_without_amounts(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor.record("12.50", date="2026-03-31")
    summary = connections.firestore_client().document(f"{visitor.store.ref.path}/summaries/2026-03")
    summary.update({"expenses_minor": firestore.Increment(987654321)})
    deliver(batch(visitor))
    [drift] = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "DRIFT" in line]
    assert (drift["severity"], drift["paths"]) == ("CRITICAL", ["expenses_minor"])
    assert "987654321" not in json.dumps(drift)
    report = visitor.get("/monthlyReport?year=2026&month=3").get_json()
    assert report["total_expenses"] == "12.50"


def test_drift_of_balances_and_other_months_is_told_without_anyones_words(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor.record("12.50", date="2026-03-31")
    visitor.record("3.00", date="2026-01-31", tags=["secret"])
    account = visitor.store.tenant.get().ledger.default_account_id
    client, path = connections.firestore_client(), visitor.store.ref.path
    wrong = {"by_account": {account: {"count": 9}}, "tags": {"#secret": 5}}
    client.document(path).set(wrong, merge=True)
    client.document(f"{path}/summaries/2026-01").set(
        {"by_tag": {"#secret": {"count": 7}}}, merge=True
    )
    capsys.readouterr()
    assert deliver(batch(visitor)).status_code == 200
    printed = capsys.readouterr().out
    [drift] = [json.loads(line) for line in printed.splitlines() if "DRIFT" in line]
    assert drift["severity"] == "CRITICAL"
    assert (drift["paths"], drift["other_months"]) == ([], ["2026-01"])
    assert drift["totals"] == [f"by_account.{account}.count", f"tags.{hashed('#secret')}"]
    assert "secret" not in printed
    assert_law_holds(visitor.store)


def test_a_right_ledger_is_closed_without_a_word_of_drift(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor.record("12.50", date="2026-03-31", tags=["a"])
    capsys.readouterr()
    assert deliver(batch(visitor)).status_code == 200
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["message"] for line in lines] == [
        "rollupTenants closed 2026-03 for 1 of 1 tenants"
    ]


def test_a_month_that_ends_on_the_24th_is_closed_with_its_calendar_month(visitor: Person) -> None:
    visitor.record("12.50", date="2026-03-24")
    visitor.record("3.00", date="2026-03-25")
    assert visitor.patch("/settings", {"month_start": {"day": 25}}).status_code == 200
    assert deliver(batch(visitor)).status_code == 200
    reports = [visitor.get(f"/monthlyReport?year=2026&month={m}").get_json() for m in (3, 4)]
    assert [report["status"] for report in reports] == ["CLOSED", "OPEN"]


def test_a_message_with_a_cursor_publishes_the_next_page(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor.record(date="1973-05-01")
    cursor = f"{visitor.store.ref.path}/summaries/1973-05"
    message = RollupMessage(month="1973-05", run_id="run 1", cursor=cursor)
    assert deliver(message.model_dump_json().encode()).status_code == 200
    assert "cannot read" not in capsys.readouterr().out


@pytest.mark.parametrize(("topic", "status"), [(ROLLUP_TOPIC, 202), ("no-such-topic", 503)])
def test_a_rollup_that_cannot_be_published_is_not_accepted(
    visitor: Person, monkeypatch: pytest.MonkeyPatch, topic: str, status: int
) -> None:
    visitor.record(date="1973-06-01")
    monkeypatch.setattr(monthly_rollup, "ROLLUP_TOPIC", topic)
    response = served("monthlyRollup").post("/", json={"month": "1973-06"})
    assert response.status_code == status
    assert ("Retry-After" in response.headers) is (status == 503)


def test_a_batch_that_fails_is_asked_for_again(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = connections.firestore_client().document(f"{visitor.store.ref.path}/summaries/2026-03")
    summary.set({"month": "2026-03", "closed": {"nonsense": True}})
    assert deliver(batch(visitor)).status_code == 500
    assert "could not close 2026-03 for 1 of 1 tenants" in capsys.readouterr().out
    summary.delete()
    assert deliver(batch(visitor)).status_code == 200


@pytest.mark.parametrize("data", [b"", b"no JSON", b"{}", b'{"month": "2026-13", "run_id": "1"}'])
def test_a_message_that_cannot_be_read_is_dropped_and_logged(
    data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deliver(data).status_code == 200
    assert "cannot read" in capsys.readouterr().out


def test_without_a_month_the_one_before_this_one_is_closed() -> None:
    possible = {_month_before_now()}
    response = served("monthlyRollup").post("/")
    possible.add(_month_before_now())  # It may be midnight.
    assert response.status_code == 202
    assert response.get_json()["month"] in possible


@pytest.mark.parametrize("month", ["2026-13", "2026-0", "2026-3", "26-03", "", 202603, None])
def test_a_month_that_does_not_exist_is_refused(month: object) -> None:
    response = served("monthlyRollup").post("/", json={"month": month})
    if month is None:
        assert response.status_code == 202
    else:
        problem(response, 422, "invalid-argument", "month")


def _month_before_now() -> str:
    return str(Month.of(datetime.now(UTC).date()).previous)
