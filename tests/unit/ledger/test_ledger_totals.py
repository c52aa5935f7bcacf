"""Totals of a ledger are the sums of its months, and move by what its months move."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.ledger_totals import AccountSum, LedgerTotals
from shared.models.ledger.summary import (
    AccountMonthSum,
    CategorySum,
    Edit,
    SummaryTotals,
    TagSum,
    deltas_of,
)
from shared.models.ledger.transactions.transaction import Transaction
from tests.unit.examples import NOON, transaction, transfer
from tests.unit.strategies import bounded, transactions
from tests.unit.sums import added, leaves_of

some_transactions = st.lists(transactions(), max_size=6)
edits = st.lists(st.builds(Edit, st.none() | transactions(), transactions()), max_size=5)


def totals_of(some: list[Transaction]) -> LedgerTotals:
    """Return the totals, as the deltas of recording these make them."""
    return LedgerTotals.of(deltas_of(Edit(None, one) for one in some).values())


def naive_balance(account_id: str, some: list[Transaction]) -> int:
    live = [t for t in some if not t.is_deleted]
    came = [t for t in live if (t.type, t.account_id) == ("INCOME", account_id)]
    went = [t for t in live if t.type != "INCOME" and t.account_id == account_id]
    received = [t for t in live if t.to_account_id == account_id]
    return sum(t.amount_minor for t in (*came, *received)) - sum(t.amount_minor for t in went)


def test_totals_are_by_account_and_by_tag_over_all_months() -> None:
    months = [
        SummaryTotals(income_minor=5, count=1, by_account={"main": AccountMonthSum(5, 1)}),
        SummaryTotals(
            by_account={"main": AccountMonthSum(-2, 1), "savings": AccountMonthSum(2, 1)},
            by_tag={"#a": TagSum(0, 0, 1)},
        ),
        SummaryTotals(by_tag={"#a": TagSum(7, 9, 2), "#b": TagSum(0, 1, 1)}),
        SummaryTotals(
            by_category={
                "unfiled_income": CategorySum(5, 1),
                "unfiled_expense": CategorySum(9, 2),
                "food": CategorySum(9, 4),
            }
        ),
    ]

    assert LedgerTotals.of(months) == LedgerTotals(
        {"main": AccountSum(3, 2), "savings": AccountSum(2, 1)}, {"#a": 3, "#b": 1}, 3
    )


def test_the_totals_of_nothing_are_nothing() -> None:
    assert not LedgerTotals.of([])
    assert not LedgerTotals({"main": AccountSum()}, {"#a": 0})
    assert LedgerTotals({"main": AccountSum(count=1)})
    assert LedgerTotals(tags={"#a": 1})
    assert LedgerTotals(unfiled_count=1) - LedgerTotals(unfiled_count=3) == LedgerTotals({}, {}, -2)


@given(some_transactions)
@bounded
def test_balances_and_uses_of_tags_are_what_a_naive_sum_says(some: list[Transaction]) -> None:
    totals = totals_of(some)

    for account_id in ("main", "savings", "card"):
        account = totals.by_account.get(account_id, AccountMonthSum())
        assert account.change_minor == naive_balance(account_id, some)
    for tag in ("ab", "c"):
        tagged = [t for t in some if not t.is_deleted and tag in [x.lower() for x in t.tags]]
        assert totals.tags.get(f"#{tag}", 0) == len(tagged)


@given(edits)
@bounded
def test_edits_move_the_totals_from_what_they_were_to_what_they_are(some: list[Edit]) -> None:
    before = [edit.before for edit in some if edit.before is not None]
    after = [edit.after for edit in some]
    change = LedgerTotals.of(deltas_of(some).values())

    assert added(leaves_of(totals_of(before)), leaves_of(change)) == leaves_of(totals_of(after))


@given(some_transactions, some_transactions)
@bounded
def test_totals_after_are_totals_before_and_the_difference(
    before: list[Transaction], after: list[Transaction]
) -> None:
    one, other = totals_of(before), totals_of(after)
    difference = other - one

    assert added(leaves_of(one), leaves_of(difference)) == leaves_of(other)
    assert not one - one


def test_a_difference_leaves_both_sides_as_they_were() -> None:
    one, other = totals_of([transaction(tags=("a",))]), totals_of([transfer()])
    stayed = leaves_of(one), leaves_of(other)

    assert one - other
    assert (leaves_of(one), leaves_of(other)) == stayed


def test_what_is_in_the_trash_is_in_no_total() -> None:
    assert not totals_of([transaction(tags=("a",), deleted_at=NOON)])
