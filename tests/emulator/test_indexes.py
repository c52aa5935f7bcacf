"""Every query that the repositories can make has its index, and every index has its query."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from shared.models.category import EntryType
from shared.models.dates import ALL_DATES, DateRange, Month
from shared.models.page import Position
from shared.models.search import Search, TransactionFilter
from shared.repositories import connections
from shared.repositories.client import FirestoreClient
from shared.repositories.demos import DemoRepository
from shared.repositories.months import MonthRepository
from shared.repositories.store import TenantStore
from tests.support.index_planner import INDEXES_FILE, IndexConfig, Shape
from tests.support.ledgers import new_ledger
from tests.support.query_recorder import QueryRecorder

pytestmark = pytest.mark.usefixtures("emulators")

CONTENT: dict[str, list[dict[str, Any]]] = json.loads(INDEXES_FILE.read_text())
OVERRIDES = {
    (entry["collectionGroup"], entry["fieldPath"]): entry for entry in CONTENT["fieldOverrides"]
}
MAX_COMPOSITE_INDEXES = 200
"""Of a database without billing: https://firebase.google.com/docs/firestore/quotas."""

EXEMPTIONS = {
    ("changes", "actor"): "Not queried.",
    ("changes", "after"): "A map of a whole transaction: dozens of entries that nobody asks for.",
    ("changes", "before"): "As ``after``.",
    ("changes", "cause"): "Not queried.",
    ("changes", "entity"): "Not queried.",
    ("changes", "receipt"): "A map with lists of up to hundreds of ids.",
    ("demo_users", "categories"): "A map of maps: hundreds of entries for each category written.",
    ("rate_limits", "*"): "Read by id alone, and written at every attempt.",
    ("rate_limits", "expires_at"): "The TTL policy needs no index; times in order are a hot spot.",
    ("summaries", "*"): "Maps with an entry for each category and day, written at every change.",
    ("transactions", "*"): "Read by composite indexes; ``terms`` has dozens of entries.",
    ("users", "categories"): "As for ``demo_users``.",
    ("workspaces", "categories"): "As for ``demo_users``.",
}  # fmt: skip

JUNE = DateRange(date(2026, 6, 1), date(2026, 6, 30))
DATES = [ALL_DATES, JUNE, DateRange(start=JUNE.start), DateRange(end=JUNE.end)]
AMOUNTS = [(None, None), (1, 9), (1, None), (None, 9)]
WORDS: list[tuple[str | None, dict[str, frozenset[str]]]] = [
    (None, {}),
    ("tag", {}),
    (None, {"rent": frozenset()}),
    (None, {"rent": frozenset({"c1", "c2"})}),
    (None, {"rent": frozenset(f"c{number}" for number in range(11))}),
]
OTHER_FILTERS = list(
    product([None, EntryType.EXPENSE], [None, "c1", "c3"], WORDS, [False, True], [False, True])
)


def searches() -> Iterator[Search]:
    """A search for every combination of filters, and for every combination of open bounds."""
    for dates, amounts in product(DATES, AMOUNTS):
        is_crossed = dates in DATES[:2] and amounts in AMOUNTS[:2]
        others = OTHER_FILTERS if is_crossed else OTHER_FILTERS[:1]
        for entry_type, category_id, (tag, words), *flags in others:
            yield Search(
                TransactionFilter(
                    dates, entry_type, category_id, tag, frozenset(words), *amounts, *flags
                ),
                words,
            )


def ask_transactions(store: TenantStore) -> None:
    """Ask every question of the transactions that has a query of its own, but searches."""
    store.transactions.list_of_category("c1", 1)
    store.transactions.has_live_of_category("c1")
    store.transactions.count_live_of_category("c1")
    list(store.transactions.stream_entries(Month(2026, 6)))


def ask_across_tenants() -> None:
    """Ask every question that goes across tenants."""
    client = connections.firestore_client()
    DemoRepository(client).list_expired(datetime(2000, 1, 1, tzinfo=UTC), 1)
    DemoRepository(client).erase_contents(new_ledger(samples=True).ref)
    for cursor in (None, "users/somebody/summaries/2026-06"):
        MonthRepository(client).list_tenants(Month(2026, 6), 1, cursor)


