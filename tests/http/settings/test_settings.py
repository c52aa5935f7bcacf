"""The settings of a ledger over HTTP, and the job that finishes what a request began."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.cloud.pubsub_v1 import SubscriberClient

from functions.http.background import jobs, rebuilds
from functions.manifest import JOBS_TOPIC
from shared.models.jobs.announced_change import AnnouncedChange
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from tests.http.answers import no_commit, nothing_written, ok, problem, report_of, start_days
from tests.http.histories import changes_of
from tests.http.ledger_jobs import deliver_data
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rebuilds import assert_in_force, assert_summed_right
from tests.support.running import running_functions
from tests.support.served import served
from tests.support.time_limits import PATIENCE_S

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture
def in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave requests no time for a rebuild."""
    monkeypatch.setattr(rebuilds, "REBUILD_FOR_S", 0)


def settings_of(person: Person) -> Any:
    """Return the person's settings."""
    return ok(person.get("/settings"))


def job_of(path: str, start_id: str = "d25") -> bytes:
    """Return the message that continues a tenant's rebuild."""
    job = LedgerJob(tenant=path, kind=JobKind.REBUILD, subject=start_id)
    return job.model_dump_json().encode()


# Reading


def test_the_settings_are_shown_whole() -> None:
    person = new_visitor("EUR", timezone="Europe/Berlin")
    settings = settings_of(person)
    assert settings.keys() == {
        "currency", "exponent", "timezone", "month_start", "pending_month_start",
        "pending_currency", "summary_edition", "created_at", "expires_at", "etag",
    }  # fmt: skip
    assert (settings["currency"], settings["timezone"]) == ("EUR", "Europe/Berlin")
    assert start_days(settings) == (1, None)
    assert settings["expires_at"] > settings["created_at"]


def test_a_registered_users_ledger_does_not_expire() -> None:
    assert settings_of(registered_user())["expires_at"] is None


def test_settings_that_are_as_they_were_are_not_sent_again(visitor: Person) -> None:
    tag = visitor.get("/settings").headers["ETag"]
    again = visitor.get("/settings", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    ok(visitor.patch("/settings", {"timezone": "Asia/Tokyo"}))
    assert visitor.get("/settings", headers={"If-None-Match": tag}).status_code == 200


# Changing


def test_a_time_zone_is_changed_at_once(visitor: Person) -> None:
    before = settings_of(visitor)
    response = visitor.patch("/settings", {"timezone": "Pacific/Kiritimati"})
    assert (
        ok(response)
        == before | {"timezone": "Pacific/Kiritimati", "etag": '"2"'}
        == settings_of(visitor)
    )
    assert response.headers["ETag"] == visitor.get("/settings").headers["ETag"]


def test_a_change_is_logged_and_what_is_no_change_is_not(visitor: Person) -> None:
    ok(visitor.patch("/settings", {"timezone": "Asia/Tokyo"}))
    with nothing_written(visitor):
        ok(visitor.patch("/settings", {"timezone": "Asia/Tokyo", "month_start": {"day": 1}}))
        ok(visitor.patch("/settings", {}))
    [change] = changes_of(visitor)
    assert (change["entity"], change["entity_id"]) == ("SETTINGS", "settings")
    assert (change["before"]["timezone"], change["after"]["timezone"]) == ("UTC", "Asia/Tokyo")
    assert "timezone" in change["changed_fields"]


def test_a_change_of_other_settings_than_were_seen_is_refused(visitor: Person) -> None:
    seen = visitor.get("/settings").headers["ETag"]
    now = visitor.patch("/settings", {"timezone": "Asia/Tokyo"}, headers={"If-Match": seen})
    with nothing_written(visitor):
        late = visitor.patch("/settings", {"timezone": "UTC"}, headers={"If-Match": seen})
        assert problem(late, 412, "precondition-failed")["current"] == ok(now)
    ok(visitor.patch("/settings", {"timezone": "UTC"}, headers={"If-Match": now.headers["ETag"]}))


def shifted(holidays: str) -> dict[str, Any]:
    """Return a change of the start to a day with public holidays."""
    return {"month_start": {"day": 25, "shift": "PREVIOUS", "holidays": holidays}}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": None}, "timezone"),
        ({"timezone": 1}, "timezone"),
        ({"month_start": {"day": 0}}, "month_start.day"),
        ({"month_start": {"day": 32}}, "month_start.day"),
        ({"month_start": {"day": "25"}}, "month_start.day"),
        ({"month_start": {"day": 2.5}}, "month_start.day"),
        ({"month_start": {"day": True}}, "month_start.day"),
        ({"month_start": {}}, "month_start.day"),
        ({"month_start": {"day": 25, "shift": "LATER"}}, "month_start.shift"),
        ({"month_start": {"day": 25, "holidays": "DE"}}, "month_start.holidays"),
        (shifted("Bavaria"), "month_start.holidays"),
        (shifted("XX"), "month_start.holidays"),
        (shifted("DE-XX"), "month_start.holidays"),
        ({"month_start": {"day": 25, "moves": "."}}, "month_start.moves"),
        ({"month_start": 25}, "month_start"),
        ({"month_start": None}, "month_start"),
        ({"currency": "DOGE"}, "currency"),
        ({"currency": None}, "currency"),
        ({"display_name": "Ada"}, "display_name"),
        ({"pending_month_start": {"day": 5}}, "pending_month_start"),
    ],
)
def test_what_no_setting_can_be_is_refused_by_its_name(
    visitor: Person, body: dict[str, Any], field: str
) -> None:
    with no_commit():
        problem(visitor.patch("/settings", body), 422, "invalid-argument", field)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_settings_are_neither_created_nor_replaced_nor_deleted(
    visitor: Person, method: str
) -> None:
    problem(visitor.call(method, "/settings", json={}), 405, "method-not-allowed")


