from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.models.planning.detection.detection import MAX_SUGGESTIONS, detect
from shared.models.planning.detection.fingerprint import Fingerprint
from shared.models.planning.detection.observation import Observation
from tests.support.cases import for_each
from tests.unit.planning.detection.histories import TODAY, found, monthly, only, paid


def left(rows: list[Observation], dismissed: list[str], today: date = TODAY) -> list[int]:
    """Return the likely amounts of the suggestions that are not dismissed."""
    return [one.amount.likely for one in detect(rows, today, dismissed).suggestions]


def test_a_fingerprint_is_read_from_its_text() -> None:
    fingerprint = only(monthly(12, [999] * 6)).fingerprint
    assert Fingerprint.parse(str(fingerprint)) == fingerprint


@for_each("text", ["", "x", f"{'a' * 40}-any-999-m0-12-1", f"{'a' * 40}-any-999-d30-12-1"])
def test_other_texts_are_no_fingerprint(text: str) -> None:
    with pytest.raises(ValueError, match="must be a fingerprint"):
        Fingerprint.parse(text)


def test_a_dismissal_on_an_account_that_is_gone_holds_on_the_one_it_was_merged_into() -> None:
    rows = monthly(12, [999] * 6)
    text = str(only(rows).fingerprint.on_any_account())
    assert str(Fingerprint.parse(text)) == text
    assert left(monthly(12, [999] * 6, account_id="card"), [text]) == []
    assert left(monthly(12, [999] * 6, account_id="card", payee="music"), [text]) == [999]


def test_what_was_dismissed_is_named_as_it_is_now() -> None:
    rows = monthly(12, [999] * 6)
    old = str(only(rows[:4], rows[3].date).fingerprint)
    [(text, now)] = detect(rows[1:], TODAY, [old]).dismissed.items()
    assert (text, now.evidence[0].id) == (old, rows[1].id)


def test_what_is_covered_makes_room_for_less_sure_ones() -> None:
    rows = [row for number in range(101) for row in monthly(12, [999] * 6, payee=f"p{number}")]
    assert len(detect(rows, TODAY).suggestions) == MAX_SUGGESTIONS
    first = found(rows)[0].fingerprint
    others = detect(
        rows,
        TODAY,
        find_covered=lambda made: [n for n, one in enumerate(made) if one.fingerprint == first],
    ).suggestions
    assert len(others) == MAX_SUGGESTIONS
    assert first not in [one.fingerprint for one in others]


def test_a_fingerprint_stays_when_further_payments_arrive() -> None:
    rows = monthly(12, [999] * 12, last="2026-12")
    texts = {str(only(rows[:number], rows[number - 1].date).fingerprint) for number in (6, 9, 12)}
    assert len(texts) == 1


def test_a_dismissal_holds_for_good() -> None:
    """Through three years of further payments, two new prices and another day."""
    amounts = [999] * 12 + [1_099] * 12 + [1_299] * 24
    rows = monthly(12, amounts[:20], last="2027-06") + monthly(15, amounts[20:], last="2029-10")
    dismissed = [str(only(rows[:6], rows[5].date).fingerprint)]
    for number in range(6, len(rows) + 1):
        assert left(rows[:number], dismissed, rows[number - 1].date) == []


def test_a_dismissal_of_one_subscription_leaves_the_others_of_the_payee() -> None:
    rows = monthly(5, [299] * 6) + monthly(7, [999] * 6)
    [first, second] = found(rows)
    assert left(rows, [str(first.fingerprint)]) == [second.amount.likely]
    by_day = monthly(3, [999] * 6) + monthly(18, [999] * 6)
    assert left(by_day, [str(found(by_day)[0].fingerprint)]) == [999]
    equal = monthly(3, [999] * 6) + monthly(3, [999] * 6)
    assert {one.fingerprint.number for one in found(equal)} == {1, 2}
    for one in found(equal):
        [rest] = detect(equal, TODAY, [str(one.fingerprint)]).suggestions
        assert rest.fingerprint != one.fingerprint


def test_a_dismissal_holds_for_one_payee_account_and_amount() -> None:
    rows = monthly(12, [999] * 6)
    dismissed = [str(only(rows).fingerprint)]
    assert left(rows, dismissed) == []
    for other in (
        monthly(12, [999] * 6, payee="music"),
        monthly(12, [999] * 6, account_id="card"),
        monthly(12, [2_000] * 6),
        monthly(25, [999] * 6),
    ):
        assert len(left(other, dismissed)) == 1


def test_a_dismissed_payment_may_turn_out_to_be_another_period() -> None:
    """Two payments a month apart are monthly; with others between them, every two weeks."""
    day = date(2026, 8, 1)
    rows = [paid(day + timedelta(days=14 * number)) for number in range(6)]
    monthly_ones = [paid(f"2026-{month:02}-01") for month in (4, 5, 6, 7, 8)]
    dismissed = [str(only(monthly_ones, day).fingerprint)]
    assert len(found(rows, rows[-1].date)) == 1
    assert left(rows, dismissed, rows[-1].date) == []


def test_equal_fingerprints_are_numbered_by_their_first_payment() -> None:
    rows = monthly(3, [999] * 4) + monthly(3, [999] * 6)
    numbered = {one.fingerprint.number: len(one.evidence) for one in found(rows)}
    assert numbered == {1: 4, 2: 6}


def test_places_are_compared_by_what_both_periods_have() -> None:
    [yearly] = found(monthly(12, [999] * 3, interval=12))
    [each_month] = found(monthly(15, [999] * 6))
    [same_day] = found(monthly(12, [999] * 3))
    assert yearly.fingerprint.days_from(each_month.fingerprint) == 3
    assert yearly.fingerprint.days_from(same_day.fingerprint) == 0
