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
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.history.kinds import KINDS
from shared.models.ledger.page import Position
from shared.models.ledger.transactions.currencies.exchange import ExchangeState
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.notifications.kinds import NotificationKind, Severity
from shared.models.people.access import PERMISSIONS, Role, TenantKind, TenantRef
from shared.models.people.erasure import PersonalIdentifiers
from shared.models.planning.recurring import Part
from shared.models.planning.run_message import DueCursor
from shared.models.sharing.invitation import ReceivedPosition
from shared.models.values.dates import ALL_DATES, CALENDAR_MONTHS, DateRange, Month
from shared.repositories import connections
from shared.repositories.notifications.deliveries import DueDeliveryRepository
from shared.repositories.notifications.expired import ExpiredNotificationRepository
from shared.repositories.notifications.outbox import LateEventRepository
from shared.repositories.people.authored_records import AuthoredRecordRepository
from shared.repositories.people.demos import DemoRepository
from shared.repositories.planning.due_entries import DueEntryRepository
from shared.repositories.planning.watch import DueWatchRepository
from shared.repositories.reports.months import MonthRepository
from shared.repositories.sharing.member_lists import ReceivedInvitationRepository
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.repositories.store import TenantStore
from tests.support.ledgers.ledgers import new_ledger
from tests.support.observers.index_planner import INDEXES_FILE, IndexConfig, Shape
from tests.support.observers.query_recorder import QueryRecorder

pytestmark = pytest.mark.usefixtures("emulators")

CONTENT: dict[str, list[dict[str, Any]]] = json.loads(INDEXES_FILE.read_text())
OVERRIDES = {
    (entry["collectionGroup"], entry["fieldPath"]): entry for entry in CONTENT["fieldOverrides"]
}
MAX_COMPOSITE_INDEXES = 200
"""Of a database without billing: https://firebase.google.com/docs/firestore/quotas."""

TENANT_FIELDS = (
    "accounts",
    "by_account",
    "categories",
    "currency_change",
    "custom_types",
    "own_rates",
    "imports_under_way",
    "month_start",
    "next_month_start",
    "scopes",
    "sequence",
    "tag_names",
    "tags",
    "unconverted",
)
AS_DEMOS = "As for ``demo_users``."
EXEMPTIONS = {
    ("changes", "*"): "Maps of whole transactions: dozens of entries that nobody asks for.",
    ("chunks", "*"): "Read by name alone; rows of statements, packed.",
    ("chunks", "expires_at"): "The TTL policy needs no index; times in order are a hot spot.",
    ("demo_users", "accounts"): "A map of maps: dozens of entries for each account written.",
    ("demo_users", "by_account"): "Read whole, and written at every change.",
    ("demo_users", "categories"): "A map of maps: hundreds of entries for each category written.",
    ("demo_users", "currency_change"): "Read whole, and written by each commit of the change.",
    ("demo_users", "custom_types"): "As ``categories``.",
    ("demo_users", "own_rates"): "As ``categories``.",
    ("demo_users", "imports_under_way"): "Read whole, and written by each chunk of an import.",
    ("demo_users", "month_start"): "Read whole.",
    ("demo_users", "next_month_start"): "Read whole.",
    ("demo_users", "scopes"): "A map of maps, read whole.",
    ("demo_users", "sequence"): "Read whole, and written at every change.",
    ("demo_users", "tag_names"): "As ``tags``: read whole.",
    ("demo_users", "tags"): "A map with an entry for each tag, of which many are written.",
    ("demo_users", "unconverted"): "Read whole, and written at every change.",
    ("imports", "*"): "Maps of layouts and lists of samples that nobody asks for.",
    ("imports", "expires_at"): "As for ``chunks``.",
    ("invitations", "*"): "A workspace has few, and asks for open ones alone.",
    ("invitations", "forget_at"): "As for ``chunks``.",
    ("mappings", "*"): "Maps of layouts.",
    ("members", "*"): "Read whole within a workspace, and by ``uid`` across them.",
    ("occurrences", "*"): "Maps of overrides that nobody asks for.",
    ("payees", "*"): "Read by how often they are used, next to a prefix.",
    ("planning", "*"): "Documents of suggestions, budgets, their watch, and goals, read whole.",
    ("rate_limits", "*"): "Read by id alone, and written at every attempt.",
    ("rate_limits", "expires_at"): "The TTL policy needs no index; times in order are a hot spot.",
    ("recurring", "*"): "Maps of templates and schedules that nobody asks for.",
    ("settled_suggestions", "*"): "Read by id, or all of them.",
    ("summaries", "*"): "Maps with an entry for each category and day, written at every change.",
    ("transactions", "*"): "Read by composite indexes; ``terms`` has dozens of entries.",
    **{("users", name): AS_DEMOS for name in TENANT_FIELDS},
    **{("workspaces", name): AS_DEMOS for name in TENANT_FIELDS},
}  # fmt: skip

