"""The document of a tenant: its four parts, its fields, and the bound on its size."""

import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from google.cloud.firestore_v1.types import Document, DocumentMask, Write

from shared.models.currencies.own_rate import MAX_OWN_RATES
from shared.models.ledger.account import MAX_ACCOUNTS
from shared.models.ledger.category import MAX_CATEGORIES, CategoryKind
from shared.models.ledger.custom_type import MAX_CUSTOM_TYPES
from shared.models.ledger.import_progress import MAX_IMPORTS_UNDER_WAY, ImportProgress
from shared.models.ledger.ledger import MAX_TAGS_IN_USE, Ledger
from shared.models.ledger.ledger_totals import AccountSum, LedgerTotals
from shared.models.ledger.restore_progress import RestoreProgress
from shared.models.ledger.scopes import (
    MAX_KEPT_SCOPES,
    MAX_TAGS_OF_SCOPE,
    KeptScope,
    Scope,
    ScopeKind,
)
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.tag_names import tag_names_of
from shared.models.ledger.transactions.terms import tag_term
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.demo import Demo
from shared.models.people.demo_use import DemoUse
from shared.models.people.person import Person
from shared.models.people.profile import Profile
from shared.models.people.sign_in import SignIn
from shared.models.people.takeover import Takeover
from shared.models.people.workspace import Workspace
from shared.models.values.identifiers import new_id
from shared.repositories.firestore.tenant_document import TenantDocument
from shared.repositories.ledger.ledger_codec import LedgerWriter, encode_ledger
from shared.repositories.ledger.tenants import FIELDS, decode_tenant, encode_tenant
from tests.support.observers.index_planner import INDEXES_FILE
from tests.support.observers.tenant_fields import DECISION, TenantFieldWatch, told_of
from tests.unit.examples import (
    NOON,
    account,
    category,
    custom_type,
    own_rate,
    sample_ledger,
    tenant,
    transaction,
)
from tests.unit.strategies import calendar_of

MIB = 1024 * 1024
LATER = NOON + timedelta(days=1)
TAKEOVER = Takeover(NOON, "transactions/T1", {"transactions": 3}, finished_at=LATER)
DECIDED = (Path(__file__).parents[3] / DECISION).read_text(encoding="utf-8")

FULL_LEDGER = sample_ledger(
    category("food", color="#aabbcc", archived=True, revision=3),
    totals=LedgerTotals({"main": AccountSum(-1250, 1)}, {"#a": 2}, 3, {"JPY": 3}),
    sequence=7,
    calendar=calendar_of(25, "PREVIOUS", "SA"),
    next_calendar=calendar_of(5, "NEXT"),
    rebuild_id="R1",
    settings_revision=2,
    repairs=1,
    restore=RestoreProgress("abc", 1, 2, 7, is_alone=False),
    imports_under_way={"I1": ImportProgress(0.25), "I2": ImportProgress(0.5, is_undo=True)},
    tag_names={"#a": "а"},
    custom_types={"gift": custom_type(color="#aabbcc", archived=True, revision=3)},
    own_rates={"ars": own_rate(revision=2)},
    scopes={
        "k1": KeptScope(Scope(kind=ScopeKind.TAGS, ids=("#a",)), "b1", is_ready=True),
        "k2": KeptScope(Scope(kind=ScopeKind.ACCOUNTS, ids=("main",)), "b2"),
    },
)
FULL_PERSON = Person(
    profile=Profile(display_name="Ann", revision=4),
    sign_in=SignIn(methods=("email",), email="ann@example.com", told_at=NOON),
)
FULL_DEMO = Demo(LATER, 40, DemoUse(41, 2), TAKEOVER, erasing_at=LATER)
FULL_WORKSPACE = Workspace(
    id="w1", name="Flat", owner_uid="ann", created_at=NOON, deleted_at=LATER, revision=5
)

