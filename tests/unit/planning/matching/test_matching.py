from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.models.planning.expected_amount import ExpectedAmount
from shared.models.planning.matching.candidates import (
    OpenOccurrence,
    PayeeFit,
    Payment,
    candidates,
    period_days_of,
)
from shared.models.planning.matching.doubt import Doubt
from shared.models.planning.matching.matching import Match, match
from tests.support.cases import for_each
from tests.unit.planning.schedules import made
from tests.unit.strategies import bounded

DAY = date(2026, 10, 12)


def due(day: date = DAY, recurring: str = "video", **fields: Any) -> OpenOccurrence:
    """Return a monthly occurrence."""
    values: dict[str, Any] = {
        "recurring_id": recurring,
        "nominal": day,
        "effective": day,
        "period_days": 30,
        "type": "EXPENSE",
        "account_id": "giro",
        "currency": "EUR",
        "amount": ExpectedAmount.exactly(1_000),
        "payee": "video",
    }
    return OpenOccurrence(**values | fields)


def paid(days: int = 0, name: str = "t", **fields: Any) -> Payment:
    """Return a transaction so many days after the 12th."""
    values: dict[str, Any] = {
        "id": name,
        "date": DAY + timedelta(days=days),
        "type": "EXPENSE",
        "account_id": "giro",
        "currency": "EUR",
        "amount_minor": 1_000,
        "payee": "video",
    }
    return Payment(**values | fields)


def links(matches: list[Match]) -> dict[tuple[str, str], str]:
    """Return the id of the transaction of each occurrence."""
    return {
        (one.candidate.occurrence.recurring_id, str(one.candidate.occurrence.nominal)): (
            one.candidate.payment.id
        )
        for one in matches
    }


TYPES = st.sampled_from(
    [*[("EXPENSE", None)] * 6, ("INCOME", None), ("TRANSFER", "savings"), ("TRANSFER", "card")]
)
ACCOUNTS = st.sampled_from([*["giro"] * 6, "card"])
CURRENCIES = st.sampled_from([*["EUR"] * 6, "USD"])
PAYEES = st.sampled_from([None, "video", "video store", "music"])
AMOUNTS = st.integers(900, 1_100)


@st.composite
def open_ones(draw: st.DrawFn) -> OpenOccurrence:
    low, high = sorted([draw(AMOUNTS), draw(AMOUNTS)])
    expected = draw(st.sampled_from([None, ExpectedAmount.exactly(low)]))
    type_, to_account = draw(TYPES)
    return due(
        DAY + timedelta(days=draw(st.integers(0, 30))),
        draw(st.sampled_from(["a", "b", "c"])),
        period_days=draw(st.sampled_from([7, 14, 30])),
        type=type_,
        to_account_id=to_account,
        account_id=draw(ACCOUNTS),
        currency=draw(CURRENCIES),
        payee=draw(PAYEES),
        amount=draw(st.sampled_from([expected, ExpectedAmount(low, high, low)])),
    )


@st.composite
def payments(draw: st.DrawFn) -> Payment:
    type_, to_account = draw(TYPES)
    return paid(
        draw(st.integers(0, 30)),
        draw(st.uuids()).hex,
        type=type_,
        to_account_id=to_account,
        account_id=draw(ACCOUNTS),
        currency=draw(CURRENCIES),
        payee=draw(PAYEES),
        amount_minor=draw(AMOUNTS),
    )


OPEN = st.lists(open_ones(), max_size=8, unique_by=lambda one: one.key)
PAID = st.lists(payments(), max_size=8, unique_by=lambda one: one.id)


@given(OPEN, PAID)
@bounded
def test_each_occurrence_and_transaction_is_matched_once_at_most(
    occurrences: list[OpenOccurrence], transactions: list[Payment]
) -> None:
    found = match(occurrences, transactions)
    assert len({one.candidate.occurrence.key for one in found}) == len(found)
    assert len({one.candidate.payment.id for one in found}) == len(found)


@given(OPEN, PAID, st.integers(0, 99))
@bounded
def test_the_order_is_irrelevant(
    occurrences: list[OpenOccurrence], transactions: list[Payment], seed: int
) -> None:
    random = Random(seed)  # noqa: S311 (an order)
    found = match(
        random.sample(occurrences, len(occurrences)), random.sample(transactions, len(transactions))
    )
    assert found == match(occurrences, transactions)