@pytest.fixture(scope="module")
def shapes(emulators: None) -> set[Shape]:
    """Every shape of query that the repositories can make."""
    recorder = QueryRecorder(IndexConfig.of_project())
    FirestoreClient.hooks.append(recorder)
    try:
        store = new_ledger()
        place = Position(date(2026, 6, 15), 5, "t1")
        for number, search in enumerate(searches()):
            list(store.transactions.search(search, place if number % 2 else None, 1))
        ask_transactions(store)
        store.snapshot(ask_transactions)
        ask_across_tenants()
    finally:
        FirestoreClient.hooks.remove(recorder)
    return recorder.shapes


def unserved(shapes: set[Shape], content: dict[str, Any]) -> list[dict[str, Any]]:
    indexes = IndexConfig(content)
    return [entry for shape in shapes for entry in indexes.missing(shape)]


def test_every_query_is_served(shapes: set[Shape]) -> None:
    assert unserved(shapes, CONTENT) == []


def test_three_collections_are_asked_by_their_fields(shapes: set[Shape]) -> None:
    asked = {shape.collection for shape in shapes if any(shape.alternatives)}
    assert asked == {"transactions", "summaries", "demo_users"}


@pytest.mark.parametrize(
    "number",
    range(len(CONTENT["indexes"])),
    ids=lambda number: " ".join(
        f"{field['fieldPath']}:{field.get('order', 'CONTAINS')[:4]}"
        for field in CONTENT["indexes"][number]["fields"]
    ),
)
def test_every_composite_index_is_needed(shapes: set[Shape], number: int) -> None:
    content = deepcopy(CONTENT)
    del content["indexes"][number]
    assert unserved(shapes, content)


@pytest.mark.parametrize(
    ("group", "path"), [key for key, entry in OVERRIDES.items() if entry["indexes"]]
)
def test_every_single_field_index_that_is_kept_is_needed(
    shapes: set[Shape], group: str, path: str
) -> None:
    for number in range(len(OVERRIDES[group, path]["indexes"])):
        content = deepcopy(CONTENT)
        for entry in content["fieldOverrides"]:
            if (entry["collectionGroup"], entry["fieldPath"]) == (group, path):
                del entry["indexes"][number]
        assert unserved(shapes, content)


def test_every_exemption_has_a_reason() -> None:
    assert EXEMPTIONS.keys() == {key for key, entry in OVERRIDES.items() if not entry["indexes"]}


def test_nothing_is_said_twice() -> None:
    assert len(OVERRIDES) == len(CONTENT["fieldOverrides"])
    entries = [json.dumps(entry) for entry in CONTENT["indexes"]]
    assert len(set(entries)) == len(entries) <= MAX_COMPOSITE_INDEXES


def test_only_rate_limits_expire_by_themselves() -> None:
    expiring = {key for key, entry in OVERRIDES.items() if entry.get("ttl")}
    assert expiring == {("rate_limits", "expires_at")}


def firebase_accepts(content: dict[str, Any]) -> bool:
    """Whether the Firebase CLI's validator, which runs before a deployment, has no objection."""
    script = """
        const { FirestoreApi } = require("firebase-tools/lib/firestore/api");
        const api = new FirestoreApi();
        api.validateSpec(api.upgradeOldSpec(JSON.parse(process.argv[1])));
    """
    done = subprocess.run(
        ["node", "-e", script, json.dumps(content)], cwd=INDEXES_FILE.parent, check=False
    )
    return done.returncode == 0


def test_the_firebase_cli_accepts_the_file() -> None:
    assert firebase_accepts(CONTENT)


def test_the_firebase_cli_would_refuse_an_index_without_a_direction() -> None:
    content = deepcopy(CONTENT)
    del content["indexes"][0]["fields"][0]["order"]
    assert not firebase_accepts(content)
