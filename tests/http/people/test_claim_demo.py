"""Demo to account, over HTTP: what a visitor made is there after signing up, whole and the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.people import claim_demo as function
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.services.people import takeovers
from tests.http.answers import (
    nothing_written,
    ok,
    problem,
    transactions_of,
)
from tests.http.imports.test_restore_backup import VIEWS
from tests.http.ledger_jobs import deliver
from tests.http.operations import OPERATIONS, ApiOperation, furnish
from tests.http.uploads import assert_sound, import_file, preview, purchases
from tests.support.cases import for_each
from tests.support.ledgers.full_ledgers import full_ledger
from tests.support.ledgers.people import Person, link_email, link_google, visitor_with_entries
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rebuilds import PAYDAY, assert_in_force
from tests.support.ledgers.takeovers import (
    assert_moved,
    contents_of,
    document_of,
    take_over_in_part,
)

pytestmark = pytest.mark.usefixtures("emulators", "one_day")

CLAIM = "/me/claim_demo"
SEEN = (
    *VIEWS[1:],
    "/monthlyReport",
    "/imports",
    "/imports/mappings",
    "/rules/suggestions",
    "/exports/transactions",
)
"""Everything that shows what a ledger is, and is the same for its account."""


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a takeover take many commits."""
    monkeypatch.setattr(takeovers, "COPIED_AT_ONCE", 5)


def rich_demo(*, samples: bool = False) -> Person:
    """Return a demo with something of everything, imports among it, and samples if wanted."""
    demo = full_ledger(samples=samples)
    import_file(demo, purchases(7))
    preview(demo, purchases(3, first=50))
    return demo


def seen_by(person: Person) -> dict[str, Any]:
    """Return all that a person is shown of their ledger, in every view."""
    answers = {path: person.get(path) for path in SEEN}
    assert all(answer.status_code == 200 for answer in answers.values()), answers
    shown = {path: answer.get_data(as_text=True) for path, answer in answers.items()}
    backup = ok(person.get("/exports/ledger"))
    return shown | {"/exports/ledger": backup | {"exported_at": None}}


def log_of(person: Person) -> list[dict[str, Any]]:
    """Return the whole change log, oldest first."""
    items: list[dict[str, Any]] = []
    query = {"limit": "100"}
    while True:
        page = ok(person.get("/changes", query_string=query))
        items += page["items"]
        if page["next_cursor"] is None:
            return items[::-1]
        query["cursor"] = page["next_cursor"]


# The same before and after


@pytest.mark.parametrize(
    ("link", "samples"), [(link_email, False), (link_google, True)], ids=["e-mail", "Google"]
)
def test_an_account_has_all_that_its_demo_had(
    link: Callable[[Person], Person], *, samples: bool
) -> None:
    demo = rich_demo(samples=samples)
    as_demo, log = seen_by(demo), log_of(demo)
    contents, document = contents_of(demo.store), document_of(demo.store)

    person = link(demo)
    assert seen_by(person) == as_demo
    assert log_of(person) == log
    while (response := person.post(CLAIM)).status_code == 202:
        pass  # A demo with the sample data takes more than one request.
    answer = ok(response)

    assert seen_by(person) == as_demo
    assert_moved(demo.store, contents, document)
    assert_in_force(person.store, PAYDAY)
    last, sign_in = log_of(person)[len(log) :]
    assert log_of(person)[: len(log)] == log
    assert sign_in["cause"] == "SIGN_IN"
    assert sign_in["after"]["email_verified"] is (link is link_google)
    assert (last["cause"], last["entity"], last["actor"]) == ("CLAIM", "SETTINGS", demo.uid)
    assert last["changed_fields"] == ["expires_at"]
    assert last["sequence"] == log[-1]["sequence"] + 1
    assert answer == {
        "tenant": f"users/{demo.uid}",
        "transactions": len(transactions_of(person)) + len(transactions_of(person, deleted="true")),
        "changes": len(log),
        "months": len([path for path in contents if path.startswith("summaries/")]),
        "payees": len([path for path in contents if path.startswith("payees/")]),
        "imports": 3 if samples else 2,
        "claimed_at": last["at"],
    }


def test_the_account_goes_on_as_any_other() -> None:
    demo = rich_demo()
    before = ok(demo.get("/settings"))
    person = link_email(demo)
    assert ok(person.get("/settings")) == before
    ok(person.post(CLAIM))

    settings = ok(person.get("/settings"))
    assert settings == before | {"expires_at": None, "etag": settings["etag"]}
    assert settings["etag"] != before["etag"]
    number = log_of(person)[-1]["sequence"]
    recorded = person.record("1.00")
    assert log_of(person)[-1]["sequence"] == number + 1
    ok(person.delete(f"/transactions/{recorded['id']}"), 204)
    ok(person.patch("/settings", {"month_start": {"day": 1}}))
    assert_sound(person)


def test_the_claim_again_is_answered_the_same_whatever_came_after() -> None:
    person = link_email(visitor_with_entries())
    first = ok(person.post(CLAIM))
    person.record()

    with nothing_written(person):
        assert ok(person.post(CLAIM)) == first


def test_a_key_a_cursor_and_a_plan_of_the_demo_are_known_in_the_account() -> None:
    demo = visitor_with_entries()
    key = {"Idempotency-Key": "before"}
    entry = demo.entry()
    recorded = ok(demo.post("/transactions", entry, headers=key), 201)
    page = ok(demo.get("/transactions?limit=10"))
    rest = ok(demo.get(f"/transactions?limit=100&cursor={page['next_cursor']}"))
    plan = preview(demo, purchases(3))

    person = link_email(demo)
    ok(person.post(CLAIM))

    assert ok(person.post("/transactions", entry, headers=key), 201) == recorded
    assert ok(person.get(f"/transactions?limit=100&cursor={page['next_cursor']}")) == rest
    assert ok(person.post("/imports", {"plan_token": plan["plan_token"]}))["imported"] == 3
    assert_sound(person)