JUNE = DateRange(date(2026, 6, 1), date(2026, 6, 30))
DATES = [ALL_DATES, JUNE, DateRange(start=JUNE.start), DateRange(end=JUNE.end)]
AMOUNTS = [(None, None), (1, 9), (1, None), (None, 9)]
MANY_CATEGORIES = frozenset(f"c{number}" for number in range(30))
TERMS: list[tuple[dict[str, Any], dict[str, frozenset[str]]]] = [
    ({}, {}),
    ({"category_id": "c1"}, {}),
    ({"unfiled": True}, {}),
    ({"custom_type_id": "t1"}, {}),
    ({"account_id": "a1"}, {}),
    ({"exchange": ExchangeState.UNCONVERTED}, {}),
    ({"payee": "Shop"}, {}),
    ({"tag": "tag"}, {}),
    ({}, {"rent": frozenset()}),
    ({}, {"rent": frozenset({"c1", "c2"})}),
    ({}, {"rent": MANY_CATEGORIES}),
    ({"category_id": "c1"}, {"rent": frozenset({"c1"})}),
    ({"tag": "tag", "category_id": "c1", "account_id": "a1"}, {"rent": frozenset({"c2"})}),
]
BOTH = [False, True]
OTHER_FILTERS = list(product(TERMS, [None, TransactionType.EXPENSE], BOTH, BOTH, BOTH))


def searches() -> Iterator[Search]:
    """Yield a search for every combination of filters, and for every combination of open bounds."""
    for dates, (lowest, highest) in product(DATES, AMOUNTS):
        is_crossed = dates in DATES[:2] and (lowest, highest) in AMOUNTS[:2]
        others = OTHER_FILTERS if is_crossed else OTHER_FILTERS[:1]
        for (facts, words), transaction_type, deleted, newest_first, by_amount in others:
            yield Search(
                TransactionFilter(
                    dates,
                    transaction_type,
                    **facts,
                    words=frozenset(words),
                    min_amount_minor=lowest,
                    max_amount_minor=highest,
                    deleted=deleted,
                    descending=newest_first,
                    by_amount=by_amount,
                ),
                words,
            )


def ask_transactions(store: TenantStore) -> None:
    """Ask every question of the transactions that has a query of its own, but searches."""
    transactions = store.transactions
    list(transactions.stream_with_term("@c1", 1))
    transactions.has_live_with_term("@c1")
    transactions.count_live_with_term("@c1")
    transactions.has_any()
    transactions.list_of_import("i1", 1)
    for dates in DATES:
        transactions.list_with_terms(["*r1"], dates, None, 1, deleted=False, newest_first=True)
    transactions.find_live_range()
    list(transactions.stream_of_account("a1", JUNE))
    list(transactions.stream_all())
    list(transactions.stream_entries(JUNE, "USD"))
    transactions.list_after(None, 1)
    transactions.list_after("t1", 1)
    transactions.count_all()
    for search in searches():
        if search.can_be_summed:
            transactions.sum_up(search, TransactionType.INCOME)
    for after in (None, Position(date(2026, 6, 15), 0, "t1")):
        transactions.list_dated_entries(JUNE, after, 1)


