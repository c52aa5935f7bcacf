"""A ledger with every kind of content, created over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.booking import transaction_from_input
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.values.dates import Month
from shared.models.values.money import format_minor
from shared.repositories.store import TenantStore
from shared.services.posting.ledger import commit_edits
from shared.services.reports.rollup import close_ended
from tests.http.answers import ok
from tests.support.ledgers.ledgers import operation
from tests.support.ledgers.people import Person, visitor
from tests.support.ledgers.rebuilds import PAYDAY

MONTHS = tuple(Month(2026, month) for month in range(1, 6))
"""The months that have transactions, and those next to them."""


@dataclass(frozen=True)
class FullLedger:
    """A person's ledger that is being filled."""

    person: Person
    currency: str

    def money(self, amount_minor: int) -> str:
        """Format an amount as it is sent."""
        return format_minor(amount_minor, self.currency)

    def create(self, path: str, **fields: Any) -> str:
        """Create a resource, and return its id."""
        created: str = ok(self.person.post(path, fields), 201)["id"]
        return created

    def record(self, amount_minor: int, category: str = "Groceries", **fields: Any) -> str:
        """Record a transaction, and return its id."""
        recorded: str = self.person.record(self.money(amount_minor), category, **fields)["id"]
        return recorded


def full_ledger(
    currency: str = "USD", start: dict[str, Any] = PAYDAY, *, samples: bool = False
) -> Person:
    """Create a visitor's ledger with every kind of content, and every state of a month.

    The trash has a transaction of a deleted category; a payee was last used with another category
    than that of its last transaction; January is amended, February closed, the others are open.
    """
    ledger = FullLedger(visitor(currency, samples=samples, timezone="Asia/Tokyo"), currency)
    ok(ledger.person.patch("/settings", {"month_start": start}))
    accounts = _open_accounts(ledger)
    _record_plain_entries(ledger, accounts)
    _record_special_entries(ledger, accounts)
    _record_foreign_entries(ledger, accounts)
    _fill_and_merge_categories(ledger)
    _file_by_rules(ledger)
    _let_entries_recur(ledger)
    _plan_budgets(ledger)
    _set_goals(ledger, accounts)
    _import_one(ledger)
    _close_months(ledger)
    return ledger.person


def _open_accounts(ledger: FullLedger) -> dict[str, str]:
    opening = {"opening_balance": ledger.money(-123456), "opening_date": "2025-12-31"}
    card = ledger.create("/accounts", name="Card", kind="CREDIT_CARD", color="#AD1457", **opening)
    cash = ledger.create("/accounts", name="=Cash", kind="CASH", icon="coins")
    old = ledger.create("/accounts", name="Old", kind="LOAN")
    ok(ledger.person.patch(f"/accounts/{old}", {"archived": True}))
    ok(ledger.person.patch(f"/accounts/{cash}", {"is_default": True}))
    return {"card": card, "cash": cash}


def _let_entries_recur(ledger: FullLedger) -> None:
    """Create an entry with a booked, a matched, a skipped and a changed occurrence.

    Another entry is paused, and has an occurrence that was refused.
    """
    today = datetime.now(UTC).date()
    days = [str(today + timedelta(days=number)) for number in (-7, 0, 1, 7, 8, 14)]
    schedule = {"start": days[0], "frequency": "WEEKLY"}
    template = {"type": "EXPENSE", "amount": ledger.money(1000), "payee": "Gym"}
    entry = {"template": template, "schedule": schedule, "mode": "AUTO", "remind_days": 2}
    changes = [{"from": days[5], "amount": ledger.money(1100)}]
    gym = ledger.create("/recurring", name="Gym", **entry, amount_changes=changes)
    path = f"/recurring/{gym}"
    ok(ledger.person.post(f"{path}/process", {"nominal": days[0]}))
    ok(ledger.person.post(f"{path}/skip", {"nominal": days[5]}))
    changed = {"date": days[4], "amount": ledger.money(900), "note": "Half"}
    ok(ledger.person.patch(f"{path}/occurrences/{days[3]}", changed))
    found = ok(ledger.person.get("/transactions?payee=Corner shop"))["items"]
    paid, other = (one["id"] for one in found[:2])
    ok(ledger.person.post(f"{path}/match", {"nominal": days[1], "transaction_id": paid}))
    ok(ledger.person.post(f"{path}/dismiss_match", {"nominal": days[3], "transaction_id": other}))
    even, uneven = (
        template | {"splits": [{"amount": ledger.money(part)} for part in parts]}
        for parts in ((900, 100), (999, 1))
    )
    split = {"name": "Pool", "paused": True, "template": even}
    pool = f"/recurring/{ledger.create('/recurring', **entry | split)}"
    ok(ledger.person.patch(f"{pool}/occurrences/{days[1]}", {"amount": ledger.money(10)}))
    ok(ledger.person.patch(pool, {"template": uneven}))
    ok(ledger.person.post(f"{pool}/process", {"nominal": days[1]}))


