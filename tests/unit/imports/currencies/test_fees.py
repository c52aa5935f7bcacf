"""A fee is a split of an expense in its account's currency, or in the notes."""

from __future__ import annotations

from shared.models.imports.currencies.fees import Fees
from shared.models.imports.import_plan import PlanRow, PlanSplit
from tests.unit.imports.currencies.test_joined_rows import planned, read
from tests.unit.imports.planning import in_euros, plan_of

FEES = """Date,Description,Amount,Fee,Currency
2026-01-15,Shop,{amount},{fee},{currency}
2026-01-16,Other,-30.00,0.00,EUR
"""


def with_fee(amount: str, fee: str, currency: str = "EUR") -> PlanRow:
    text = FEES.format(amount=amount, fee=fee, currency=currency)
    return plan_of(text, in_euros(), fee_category_id="food")[0]


def test_a_fee_in_another_currency_than_the_accounts_is_no_split() -> None:
    # 0.30 francs are 0.30 euros: the numbers are equal, and the fee is not in euros.
    found = with_fee("-0.20", "0.10", "CHF")

    assert (found.amount_minor, found.splits, found.notes) == (-30, (), "Fee: 0.10 CHF")


def test_a_fee_that_is_the_whole_amount_is_no_split() -> None:
    row = read(2, -100, "EUR", fee_minor=100)

    found = Fees("Fee", "food").added_to(planned(row, category_id="rent"), row)

    assert (found.category_id, found.splits, found.notes) == ("rent", (), "Fee: 1.00 EUR")


def test_a_row_with_the_fee_as_a_split_has_its_category_in_the_other_split() -> None:
    row = read(2, -1100, "EUR", fee_minor=100)

    found = Fees("Fee", "food").added_to(planned(row, category_id="rent"), row)

    assert found.category_id is None
    assert found.splits == (PlanSplit("rent", 1000, None), PlanSplit("food", 100, None))


def test_a_fee_is_added_to_notes_only_if_they_do_not_become_too_long() -> None:
    row = read(2, -1100, "EUR", fee_minor=100)
    room = 2000 - len("\nFee: 1.00 EUR")

    kept, full = (
        Fees("Fee", None).added_to(planned(row, notes="x" * length), row).notes or ""
        for length in (room, room + 1)
    )

    assert (len(kept), kept[-14:]) == (2000, "\nFee: 1.00 EUR")
    assert full == "x" * (room + 1)