@given(OPEN, PAID)
@bounded
def test_account_direction_currency_and_half_a_period_hold(
    occurrences: list[OpenOccurrence], transactions: list[Payment]
) -> None:
    for one in match(occurrences, transactions):
        occurrence, payment = one.candidate.occurrence, one.candidate.payment
        assert occurrence.currency == payment.currency
        assert occurrence.flows & payment.flows
        assert 2 * abs((payment.date - occurrence.effective).days) < occurrence.period_days


@given(OPEN, PAID, PAID)
@bounded
def test_transactions_that_fit_nothing_change_nothing(
    occurrences: list[OpenOccurrence], transactions: list[Payment], others: list[Payment]
) -> None:
    fitting = {one.payment.id for one in candidates(occurrences, others)}
    far = [one for one in others if one.id not in fitting]
    assert match(occurrences, transactions + far) == match(occurrences, transactions)


@given(OPEN, PAID)
@bounded
def test_what_is_not_matched_had_no_free_partner(
    occurrences: list[OpenOccurrence], transactions: list[Payment]
) -> None:
    found = match(occurrences, transactions)
    keys = {one.candidate.occurrence.key for one in found}
    ids = {one.candidate.payment.id for one in found}
    for one in candidates(occurrences, transactions):
        assert one.occurrence.key in keys or one.payment.id in ids


@for_each(
    ("fields", "nominal", "days"),
    [
        ({"frequency": "WEEKLY"}, DAY, 7),
        ({"frequency": "MONTHLY", "days_of_month": [12, 27]}, DAY, 15),
        ({"frequency": "MONTHLY"}, DAY + timedelta(days=31), 30),
        ({"frequency": "MONTHLY", "count": 2}, DAY + timedelta(days=31), 31),
        ({"frequency": "YEARLY", "count": 1}, DAY, 30),
    ],
)
def test_a_period_is_the_time_to_the_nearest_other_occurrence(
    fields: dict[str, Any], nominal: date, days: int
) -> None:
    assert period_days_of(made(start=str(DAY), **fields), nominal) == days


def test_a_match_explains_itself() -> None:
    [found] = match([due(amount=ExpectedAmount(900, 1_000, 950))], [paid(2, amount_minor=1_100)])
    assert found.candidate.days == 2
    assert found.candidate.percent_off == 11
    assert found.candidate.payee is PayeeFit.SAME
    assert found.is_decision


def weekly(*weeks: int) -> list[OpenOccurrence]:
    return [due(DAY + timedelta(weeks=week), period_days=7) for week in weeks]


def test_a_weekly_debit_is_not_taken_for_last_weeks() -> None:
    found = match(weekly(0, 1, 2), [paid(8, "second"), paid(15, "third")])
    assert links(found) == {
        ("video", "2026-10-19"): "second",
        ("video", "2026-10-26"): "third",
    }
    assert all(one.is_decision for one in found)


def test_a_late_debit_stays_with_its_own_week() -> None:
    found = match(weekly(0, 1), [paid(3, "late"), paid(8, "on time")])
    assert links(found) == {("video", "2026-10-12"): "late", ("video", "2026-10-19"): "on time"}


def test_two_subscriptions_of_one_payee_are_matched_by_amount_and_by_day() -> None:
    small, large = (ExpectedAmount.exactly(amount) for amount in (900, 1_000))
    occurrences = [due(amount=small, recurring="small"), due(amount=large, recurring="large")]
    found = match(occurrences, [paid(0, "x"), paid(0, "y", amount_minor=900)])
    assert links(found) == {("large", "2026-10-12"): "x", ("small", "2026-10-12"): "y"}
    early, late = due(recurring="early"), due(DAY + timedelta(days=8), "late")
    found = match([early, late], [paid(1, "x"), paid(9, "y")])
    assert links(found) == {("early", "2026-10-12"): "x", ("late", "2026-10-20"): "y"}


def test_the_sum_counts_and_not_the_best_pair_alone() -> None:
    # The first fits both transactions, the second only one of them.
    wide = due(amount=ExpectedAmount(900, 1_200, 1_000), recurring="wide")
    narrow = due(amount=ExpectedAmount.exactly(1_000), recurring="narrow", payee=None)
    found = match([wide, narrow], [paid(0, "x"), paid(1, "y", amount_minor=1_200)])
    assert links(found) == {("wide", "2026-10-12"): "y", ("narrow", "2026-10-12"): "x"}