def _plan_budgets(ledger: FullLedger) -> None:
    """Create a budget of months, one of paydays with two amounts, and an archived one."""
    groceries = {"kind": "CATEGORIES", "ids": [ledger.person.category_ids["Groceries"]]}
    ledger.create("/budgets", name="Groceries", scope=groceries, amount=ledger.money(30000))
    payday = {
        "frequency": "MONTHLY", "days_of_month": [20], "shift": "PREVIOUS", "holidays": "DE-BY",
    }  # fmt: skip
    fields = {"period": payday, "carry": "BOTH", "carry_cap": ledger.money(500)}
    tags = {"kind": "TAGS", "ids": ["food", "Work"]}
    paid = ledger.create("/budgets", name="Paid", scope=tags, amount=ledger.money(100), **fields)
    change = {"amount": ledger.money(0), "once": True, "thresholds": [50, 100]}
    ok(ledger.person.patch(f"/budgets/{paid}", change))
    everything = {"kind": "EVERYTHING"}
    old = ledger.create("/budgets", name="Old", scope=everything, amount=ledger.money(1))
    ok(ledger.person.patch(f"/budgets/{old}", {"archived": True}))


def _set_goals(ledger: FullLedger, accounts: dict[str, str]) -> None:
    """Create goals of several fundings, one with a linked transaction, and an archived one."""
    fields = {"target": ledger.money(50000), "start": "2026-01-01"}
    savings = ledger.create(
        "/accounts", name="Nest egg", kind="SAVINGS", opening_balance=ledger.money(90000)
    )
    part = {"kind": "ALLOCATION", "account_id": savings, "amount": ledger.money(20000)}
    reserve = ledger.create("/goals", name="Reserve", funding=part, **fields)
    share = {"kind": "ALLOCATION", "account_id": savings, "basis_points": 2500}
    ok(ledger.person.patch(f"/goals/{reserve}", {"funding": share, "target_date": "2099-12-31"}))
    debt = {"kind": "DEBT", "account_id": accounts["card"], "debt": ledger.money(200000)}
    ledger.create("/goals", name="Debt", funding=debt, **fields)
    tagged = {"kind": "TAG", "tag": "Work", "type": "INCOME"}
    ledger.create("/goals", name="Pay", funding=tagged, **fields)
    sea = ledger.create("/goals", name="Sea", funding={"kind": "TRANSACTIONS"}, **fields)
    linked = {"type": "EXPENSE", "amount": ledger.money(1234), "date": "2026-02-05"}
    ok(ledger.person.post(f"/goals/{sea}/contribute", {"transaction": linked}), 201)
    groceries = {"kind": "CATEGORY", "category_id": ledger.person.category_ids["Groceries"]}
    old = ledger.create("/goals", name="Old goal", funding=groceries, **fields)
    ok(ledger.person.patch(f"/goals/{old}", {"archived": True, "state": "CANCELLED"}))


def _record_plain_entries(ledger: FullLedger, accounts: dict[str, str]) -> None:
    ledger.record(500000, "Salary", date="2026-01-22", payee="Employer", tags=["Work", "pay"])
    ledger.record(120000, "Rent", date="2026-01-23", description="Été “chez nous”", notes="a\nb")
    ledger.record(-999, "Groceries", date="2026-02-01", account_id=accounts["card"])
    first = ledger.record(1234, date="2026-02-03", payee="Corner shop", tags=["food"])
    gift = ledger.create("/types", name="Gift", type="EXPENSE", color="#AD1457", icon="gift")
    ledger.record(
        4321, date="2026-02-04", payee="CORNER Shop", category_id=None, custom_type_id=gift
    )
    rate = {"base": "ARS", "quote": "EUR", "date": "2026-02-04", "rate": "0.00085"}
    price = ledger.create("/currencies/own_rates", **rate)
    ok(ledger.person.put(f"/currencies/own_rates/{price}", rate | {"rate": "0.0009"}))
    dining = ledger.person.category_ids["Dining"]
    ok(ledger.person.patch(f"/transactions/{first}", {"category_id": dining, "notes": "moved"}))
    ok(ledger.person.patch(f"/transactions/{first}", {"amount": ledger.money(1235)}))


