"""Categories and accounts that are merged between the pages of a run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from functions.jobs import book_recurring, run_recurring
from functions.manifest import RECURRING_TOPIC
from shared.models.planning.run_message import RunMessage
from shared.repositories import connections
from tests.http.answers import ok
from tests.http.planning.recurring.entries import booked, create, day
from tests.http.planning.recurring.runs import Topics, deliver_run
from tests.http.planning.recurring.test_refused_occurrences import put_merging
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person
from tests.support.served import served


@pytest.fixture
def topics(monkeypatch: pytest.MonkeyPatch) -> Topics:
    """Return the topics to which the functions publish, one entry a page."""
    made = Topics()
    monkeypatch.setattr(connections, "publisher", made.publisher)
    for module in (run_recurring, book_recurring):
        publish = module.publish_run
        monkeypatch.setattr(module, "publish_run", lambda *given, p=publish: p(*given, page_size=1))
    return made


def run(
    person: Person, topics: Topics, between: Callable[[int], None] = lambda _count: None
) -> int:
    """Let the scheduler call, and deliver what is about one ledger; ``between`` its entries."""
    ok(served("runRecurring").post("/"), 202)
    done = 0
    while messages := topics.take(RECURRING_TOPIC):
        for message in map(RunMessage.model_validate_json, messages):
            own = tuple(path for path in message.entries if path.startswith(person.store.ref.path))
            mine = message.model_copy(update={"entries": own})
            assert deliver_run(mine.model_dump_json().encode()).status_code == 200
            if own:
                done += 1
                between(done)
    return done


def with_entries(person: Person) -> tuple[dict[str, str], list[dict[str, object]]]:
    """Create an account, a category, and three entries that name both; their ids, and entries."""
    account = ok(person.post("/accounts", {"name": "Old", "kind": "CASH"}), 201)["id"]
    category = ok(person.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)["id"]
    template = {
        "type": "EXPENSE", "amount": "10.00", "category_id": category, "account_id": account,
    }  # fmt: skip
    entries = [create(person, template=template, schedule=once()) for _ in range(3)]
    return {"accounts": account, "categories": category}, entries


def once() -> dict[str, object]:
    return {"start": day(0), "frequency": "DAILY", "count": 1}


def test_what_a_later_page_books_is_in_the_target_of_a_merge(
    visitor: Person, topics: Topics
) -> None:
    sources, entries = with_entries(visitor)
    [main, *_] = ok(visitor.get("/accounts"))["items"]
    rent = visitor.category_ids["Rent"]

    def merge(done: int) -> None:
        if done == 1:
            path = f"/categories/{sources['categories']}?reassign_to={rent}"
            ok(visitor.delete(path), 204)
        if done == 2:
            path = f"/accounts/{sources['accounts']}?reassign_to={main['id']}"
            ok(visitor.delete(path), 204)

    assert run(visitor, topics, merge) == 3

    assert [booked(visitor, one) for one in entries] == [[(0, "10.00")]] * 3
    found = ok(visitor.get("/transactions"))["items"]
    assert {(one["category_id"], one["account_id"]) for one in found} == {(rent, main["id"])}
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


def test_what_is_being_merged_waits_and_is_booked_once_by_the_next_run(
    visitor: Person, topics: Topics
) -> None:
    sources, entries = with_entries(visitor)
    rent = visitor.category_ids["Rent"]

    def begin(done: int) -> None:
        if done == 1:
            put_merging(visitor, "categories", sources["categories"], rent)

    run(visitor, topics, begin)
    assert sum(len(booked(visitor, one)) for one in entries) == 1

    put_merging(visitor, "categories", sources["categories"], None)
    run(visitor, topics)
    assert [booked(visitor, one) for one in entries] == [[(0, "10.00")]] * 3
    assert_law_holds(visitor.store)