def test_without_a_token_there_are_no_settings() -> None:
    client = served("settings")
    problem(client.get("/"), 401, "unauthenticated")
    problem(client.patch("/", json={"timezone": "UTC"}), 401, "unauthenticated")


# Months that start on another day


def test_a_small_ledgers_months_start_on_another_day_at_once(saver: Person) -> None:
    settings = ok(saver.patch("/settings", {"month_start": {"day": 25}}))
    assert start_days(settings) == (25, None)
    report = report_of(saver)
    assert (report["from"], report["to"]) == ("2026-02-25", "2026-03-24")
    assert (report["total_expenses"], report["status"]) == ("1.00", "OPEN")
    assert_in_force(saver.store, 25)


def test_what_takes_longer_goes_on_in_the_background(
    saver: Person, in_the_background: None
) -> None:
    response = saver.patch("/settings", {"month_start": {"day": 25}})
    settings = ok(response, 202)
    assert start_days(settings) == (1, 25)
    assert (report_of(saver)["from"], report_of(saver)["total_expenses"]) == (
        "2026-03-01",
        "1.00",
    )
    saver.record("4.00", date="2026-03-24")
    assert_summed_right(saver.store, 1)

    assert deliver_data(job_of(saver.store.ref.path)).status_code == 200

    assert settings_of(saver)["month_start"]["day"] == 25
    assert report_of(saver)["total_expenses"] == "5.00"
    assert saver.get("/settings").headers["ETag"] != response.headers["ETag"]
    with nothing_written(saver):
        assert deliver_data(job_of(saver.store.ref.path)).status_code == 200
    assert_in_force(saver.store, 25)


def test_a_month_too_large_for_a_request_is_rebuilt_in_the_background(
    saver: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilds, "MAX_ENTRIES", 0)

    asked = ok(saver.patch("/settings", {"month_start": {"day": 25}}), 202)
    assert start_days(asked) == (1, 25)
    assert deliver_data(job_of(saver.store.ref.path)).status_code == 200

    assert settings_of(saver)["month_start"]["day"] == 25
    assert_in_force(saver.store, 25)