def _record_special_entries(ledger: FullLedger, accounts: dict[str, str]) -> None:
    transfer = {
        "type": "TRANSFER",
        "amount": ledger.money(7000),
        "date": "2026-03-24",
        "account_id": accounts["cash"],
        "to_account_id": accounts["card"],
        "tags": ["moved"],
    }
    ledger.create("/transactions", **transfer)
    ids = ledger.person.category_ids
    ledger.create(
        "/transactions",
        type="EXPENSE",
        amount=ledger.money(1000),
        date="2026-03-25",
        splits=[
            {"category_id": ids["Groceries"], "amount": ledger.money(1333), "note": "food"},
            {"category_id": ids["Shopping"], "amount": ledger.money(-333)},
        ],
    )


def _record_foreign_entries(ledger: FullLedger, accounts: dict[str, str]) -> None:
    """Record entries in another currency: with a base amount, with a rate, and with neither."""
    currency = "JPY" if ledger.currency == "KWD" else "KWD"
    facts = {"currency": currency, "opening_balance": "12", "opening_date": "2026-01-02"}
    abroad = ledger.create("/accounts", name="Abroad", kind="CHECKING", **facts)
    ids = ledger.person.category_ids
    parts = [{"category_id": ids[name], "amount": "1"} for name in ("Groceries", "Shopping")]
    usual = {"type": "EXPENSE", "account_id": abroad, "date": "2026-04-03"}
    ledger.create(
        "/transactions", **usual, amount="7", base_amount=ledger.money(2345), tags=["far"]
    )
    ledger.create(
        "/transactions", **usual, amount="3", rate="3.25", splits=[*parts, {"amount": "1"}]
    )
    ledger.create("/transactions", **usual, amount="5", payee="Abroad")
    usual["type"] = "TRANSFER"
    sent = {"account_id": accounts["cash"], "to_account_id": abroad, "to_amount": "2"}
    ledger.create("/transactions", **usual | sent, amount=ledger.money(650))
    received = {"to_account_id": accounts["cash"], "to_amount": ledger.money(325)}
    ledger.create("/transactions", **usual | received, amount="1")


def _fill_and_merge_categories(ledger: FullLedger) -> None:
    ids = ledger.person.category_ids
    ledger.record(50, "Travel", date="2026-03-01")
    ok(ledger.person.delete(f"/categories/{ids['Travel']}?reassign_to={ids['Transport']}"), 204)
    gone = ledger.create("/categories", name="Doctors", type="EXPENSE")
    trashed = ledger.record(77, category_id=gone, date="2026-03-02", payee="Doctor", tags=["trash"])
    ok(ledger.person.delete(f"/transactions/{trashed}"), 204)
    ok(ledger.person.delete(f"/categories/{gone}"), 204)
    ledger.record(66, "Utilities", date="2026-04-26")
    ok(ledger.person.patch(f"/categories/{ids['Utilities']}", {"archived": True}))
    ok(ledger.person.patch(f"/categories/{ids['Dining']}", {"name": "Dîner", "color": None}))


def _file_by_rules(ledger: FullLedger) -> None:
    ids = ledger.person.category_ids
    for name, condition in (
        ("Shops", {"field": "PAYEE", "operator": "CONTAINS", "value": "shop"}),
        ("Large", {"field": "AMOUNT", "operator": "BETWEEN", "min": ledger.money(100000)}),
    ):
        actions = {"category_id": ids["Shopping"], "tags": ["ruled"]}
        ledger.create("/rules", name=name, conditions=[condition], actions=actions)


def _import_one(ledger: FullLedger) -> None:
    """Record a transaction in the way that imports do."""
    entry = ledger.person.entry(ledger.money(2222), date="2026-04-27", description="Imported")
    draft = TransactionDraft.model_validate(entry)
    facts: dict[str, Any] = {
        "import_id": "01JA2B3C4D5E6F7G8H9JKMNPQR",
        "external_id": "B 17/4",
        "original": Original(amount_minor=3333, currency="CHF"),
        "is_amount_estimated": True,
    }

    def work(unit: TenantStore) -> None:
        tenant = unit.load().tenant
        key = f"{tenant.ledger.default_account_id}.abc"
        created = transaction_from_input(
            tenant.ledger, draft, datetime.now(UTC), **facts, import_key=key
        )
        commit_edits(unit, operation(), tenant, [Edit(None, created)])

    ledger.person.store.transact(work)


def _close_months(ledger: FullLedger) -> None:
    for month in MONTHS[:2]:
        calendar = ledger.person.store.tenant.get().ledger.calendar
        rollup = calendar.rollup_of(month)
        assert close_ended(
            ledger.person.store, rollup, f"run of {month}", lambda: datetime.now(UTC)
        )
    ledger.record(1, date="2026-01-10")