def ask_summaries(store: TenantStore) -> None:
    """Ask every question of the summaries of one tenant."""
    store.summaries.list_from(Month(2026, 1))
    store.summaries.list_all()
    store.summaries.list_by_edition()
    list(store.summaries.stream_states(CALENDAR_MONTHS))


def ask_changes(store: TenantStore) -> None:
    """Ask every question of the change log."""
    store.changes.list_after(1, 1)
    for sequence, entity_id in product((None, 5), (None, "t1")):
        store.changes.list_before(sequence, 1, entity_id)
    for entity, actor in (("member", None), (None, "u1"), ("member", "u1")):
        store.changes.list_before(None, 1, entity=entity, actor=actor)
    ask_as_an_analyst_listens(store)
    store.changes.list_of_entities_after(["t1", "t2"], 1, 1)
    store.changes.list_of_operation("o1")
    list(store.changes.stream_made_by_people(1))
    list(store.changes.stream_all())


def ask_as_an_analyst_listens(store: TenantStore) -> None:
    """Ask what the web app may follow live under the rules: one's own changes of the ledger."""
    changes = connections.firestore_client().document(store.ref.path).collection("changes")
    own = changes.where(filter=FieldFilter("actor", "==", "u1"))
    kinds = [kind.entity for kind in KINDS if kind.needs in PERMISSIONS[Role.ANALYST]]
    of_ledger = own.where(filter=FieldFilter("entity", "in", kinds))
    newest = of_ledger.order_by("sequence", direction="DESCENDING")
    list(newest.limit(1).stream())


def ask_what_is_kept_beside(store: TenantStore) -> None:
    """Ask every question of payees, imports and mappings."""
    for word in (None, "cafe"):
        list(store.payees.stream_used(word, 1))
    list(store.payees.stream_all())
    for before in (None, "i1"):
        store.imports.list_latest(before, 1)
    store.mappings.list_latest(1)


def ask_workspaces(store: TenantStore) -> None:
    """Ask every question of a workspace's members and invitations."""
    store.member_list.find_all()
    store.invitations.list_pending()


def ask_planning(store: TenantStore) -> None:
    """Ask every question of recurring entries, their occurrences and suggestions."""
    store.recurring.list_all()
    store.recurring.list_naming(Part("categories", "c1"))
    store.recurring.count()
    store.recurring.list_page("r1", 1)
    first, last = date(2026, 6, 1), date(2026, 6, 30)
    store.recurring.list_coming(last, 1)
    for ids in ((), ("r1",), ("r1", "r2")):
        store.occurrences.list_dated(first, last, 1, ids)
    store.occurrences.list_open("r1", last, 1)
    store.occurrences.list_unsettled(last, 1)
    list(store.observations.stream_newest(first, last, 1))
    store.observations.count(first, last)
    list(store.settled_suggestions.stream_all())
    store.settled_suggestions.count()
    store.occurrences.list_postponed("r1", 1)
    now = datetime.now(UTC)
    for cursor in (None, DueCursor(due_at=now, path="users/somebody/recurring/r1")):
        DueEntryRepository(connections.firestore_client()).list_due(now, 1, cursor)
    DueWatchRepository(connections.firestore_client()).list_due(now, 1)