def test_the_token_of_before_opens_nothing_any_more() -> None:
    demo = visitor_with_entries()
    person = link_google(demo)
    ok(demo.get("/transactions"))
    ok(person.post(CLAIM))

    with nothing_written(demo, person):
        told = problem(demo.get("/transactions"), 410, "demo-expired")
        problem(demo.post("/transactions", person.entry()), 410, "demo-expired")
        problem(demo.post("/createDemoSession"), 410, "demo-expired")
    assert "account" in told["detail"]


# Meanwhile


def claim_to_the_end(person: Person) -> None:
    """Claim, however many requests it takes while others keep the emulator busy."""
    while (response := person.post(CLAIM)).status_code == 202:
        assert ok(response, 202)["claimed_at"] is None
    ok(response)


def test_whoever_reads_meanwhile_always_sees_the_same(small_parts: None) -> None:
    demo = rich_demo()
    person = link_email(demo)
    expected = seen_by(person)
    is_over = threading.Event()

    def read() -> list[dict[str, Any]]:
        seen = [seen_by(person)]
        while not is_over.is_set():
            seen.append(seen_by(person))
        return [*seen, seen_by(person)]

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        try:
            pool.submit(claim_to_the_end, person).result()
        finally:
            is_over.set()
        for reader in readers:
            assert all(seen == expected for seen in reader.result())


def test_what_is_written_meanwhile_is_in_the_account_or_was_refused(small_parts: None) -> None:
    person = link_email(visitor_with_entries())
    entry = person.entry("1.00")
    before = {item["id"] for item in transactions_of(person)}
    is_over = threading.Event()

    def write() -> list[TestResponse]:
        answers = [person.post("/transactions", entry)]
        while not is_over.is_set():
            answers.append(person.post("/transactions", entry))
        return [*answers, person.post("/transactions", entry)]

    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(write) for _ in range(2)]
        try:
            pool.submit(claim_to_the_end, person).result()
        finally:
            is_over.set()
        answers = [answer for writer in writers for answer in writer.result()]

    written = {ok(answer, 201)["id"] for answer in answers if answer.status_code != 409}
    for refused in (answer for answer in answers if answer.status_code == 409):
        problem(refused, 409, "claim-running")
    assert {item["id"] for item in transactions_of(person)} == before | written
    assert_sound(person)


@pytest.fixture(scope="module")
def paused(emulators: None) -> tuple[Person, dict[str, str]]:
    """Return someone whose demo is half claimed, and the ids of what is in it."""
    demo = new_visitor()
    ids = furnish(demo)
    demo.record(description="Market")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(takeovers, "COPIED_AT_ONCE", 5)
        parts = len(contents_of(demo.store)) // 10
        take_over_in_part(demo.store, parts)
    return link_email(demo), ids


WRITE_NOTHING = {
    "try rules", "order rules", "carry out an import", "restore a backup", "convert amounts",
    "convert a transaction", "merge a custom type", "preview a budget",
    "compare a scenario", "change an entry in a scenario",
    "plan to fill budgets",
}  # fmt: skip
"""Operations that find nothing to change.

There is one rule, the import is carried out, a backup is restored into empty ledgers only, a
custom type is not merged into itself, and previews and scenarios make no change.
"""


@for_each("operation", OPERATIONS)
def test_a_half_claimed_demo_can_be_read_and_not_changed(
    paused: tuple[Person, dict[str, str]], operation: ApiOperation
) -> None:
    person, ids = paused

    with nothing_written(person):
        answer = operation.ask(person, ids)

    if operation.method == "GET" or operation.name in WRITE_NOTHING:
        assert answer.status_code == operation.status
    else:
        problem(answer, 409, "claim-running")
        assert int(answer.headers["Retry-After"]) > 0


def test_a_half_claimed_demo_is_not_analysed(small_parts: None) -> None:
    demo = new_visitor(samples=True)
    take_over_in_part(demo.store, 3)

    with nothing_written(demo):
        assert ok(demo.get("/recurring/suggestions"))["as_of"] is None


def test_a_claim_that_takes_long_goes_on_in_the_background(
    small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = rich_demo()
    person = link_email(demo)
    contents, document = contents_of(demo.store), document_of(demo.store)
    jobs: list[LedgerJob] = []
    monkeypatch.setattr(function, "_RUN_FOR_S", -1.0)
    monkeypatch.setattr(function, "publish", jobs.append)

    begun = ok(person.post(CLAIM), 202)

    assert begun["claimed_at"] is None
    assert (begun["transactions"], begun["changes"]) == (0, 0)
    [job] = jobs
    assert job == LedgerJob(tenant=demo.store.ref.path, kind=JobKind.TAKEOVER, subject=demo.uid)
    for _ in range(2):
        assert deliver(job).status_code in (200, 204)
        assert_moved(demo.store, contents, document)
    done = ok(person.post(CLAIM))
    assert done["claimed_at"] is not None
    assert done["changes"] == len([path for path in contents if path.startswith("changes/")])


def test_a_change_of_the_months_that_was_under_way_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demo = visitor_with_entries()
    person = link_email(demo)
    demo.store.tenant.reference.update({"next_month_start": {"day": 25}, "rebuild_id": "x"})
    jobs: list[LedgerJob] = []
    monkeypatch.setattr(function, "publish", jobs.append)

    ok(person.post(CLAIM))

    path = f"users/{demo.uid}"
    assert jobs == [LedgerJob(tenant=path, kind=JobKind.REBUILD, subject="d25")]