FULL = {
    TenantKind.USER: tenant(
        FULL_LEDGER,
        person=Person(FULL_PERSON.profile, FULL_PERSON.sign_in, TAKEOVER),
    ),
    TenantKind.DEMO: tenant(
        FULL_LEDGER, ref=TenantRef(TenantKind.DEMO, "ann"), demo=FULL_DEMO, person=FULL_PERSON
    ),
    TenantKind.WORKSPACE: tenant(
        FULL_LEDGER,
        ref=TenantRef(TenantKind.WORKSPACE, "w1"),
        person=None,
        workspace=FULL_WORKSPACE,
    ),
}
EMPTY = {
    TenantKind.USER: tenant(Ledger("USD", "UTC", NOON)),
    TenantKind.DEMO: tenant(
        Ledger("USD", "UTC", NOON), ref=TenantRef(TenantKind.DEMO, "ann"), demo=Demo(LATER)
    ),
    TenantKind.WORKSPACE: tenant(
        Ledger("USD", "UTC", NOON),
        ref=TenantRef(TenantKind.WORKSPACE, "w1"),
        person=None,
        workspace=Workspace(id="w1", name="Flat", owner_uid="ann", created_at=NOON),
    ),
}


@pytest.mark.parametrize("one", [*FULL.values(), *EMPTY.values()])
def test_a_tenant_is_decoded_from_its_document_as_it_was_encoded(one: Tenant) -> None:
    assert decode_tenant(one.ref, encode_tenant(one)) == one


@pytest.mark.parametrize("one", FULL.values(), ids=str)
def test_every_encoded_field_is_a_known_one(one: Tenant) -> None:
    unknown = encode_tenant(one).keys() - FIELDS

    assert not unknown, told_of(set(unknown))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (TenantKind.USER, set()),
        (TenantKind.DEMO, {"expires_at", "sample_transaction_count"}),
        (TenantKind.WORKSPACE, {"name", "owner_uid"}),
    ],
)
def test_a_new_tenant_has_the_fields_of_its_kind_alone(kind: TenantKind, fields: set[str]) -> None:
    of_every_ledger = {
        "currency", "timezone", "created_at", "categories", "accounts", "default_account_id",
        "month_start", "live_version",
    }  # fmt: skip

    assert encode_tenant(EMPTY[kind]).keys() == of_every_ledger | fields


def test_the_decision_lists_the_fields() -> None:
    table = DECIDED.partition("| part |")[2].partition("\n\n")[0]
    rows = [row.split("|")[2] for row in table.splitlines()[2:]]
    listed = {name for cell in rows for name in re.findall(r"`(\w+)`", cell)}

    assert listed == FIELDS, told_of(set(FIELDS - listed))


@pytest.mark.parametrize("kind", TenantKind)
def test_a_map_of_a_ledger_has_no_index_entries(kind: TenantKind) -> None:
    maps = {name for name, value in encode_ledger(FULL_LEDGER).items() if isinstance(value, dict)}
    overrides = json.loads(INDEXES_FILE.read_text())["fieldOverrides"]
    exempt = {entry["fieldPath"] for entry in overrides if entry["collectionGroup"] == kind}

    assert maps - exempt == {"restore"}  # It has a few numbers.


def test_a_field_that_nobody_decided_on_is_reported_once() -> None:
    watch = TenantFieldWatch()
    document = f"projects/p/databases/(default)/documents/{TenantKind.USER}/ann"

    watch.before("commit", {"writes": [write(document, "currency", "by_account.main")]})
    assert watch.take_unknown() == ""

    watch.before("commit", {"writes": [write(document, "currency", "budgets.food")]})
    told = watch.take_unknown()
    assert "the field budgets." in told
    assert DECISION in told
    assert watch.take_unknown() == ""


def test_fields_of_other_documents_are_not_watched() -> None:
    watch = TenantFieldWatch()
    below = f"projects/p/databases/(default)/documents/{TenantKind.USER}/ann/transactions/T1"

    watch.before("commit", {"writes": [write(below, "amount_minor")]})

    assert watch.take_unknown() == ""