@for_each(
    ("occurrence", "payment", "doubts"),
    [
        (due(), paid(7), ()),
        (due(), paid(8), (Doubt.DATE,)),
        (due(period_days=365), paid(14), ()),
        (due(period_days=365), paid(15), (Doubt.DATE,)),
        (due(period_days=7), paid(3), ()),
        (due(), paid(amount_minor=1_200), ()),
        (due(), paid(amount_minor=1_201), (Doubt.AMOUNT,)),
        (due(), paid(payee=None), ()),
        (due(), paid(payee=None, amount_minor=1_001), (Doubt.AMOUNT,)),
        (due(payee=None, amount=ExpectedAmount(900, 1_100, 1_000)), paid(), (Doubt.PAYEE,)),
        (due(), paid(payee="video.com"), (Doubt.PAYEE,)),
        (due(), paid(payee="video amsterdam"), ()),
        (due(amount=None), paid(amount_minor=7), ()),
    ],
)
def test_a_match_in_doubt_is_a_suggestion(
    occurrence: OpenOccurrence, payment: Payment, doubts: tuple[Doubt, ...]
) -> None:
    [found] = match([occurrence], [payment])
    assert found.doubts == doubts
    assert found.is_decision == (not doubts)


def test_an_amount_that_is_more_than_half_off_is_a_suggestion_on_the_day() -> None:
    [found] = match([due()], [paid(amount_minor=2_500)])
    assert (found.doubts, found.candidate.percent_off) == ((Doubt.AMOUNT,), 150)
    assert match([due()], [paid(amount_minor=2_500)], {(due().key, "t")}) == []


def test_a_far_amount_takes_nothing_from_pairs_that_fit() -> None:
    second = due(recurring="second", amount=ExpectedAmount.exactly(1_200))
    found = match([due(), second], [paid(), paid(name="far", amount_minor=4_000)])
    by_payment = {one.candidate.payment.id: one for one in found}
    assert by_payment["t"].candidate.occurrence.recurring_id == "video"
    assert (by_payment["t"].doubts, by_payment["far"].doubts) == ((), (Doubt.AMOUNT,))


@for_each(
    ("occurrence", "payment"),
    [
        (due(), paid(15)),
        (due(), paid(-15)),
        (due(), paid(1, amount_minor=1_501)),
        (due(), paid(amount_minor=1_501, payee=None)),
        (due(), paid(amount_minor=-1_501)),
        (due(), paid(amount_minor=1_001, payee="music")),
        (due(amount=None), paid(payee="music")),
        (due(amount=None), paid(9, payee=None)),
        (due(), paid(account_id="card")),
        (due(), paid(currency="USD")),
        (due(), paid(type="INCOME")),
        (
            due(type="TRANSFER", to_account_id="savings"),
            paid(type="TRANSFER", to_account_id="card"),
        ),
    ],
)
def test_what_does_not_fit_is_not_matched(occurrence: OpenOccurrence, payment: Payment) -> None:
    assert match([occurrence], [payment]) == []


@for_each(
    "payment",
    [
        paid(type="TRANSFER", to_account_id="savings"),
        paid(),
        paid(type="INCOME", account_id="savings"),
    ],
)
def test_a_bank_shows_a_transfer_on_either_account(payment: Payment) -> None:
    assert len(match([due(type="TRANSFER", to_account_id="savings")], [payment])) == 1


def test_transactions_that_fit_about_as_well_are_named() -> None:
    [found] = match([due()], [paid(1, "x"), paid(3, "y")])
    assert (found.candidate.payment.id, found.doubts) == ("x", (Doubt.AMBIGUOUS,))
    assert found.other_payments == ("y",)
    [clear] = match([due()], [paid(0, "x"), paid(3, "y", amount_minor=1_400)])
    assert clear.is_decision


def test_occurrences_that_fit_about_as_well_are_named() -> None:
    other = due(DAY + timedelta(days=3), "other")
    [found] = match([due(), other], [paid(1)])
    assert found.other_occurrences == (other.key,)
    assert found.doubts == (Doubt.AMBIGUOUS,)


def test_an_exchange_that_fits_about_as_well_is_named() -> None:
    first, second = due(recurring="first"), due(DAY + timedelta(days=1), "second")
    [one, two] = match([first, second], [paid(0, "x", amount_minor=1_010), paid(1, "y")])
    assert one.other_payments == (two.candidate.payment.id,)
    assert one.other_occurrences == (two.candidate.occurrence.key,)


def test_exchanging_equal_ones_is_no_doubt() -> None:
    found = match([due(recurring="a"), due(recurring="b")], [paid(0, "x"), paid(1, "y")])
    assert len(found) == 2
    assert all(one.is_decision for one in found)
    apart = [due(recurring="a"), due(DAY + timedelta(days=1), "b")]
    assert all(one.is_decision for one in match(apart, [paid(0, "x"), paid(0, "y")]))