def ask_notifications(store: TenantStore) -> None:
    """Ask every question of notifications, of events that are to be told, and of deliveries."""
    for unread, kind in product(BOTH, (None, NotificationKind.IMPORT_DONE)):
        store.notifications.list_latest(1, unread=unread, kind=kind)
    now = datetime.now(UTC)
    store.notifications.list_unread_until(now, 1)
    store.notifications.count_unread()
    store.notifications.remove_oldest_beyond(-1, set(Severity))
    store.notifications.remove_of_workspace("w1")
    store.deliveries.list_latest(1)
    client = connections.firestore_client()
    DueDeliveryRepository(client).list_due(now, 1)
    LateEventRepository(client).list_until(now, 1)
    for collection in ("notifications", "deliveries"):
        ExpiredNotificationRepository(client).remove_until(
            collection, datetime(2000, 1, 1, tzinfo=UTC), 1
        )


def ask_across_tenants() -> None:
    """Ask every question that goes across tenants."""
    client = connections.firestore_client()
    for after in (None, TenantRef(TenantKind.WORKSPACE, "w1")):
        MembershipRepository(client).list_of("somebody", 1, after)
    now = datetime.now(UTC)
    for place in (None, ReceivedPosition(now, TenantRef(TenantKind.WORKSPACE, "w1"), "i1")):
        ReceivedInvitationRepository(client).list_open("somebody@example.com", now, 1, place)
    WorkspaceRepository(client).list_deleted(datetime(2000, 1, 1, tzinfo=UTC), 1)
    DemoRepository(client).list_expired(datetime(2000, 1, 1, tzinfo=UTC), 1)
    DemoRepository(client).erase_below_document(new_ledger(samples=True).ref)
    for cursor in (None, "users/somebody/summaries/2026-06"):
        MonthRepository(client).list_tenants(Month(2026, 6), 1, cursor)
    ask_traces(AuthoredRecordRepository(client))


def ask_traces(traces: AuthoredRecordRepository) -> None:
    """Ask for everything that an erasure looks for."""
    traces.list_memberships("somebody")
    traces.list_workspaces_naming(["somebody@example.com"])
    traces.list_authored_records("somebody")
    workspace = TenantRef(TenantKind.WORKSPACE, "nowhere")
    list(traces.anonymize_identifiers(workspace, PersonalIdentifiers("somebody", frozenset())))


@pytest.fixture(scope="module")
def shapes(emulators: None) -> set[Shape]:
    """Return every shape of query that the repositories can make."""
    recorder = QueryRecorder(IndexConfig.of_project())
    with connections.firestore_client().observed_by(recorder):
        store = new_ledger()
        place = Position(date(2026, 6, 15), 5, "t1")
        for number, search in enumerate(searches()):
            list(store.transactions.search(search, place if number % 2 else None, 1))
        for ask in (ask_transactions, ask_summaries):
            ask(store)
            store.snapshot(ask)
        ask_changes(store)
        ask_what_is_kept_beside(store)
        ask_workspaces(store)
        ask_planning(store)
        ask_notifications(store)
        ask_across_tenants()
    return recorder.shapes


def unserved(shapes: set[Shape], content: dict[str, Any]) -> list[dict[str, Any]]:
    indexes = IndexConfig(content)
    return [entry for shape in shapes for entry in indexes.missing(shape)]


def test_every_query_is_served(shapes: set[Shape]) -> None:
    assert unserved(shapes, CONTENT) == []


def test_collections_are_asked_by_their_fields_where_an_index_is_kept(shapes: set[Shape]) -> None:
    asked = {
        shape.collection
        for shape in shapes
        if any(shape.alternatives) or shape.order[0].path != "__name__"
    }
    kept = {group for (group, _), entry in OVERRIDES.items() if entry["indexes"]}
    assert asked == kept | {"demo_users", "workspaces"}


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


def test_only_rate_limits_plans_of_imports_and_invitations_expire_by_themselves() -> None:
    expiring = {key for key, entry in OVERRIDES.items() if entry.get("ttl")}
    assert expiring == {
        *((group, "expires_at") for group in ("rate_limits", "imports", "chunks")),
        ("invitations", "forget_at"),
    }


def firebase_accepts(content: dict[str, Any]) -> bool:
    """Return whether the Firebase CLI's validator accepts it, as before a deployment."""
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