def test_the_document_has_the_progress_of_so_many_imports() -> None:
    under_way = {f"I{number}": ImportProgress(0) for number in range(MAX_IMPORTS_UNDER_WAY)}
    document = RecordedDocument(encode_ledger(sample_ledger(imports_under_way=under_way)))
    writer = LedgerWriter(document)

    writer.put_import_progress("one more", ImportProgress(0.5))
    writer.put_import_progress("never seen", None)
    assert document.written == {}

    writer.put_import_progress("I0", ImportProgress(0.5))
    writer.put_import_progress("I1", None)
    assert document.written == {
        ("imports_under_way", "I0"): {"progress": 0.5, "is_undo": False},
        ("imports_under_way", "I1"): None,
    }


class RecordedDocument(TenantDocument):
    """A tenant's document, as it was read, that keeps what is written to it; None is removed."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.fields = fields
        self.written: dict[tuple[str, ...], object] = {}

    def put(self, value: object, *path: str) -> None:
        """Keep the value of the field at that path."""
        self.written[path] = value

    def remove(self, *path: str) -> None:
        """Keep None at that path."""
        self.put(None, *path)


def write(name: str, *paths: str) -> Write:
    return Write(update=Document(name=name), update_mask=DocumentMask(field_paths=paths))


def fullest_ledger() -> Ledger:
    """Return a ledger with the most parts of the longest content."""
    longest, color = "𠀀" * 50, "#aabbcc"
    looks = {"color": color, "icon": longest, "archived": True, "revision": 10**6}
    undertaking = {"kind": CategoryKind.TIMEBOUND, "end_date": NOON.date(), **looks}
    names = [f"{number:03}{longest[3:]}" for number in range(MAX_CATEGORIES)]
    categories = [category(new_id(), name, merging_into=new_id(), **undertaking) for name in names]
    accounts = [
        account(new_id(), name, opening_balance_minor=1, **looks) for name in names[:MAX_ACCOUNTS]
    ]
    rates = [
        own_rate(new_id(), rate=Decimal("999999999.000000000001"), revision=100)
        for _ in range(MAX_OWN_RATES)
    ]
    custom_types = [custom_type(new_id(), name, **looks) for name in names[:MAX_CUSTOM_TYPES]]
    # Units of three and five letters, so that the key of a tag has 40 letters, the most of a key
    # that is no hash; all others, of which the last one differs, have four bytes.
    tags = [f"㍖㍖㌢{'𠀀' * 26}{chr(0x20000 + n)}" for n in range(MAX_TAGS_IN_USE)]
    edits = [Edit(None, transaction(tags=tags[n : n + 20])) for n in range(0, len(tags), 20)]
    uses = {tag_term(tag): 10**6 for tag in tags}
    assert {len(term) for term in uses} == {41}
    terms = [list(uses)[n : n + MAX_TAGS_OF_SCOPE] for n in range(MAX_KEPT_SCOPES)]
    scopes = [Scope(kind=ScopeKind.TAGS, ids=tuple(sorted(some))) for some in terms]
    return sample_ledger(
        *categories,
        accounts={one.id: one for one in accounts},
        totals=LedgerTotals({one.id: AccountSum(10**12, 10**6) for one in accounts}, uses),
        sequence=10**6,
        tag_names=tag_names_of(edits, uses),
        custom_types={one.id: one for one in custom_types},
        own_rates={one.id: one for one in rates},
        scopes={one.key: KeptScope(one, new_id(), is_ready=True) for one in scopes},
    )


def test_the_fullest_ledger_takes_less_than_85_percent_of_a_document() -> None:
    size = size_of(encode_tenant(tenant(fullest_ledger(), person=FULL_PERSON)))
    assert 0.8 * MIB < size < 0.9 * MIB


def size_of(value: Any) -> int:
    """Return the bytes that Firestore counts for a value, its name or path aside.

    https://firebase.google.com/docs/firestore/storage-size
    """
    match value:
        case dict():
            return 32 + sum(size_of(name) + size_of(part) for name, part in value.items())
        case list() | tuple():
            return sum(size_of(part) for part in value)
        case str():
            return len(value.encode()) + 1
        case bool() | None:
            return 1
        case int() | datetime():
            return 8
        case _:
            raise TypeError(f"not stored in a tenant's document: {type(value)}")