def test_while_one_start_day_is_pending_it_can_be_named_again_or_called_off_and_no_third(
    saver: Person, in_the_background: None
) -> None:
    ok(saver.patch("/settings", {"month_start": {"day": 25}}), 202)
    with nothing_written(saver):
        problem(saver.patch("/settings", {"month_start": {"day": 5}}), 409, "rebuild-running")
        ok(saver.patch("/settings", {"month_start": {"day": 25}}), 202)
    for path, fields in (("/settings", {"timezone": "Asia/Tokyo"}), ("/me", {"locale": "fr"})):
        other = saver.patch(path, fields)
        assert ok(other).items() >= fields.items()
        ok(saver.post(f"/changes/{other.headers['X-Change-Id']}/undo", {}))
    settings = ok(saver.patch("/settings", {"month_start": {"day": 1}}))
    assert start_days(settings) == (1, None)
    assert deliver_data(job_of(saver.store.ref.path)).status_code == 200
    assert_in_force(saver.store, 1)


@pytest.fixture
def published() -> Iterator[Callable[[], list[LedgerJob]]]:
    """Yield a function that returns the jobs published since the test began."""
    project, name = os.environ["GOOGLE_CLOUD_PROJECT"], f"jobs-{uuid.uuid4().hex}"
    with SubscriberClient() as subscriber:
        path = subscriber.subscription_path(project, name)
        topic = subscriber.topic_path(project, JOBS_TOPIC)
        subscriber.create_subscription(name=path, topic=topic)

        def pull() -> list[LedgerJob]:
            request = {"subscription": path, "max_messages": 100}
            received = subscriber.pull(request=request, timeout=PATIENCE_S).received_messages
            return [LedgerJob.model_validate_json(m.message.data) for m in received]

        yield pull
        subscriber.delete_subscription(subscription=path)


def test_the_job_that_is_left_is_published(
    saver: Person, in_the_background: None, published: Callable[[], list[LedgerJob]]
) -> None:
    ok(saver.patch("/settings", {"month_start": {"day": 25}}), 202)
    asked_for = saver.store.tenant.get().ledger.rebuild_id
    [announced] = published()
    assert (announced.tenant, announced.kind) == (saver.store.ref.path, JobKind.SETTINGS)
    assert AnnouncedChange.model_validate_json(announced.subject).change_id == asked_for

    ok(saver.patch("/settings", {"month_start": {"day": 25}}), 202)
    assert published() == [
        LedgerJob(tenant=saver.store.ref.path, kind=JobKind.REBUILD, subject="d25")
    ]


def test_a_change_whose_job_cannot_be_published_is_not_begun(
    saver: Person, in_the_background: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "JOBS_TOPIC", "no-such-topic")
        refused = saver.patch("/settings", {"month_start": {"day": 25}})
        problem(refused, 503, "unavailable")
    assert settings_of(saver)["pending_month_start"] is None
    monkeypatch.setattr(rebuilds, "REBUILD_FOR_S", PATIENCE_S)
    assert ok(saver.patch("/settings", {"month_start": {"day": 25}}))["month_start"]["day"] == 25
    assert_in_force(saver.store, 25)


def test_the_job_is_pushed_to_its_function_and_done(saver: Person, in_the_background: None) -> None:
    with running_functions():
        ok(saver.patch("/settings", {"month_start": {"day": 25}}), 202)
        deadline = time.monotonic() + PATIENCE_S
        while settings_of(saver)["pending_month_start"] is not None:
            assert time.monotonic() < deadline, "the job was not done"
            time.sleep(0.2)
    assert settings_of(saver)["month_start"]["day"] == 25


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no JSON",
        b"{}",
        b'{"tenant": "users/a", "kind": "nonsense", "subject": "25"}',
        b'{"tenant": "others/a", "kind": "rebuild", "subject": "25"}',
    ],
)
def test_a_message_that_cannot_be_read_is_dropped_and_logged(
    data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deliver_data(data).status_code == 200
    assert "cannot read" in capsys.readouterr().out


def test_the_job_of_a_ledger_that_is_gone_is_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    assert deliver_data(job_of("demo_users/sweptbynow")).status_code == 200
    assert "a ledger that is gone" in capsys.readouterr().out
