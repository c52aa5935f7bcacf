"""Stored suggestions: their entry, their size, and which of them people were told of."""

from __future__ import annotations

from datetime import date

from shared.models.planning.detection.detection import MAX_SUGGESTIONS
from shared.models.planning.recurring_input import RecurringPatch
from shared.models.planning.suggestions.stored import (
    MAX_SETTLED_ITEMS,
    MAX_TOLD,
    SuggestionState,
    told_after,
)
from tests.support.cases import for_each
from tests.unit.planning.detection.histories import every, monthly
from tests.unit.planning.suggestions.examples import NOON, stored

_LIMIT = 2**20


def test_the_largest_document_has_room() -> None:
    rows = every(7, [9_999_999_999_999] * 160, "2026-10-29", payee="p", id="i" * 64)
    wide = "\U0001f300"
    one = stored(rows, payee=wide * 100, description=wide * 200, custom_type_id="t" * 64)
    long = {"category_id": "c" * 64, "account_id": "a" * 64, "to_account_id": "a" * 64}
    most = one.model_copy(update=long)
    state = SuggestionState(
        as_of=NOON,
        today=NOON.date(),
        sequence=2**53,
        items=(most,) * (MAX_SUGGESTIONS + MAX_SETTLED_ITEMS),
        told=(most.fingerprint,) * MAX_TOLD,
    )
    stored_bytes = len(state.model_dump_json(exclude_defaults=True).encode())
    # Firestore counts a number with eight bytes, and one more for each value and name.
    assert stored_bytes < _LIMIT * 0.95


def test_the_schedule_begins_with_the_next_payment() -> None:
    weekly = stored(every(14, [999] * 8, "2026-10-28"))
    assert (weekly.next_date, weekly.schedule.start) == (date(2026, 11, 11), date(2026, 11, 11))
    # The 1st of November 2026 is a Sunday; payments are shifted to the next business day.
    days = [date(2026, month, 1) for month in range(1, 11)]
    shifted = [day.replace(day=1 + {5: 2, 6: 1}.get(day.weekday(), 0)) for day in days]
    rows = [row for day in shifted for row in every(1, [999], str(day))]
    first = stored(rows)
    assert (first.schedule.start, first.next_date) == (date(2026, 11, 1), date(2026, 11, 2))


@for_each(
    ("texts", "name"),
    [
        ({"payee": "Video", "description": "Films"}, "Video"),
        ({"payee": None, "description": "Films"}, "Films"),
        ({"payee": None, "description": "x" * 200}, "x" * 100),
        ({"payee": None, "description": "  \u200b "}, "Account"),
        ({"payee": None, "description": None}, "Account"),
    ],
)
def test_it_has_the_first_name_that_an_entry_may_have(
    texts: dict[str, str | None], name: str
) -> None:
    assert stored(monthly(12, [999] * 6), **texts).name == name


def test_a_patch_replaces_parts_of_the_entry() -> None:
    one = stored(monthly(12, [999, 999, 999, 1_099, 1_099]), payee="Video")
    assert one.draft(RecurringPatch()).model_dump(mode="json", exclude_defaults=True) == {
        "name": "Video",
        "mode": "REMIND",
        "template": {
            "type": "EXPENSE",
            "amount": "10.99",
            "account_id": "giro",
            "payee": "Video",
        },
        "schedule": {"start": "2026-11-12", "frequency": "MONTHLY", "days_of_month": [12]},
    }
    patch = RecurringPatch.model_validate(
        {"mode": "AUTO", "schedule": {"start": "2026-11-15", "frequency": "MONTHLY"}}
    )
    draft = one.draft(patch)
    assert (draft.name, draft.mode.value, draft.schedule.start.day) == ("Video", "AUTO", 15)


def test_an_amount_has_the_decimals_of_its_currency() -> None:
    one = stored(monthly(12, [1_500] * 6, currency="JPY"))
    assert one.entry["template"]["amount"] == "1500"


def test_each_suggestion_is_told_once_whatever_its_fingerprint_becomes() -> None:
    rows = monthly(12, [999] * 6 + [1_099] * 24)
    music = stored(monthly(12, [499] * 6, payee="music"))
    new, told = told_after((), [stored(rows)])
    assert (len(new), len(told)) == (1, 1)
    later = stored(rows[6:])
    assert later.fingerprint != told[0]

    new, told = told_after(told, [later, music])

    assert new == [music]
    assert told == (later.fingerprint, music.fingerprint)
    assert told_after(told, [music]) == ([], told)
    many = tuple(f"{number:040x}-any-1-m30-1-1" for number in range(MAX_TOLD))
    assert told_after(many, [music])[1] == (*many[1:], music.fingerprint)
