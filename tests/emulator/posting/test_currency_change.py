"""A change of the ledger's currency: every sum is exact on the way, and undo brings all back."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import CurrencyInUse, RebuildRunning
from shared.models.history.change import Cause, Change
from shared.models.history.kinds import Entity
from shared.models.ledger.category import EntryType
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.batch import Batch
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.rules.rule import RuleDraft
from shared.models.settings.ledger_settings import SettingsPatch
from shared.models.settings.month_start_input import MonthStartDraft
from shared.models.values.dates import Month
from shared.repositories.store import TenantStore
from shared.services.history.undo import undo_change, undo_operation
from shared.services.ledger.batches import apply_batch
from shared.services.ledger.transactions import (
    get_totals,
    list_transactions,
    update_transaction,
)
from shared.services.posting import currency_change
from shared.services.posting.rebuild import rebuild_months
from shared.services.reports.monthly_reports import get_monthly_report
from shared.services.reports.rollup import close_ended
from shared.services.rules.rules import create_rule, delete_rule
from shared.services.settings.settings import change_settings
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.currency_changes import (
    ask_for,
    assert_changed,
    assert_sums_are_exact,
    change_to,
    product,
    spend,
)
from tests.support.ledgers.ledgers import (
    NOW,
    assert_log_is_complete,
    new_account,
    new_ledger,
    operation,
    stored_transactions,
)
from tests.support.ledgers.rates import store_rates
from tests.support.ledgers.rebuilds import always, clock, summary_names, times

pytestmark = pytest.mark.usefixtures("emulators")

MARCH = Month(2026, 3)
RATES = {
    "USD": {"2026-02-27": "1.1", "2026-03-27": "1.25", "2026-03-30": "1.2"},
    "JPY": {"2026-02-27": "150", "2026-03-27": "180.5", "2026-03-30": "160"},
}


@pytest.fixture(scope="module", autouse=True)
def _rates(emulators: None) -> None:
    store_rates(**RATES)


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(currency_change, "AT_ONCE", 2)


class Books:
    """Ledger in euros with accounts in currencies of 0 to 4 decimals; pesos have no rates."""

    def __init__(self, *, is_empty: bool = False) -> None:
        self.store = new_ledger("EUR")
        self.euros = self.store.tenant.get().ledger.default_account_id
        self.accounts = {
            code: new_account(self.store, f"In {code}", currency=code)
            for code in ("USD", "JPY", "KWD", "CLF")
        } | {"EUR": self.euros}
        if not is_empty:
            self.fill()

    def fill(self) -> None:
        """Record transactions of all kinds."""
        categories = self.store.tenant.get().ledger.list_categories(EntryType.EXPENSE)
        food, rent = (category.id for category in categories[:2])
        splits = [{"category_id": food, "amount": "3.33"}, {"category_id": rent, "amount": "6.68"}]
        spend(self.store, self.euros, "10.01", splits=splits, tags=["a"], payee="Market")
        spend(self.store, self.euros, "7.00", date="2026-02-28")
        spend(self.store, self.accounts["USD"], "20.00", category_id=food)
        spend(self.store, self.accounts["USD"], "30.00", base_amount="26.00", date="2026-03-27")
        spend(self.store, self.accounts["JPY"], "1001", category_id=rent, date="2026-03-27")
        spend(self.store, self.accounts["KWD"], "1.234", base_amount="3.70")
        spend(self.store, self.accounts["CLF"], "1.2345", tags=["b"])
        transfer = {"type": "TRANSFER", "to_account_id": self.accounts["USD"], "to_amount": "11.50"}
        spend(self.store, self.euros, "10.00", **transfer)
        spend(self.store, self.accounts["JPY"], "1600", **transfer)


@pytest.fixture
def books() -> Books:
    """Return a ledger in euros with transactions in all currencies."""
    return Books()


def own_amount(document: dict[str, Any]) -> tuple[int, str]:
    """Return the amount of a stored transaction in the currency of its account."""
    minor = document.get("account_amount_minor", document["amount_minor"])
    return minor, document.get("account_currency", document["currency"])


def last_settings_change(store: TenantStore) -> Change:
    """Return the last change of the settings that was requested."""
    changes = [c for c in store.changes.stream_all() if c.entity is Entity.SETTINGS]
    return max((c for c in changes if c.cause is Cause.API), key=lambda c: c.sequence)


def is_update_of(change: Change, transaction_id: str) -> bool:
    """Return whether a change is of a transaction that was there before."""
    return change.entity_id == transaction_id and change.before is not None


def contents(store: TenantStore) -> dict[str, Any]:
    """Return all stored transactions without amounts in other currencies."""
    return {
        key: {name: value for name, value in document.items() if name != "conversions"}
        for key, document in stored_transactions(store).items()
    }


def test_all_amounts_are_in_the_new_currency_and_accounts_keep_theirs(books: Books) -> None:
    before = contents(books.store)
    change_to(books.store, "USD")

    assert_changed(books.store, "USD")
    ledger = books.store.tenant.get().ledger
    assert {code: ledger.accounts[key].currency for code, key in books.accounts.items()} == {
        "EUR": "EUR", "USD": None, "JPY": "JPY", "KWD": "KWD", "CLF": "CLF",
    }  # fmt: skip
    after = contents(books.store)
    for key, document in before.items():
        assert own_amount(after[key]) == own_amount(document)
    assert ledger.totals.unconverted == {"KWD": 1, "CLF": 1}


@pytest.mark.parametrize(
    ("code", "amount", "day", "rate"),
    [
        ("EUR", "10.01", "2026-03-30", Decimal("1.2")),
        ("EUR", "7.77", "2026-03-29", Decimal("1.25")),
        ("JPY", "1001", "2026-03-30", Decimal("1.2") / 160),
        ("JPY", "1001", "2026-03-28", Decimal("1.25") / Decimal("180.5")),
    ],
)
def test_each_amount_is_converted_by_the_rate_of_its_day(
    code: str, amount: str, day: str, rate: Decimal
) -> None:
    books = Books(is_empty=True)
    spent = spend(books.store, books.accounts[code], amount, date=day)
    change_to(books.store, "USD")

    document = stored_transactions(books.store)[spent]
    own_minor, _ = own_amount(document)
    assert document["amount_minor"] == product(own_minor, code, rate, "USD")


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD", "CLF"])
def test_sums_are_exact_at_every_commit_while_others_write(books: Books, currency: str) -> None:
    ask_for(books.store, currency)
    for round_ in itertools.count():
        assert_sums_are_exact(books.store)
        if rebuild_months(books.store, clock, times(1)):
            break
        code = "EUR", "USD", "JPY", "KWD", "CLF"
        changed = spend(books.store, books.accounts[code[round_ % 5]], "77")
        update_transaction(books.store, operation(), changed, TransactionPatch(amount="78"))
        assert round_ < 50
    assert_changed(books.store, currency)


def test_while_a_change_is_pending_the_former_currency_is_shown(books: Books) -> None:
    report = get_monthly_report(books.store, MARCH, NOW)
    ask_for(books.store, "USD")
    while books.store.tenant.get().ledger.currency == "EUR":
        assert get_monthly_report(books.store, MARCH, NOW).totals == report.totals
        rebuild_months(books.store, clock, times(1))

    assert get_monthly_report(books.store, MARCH, NOW).currency == "USD"
    assert books.store.tenant.get().ledger.currency_change.is_moving


def test_amounts_can_be_searched_while_they_are_moved_but_not_sorted(books: Books) -> None:
    ask_for(books.store, "USD")
    while not books.store.tenant.get().ledger.currency_change.is_moving:
        rebuild_months(books.store, clock, times(1))
    ledger = books.store.tenant.get().ledger

    def found(**facts: Any) -> list[int]:
        asked = TransactionFilter(min_amount_minor=1200, max_amount_minor=2000, **facts)
        page = list_transactions(books.store, ledger, asked, None, 50)
        totals = get_totals(books.store, ledger, asked)
        assert totals.count + totals.transfer_count == len(page.items)
        return sorted(one.base_minor or 0 for one in page.items)

    while_moving = found()
    with pytest.raises(RebuildRunning):
        found(by_amount=True)
    assert rebuild_months(books.store, clock, always)
    ledger = books.store.tenant.get().ledger
    assert while_moving == found() == found(by_amount=True) == [1201, 2000]


# Undo and calling off


def test_a_change_back_brings_all_amounts_back_also_given_ones(books: Books) -> None:
    before, totals = contents(books.store), books.store.tenant.get().ledger.totals
    change_to(books.store, "USD")
    change_to(books.store, "EUR")

    assert_changed(books.store, "EUR")
    assert contents(books.store) == before
    assert books.store.tenant.get().ledger.totals == totals


def test_undo_asks_for_the_former_currency_and_a_second_undo_for_the_latter(books: Books) -> None:
    before = contents(books.store)
    change_to(books.store, "USD")
    asked = last_settings_change(books.store)
    after = contents(books.store)
    [undone] = undo_change(books.store, operation(), asked)
    assert books.store.tenant.get().ledger.next_currency == "EUR"
    assert rebuild_months(books.store, clock, always)
    assert contents(books.store) == before

    undo_change(books.store, operation(), undone)
    assert rebuild_months(books.store, clock, always)
    assert_changed(books.store, "USD")
    assert contents(books.store) == after


def test_an_amount_that_was_changed_since_is_converted_by_the_rate_of_its_day(
    books: Books,
) -> None:
    given = spend(books.store, books.accounts["USD"], "10.00", base_amount="9.99")
    change_to(books.store, "USD")
    update_transaction(books.store, operation(), given, TransactionPatch(amount="24.00"))
    change_to(books.store, "EUR")

    document = stored_transactions(books.store)[given]
    assert (document["amount_minor"], document["rate_source"]) == (2000, "REFERENCE")
    assert_changed(books.store, "EUR")


def test_a_change_of_a_transaction_from_before_can_be_undone(books: Books) -> None:
    spent = spend(books.store, books.euros, "10.00", payee="Then")
    update_transaction(books.store, operation(), spent, TransactionPatch(amount="20.00"))
    [changed] = [c for c in books.store.changes.stream_all() if is_update_of(c, spent)]
    change_to(books.store, "USD")
    undo_change(books.store, operation(), changed)

    document = stored_transactions(books.store)[spent]
    assert (document["account_amount_minor"], document["amount_minor"]) == (1000, 1200)
    assert_changed(books.store, "USD")


def test_a_large_batch_from_before_can_be_undone(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(currency_change, "AT_ONCE", 100)
    rows = [
        TransactionDraft(
            type="EXPENSE", amount="1", date="2026-03-30", account_id=books.accounts[code]
        )
        for code in ("EUR", "USD", "JPY") * 34
    ]
    made = apply_batch(books.store, operation(), Batch(create=tuple(rows)))
    change_to(books.store, "USD")
    created = [c for c in books.store.changes.stream_all() if c.entity_id == made.created[0].id]
    undo_operation(books.store, operation(), created[0])

    stored = stored_transactions(books.store)
    assert {stored[one.id]["deleted"] for one in made.created} == {True}
    assert_changed(books.store, "USD")


@pytest.mark.parametrize("commits", range(6))
def test_the_currency_in_force_calls_a_change_off(books: Books, commits: int) -> None:
    before = contents(books.store)
    ask_for(books.store, "USD")
    rebuild_months(books.store, clock, times(commits))
    ask_for(books.store, "EUR")
    assert rebuild_months(books.store, clock, always)

    assert_changed(books.store, "EUR")
    assert contents(books.store) == before
    change_to(books.store, "USD")
    assert_changed(books.store, "USD")


def test_a_second_change_is_refused_while_one_is_running(books: Books) -> None:
    ask_for(books.store, "USD")
    for third in (SettingsPatch(currency="JPY"), SettingsPatch(month_start=MonthStartDraft(day=5))):
        with pytest.raises(RebuildRunning):
            change_settings(books.store, operation(), third)
    while not books.store.tenant.get().ledger.currency_change.is_moving:
        rebuild_months(books.store, clock, times(1))
    with pytest.raises(RebuildRunning):
        ask_for(books.store, "EUR")
    assert rebuild_months(books.store, clock, always)
    assert_changed(books.store, "USD")


def test_months_start_on_another_day_in_a_changed_currency(books: Books) -> None:
    change_to(books.store, "USD")
    change_settings(books.store, operation(), SettingsPatch(month_start=MonthStartDraft(day=25)))
    assert rebuild_months(books.store, clock, always)

    assert {name[7:] for name in summary_names(books.store)} == {"-d25-USD"}
    report = get_monthly_report(books.store, Month(2026, 4), NOW)
    assert (report.start_date, report.currency) == (date(2026, 3, 25), "USD")
    [closed] = close_ended(books.store, MARCH, "run", clock)
    assert not closed.has_drift
    change_to(books.store, "EUR")
    assert {name[7:] for name in summary_names(books.store)} == {"-d25-EUR"}


def test_a_currency_is_refused_while_a_rule_compares_amounts(books: Books) -> None:
    conditions = [{"field": "AMOUNT", "operator": "BETWEEN", "min": "5"}]
    draft = {"name": "Big", "conditions": conditions, "actions": {"tags": ["big"]}}
    rule = create_rule(books.store, operation(), RuleDraft.model_validate(draft))
    with pytest.raises(CurrencyInUse):
        ask_for(books.store, "USD")
    delete_rule(books.store, operation(), rule.id)
    ask_for(books.store, "USD")
    with pytest.raises(RebuildRunning):
        create_rule(books.store, operation(), RuleDraft.model_validate(draft))


# Failures, and several at once


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_change_that_is_disturbed_at_any_commit_ends_right(
    trouble: str,
) -> None:
    for skip in itertools.count():
        books = Books(is_empty=True)
        for code in ("EUR", "USD", "KWD"):
            spend(books.store, books.accounts[code], "10")
        if not _is_disturbed(books.store, trouble, skip):
            break
        assert_sums_are_exact(books.store)
        spend(books.store, books.accounts["JPY"], "5")
        assert rebuild_months(books.store, clock, always)
        assert_changed(books.store, "USD")
    assert skip >= 7


def _is_disturbed(store: TenantStore, trouble: str, skip: int) -> bool:
    """Change the currency under a fault at one commit; whether there was such a commit."""
    with fault(trouble, skip=skip) as injected:
        try:
            ask_for(store, "USD")
            rebuild_months(store, clock, always)
        except Crashed:
            if not store.tenant.get().ledger.currency_change.is_moving:
                ask_for(store, "USD")
    return injected.has_struck


def test_changes_and_writers_at_once_double_and_lose_nothing(books: Books) -> None:
    ask_for(books.store, "USD")
    accounts = list(books.accounts.values())
    with ThreadPoolExecutor(5) as pool:
        writes = [pool.submit(spend, books.store, accounts[n % 5], str(n + 1)) for n in range(10)]
        rebuilds = [pool.submit(rebuild_months, books.store, clock, always) for _ in range(2)]
        assert len({write.result() for write in writes}) == 10
        for each in rebuilds:
            each.result()
    assert rebuild_months(books.store, clock, always)
    assert_changed(books.store, "USD")
    assert_log_is_complete(books.store)
