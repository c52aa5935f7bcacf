"""Strategies of hypothesis for the tests of the models, and numbers of examples."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from shared.models.ledger.category import EntryType
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.settings.month_start_input import MonthStartDraft
from shared.models.values.dates import Calendar
from tests.unit.examples import NOON, transaction

bounded = settings(max_examples=60, deadline=None)
"""Enough to find what is wrong, and quick; a busy machine fails nothing."""

CATEGORY_TYPES = {
    "pay": EntryType.INCOME,
    "gift": EntryType.INCOME,
    "rent": EntryType.EXPENSE,
    "food": EntryType.EXPENSE,
}
"""Categories by id: a few, so that transactions meet in them."""

amounts_minor = st.integers(-100_000, 100_000).filter(bool)


def calendar_of(day: int, shift: str = "NONE", holidays: str | None = None) -> Calendar:
    """Return the calendar whose months start on that day, shifted; no shift has no holidays."""
    known = None if shift == "NONE" else holidays
    draft = MonthStartDraft.model_validate({"day": day, "shift": shift, "holidays": known})
    return Calendar(draft.start())


calendars = st.builds(
    calendar_of,
    st.integers(1, 31),
    st.sampled_from(["NONE", "PREVIOUS", "NEXT", "NEXT_IN_MONTH"]),
    st.sampled_from([None, "DE-BY", "US", "SA", "CN", "IL"]),
)
"""Calendars whose months start on any day, with and without a shift to a business day."""

march_days = st.dates(date(2026, 3, 1), date(2026, 3, 31))
days = st.dates(date(2026, 1, 30), date(2026, 4, 2))
words = st.text("abcé", min_size=1, max_size=5)
sentences = st.lists(words, max_size=3).map(" ".join)
texts = st.none() | sentences
no_text = st.none()


def _with_type(facts: dict[str, Any]) -> dict[str, Any]:
    """Add the type of the category to the facts of a transaction."""
    return facts | {"type": TransactionType(CATEGORY_TYPES[facts["category_id"]])}


_transfers = st.fixed_dictionaries(
    {
        "type": st.just(TransactionType.TRANSFER),
        "category_id": st.none(),
        "amount_minor": amounts_minor.map(abs),
        "account_id": st.just("main"),
        "to_account_id": st.sampled_from(["savings", "card"]),
    }
)
_whole_entries = st.fixed_dictionaries(
    {
        "category_id": st.sampled_from(sorted(CATEGORY_TYPES)),
        "amount_minor": amounts_minor,
        "account_id": st.sampled_from(["main", "savings", "card"]),
    }
).map(_with_type)
_unfiled_entries = st.fixed_dictionaries(
    {
        "type": st.sampled_from([TransactionType.INCOME, TransactionType.EXPENSE]),
        "category_id": st.none(),
        "amount_minor": amounts_minor,
    }
)
_splits = st.lists(
    st.builds(
        Split, category_id=st.sampled_from(["food", "rent", None]), amount_minor=amounts_minor
    ),
    min_size=2,
    max_size=4,
).filter(lambda splits: sum(split.amount_minor for split in splits))
_split_entries = _splits.map(
    lambda splits: {
        "type": TransactionType.EXPENSE,
        "category_id": None,
        "splits": tuple(splits),
        "amount_minor": sum(split.amount_minor for split in splits),
    }
)
# Made once: to make a strategy takes longer than to draw from it.
_facts: st.SearchStrategy[dict[str, Any]] = st.one_of(
    _transfers, _whole_entries, _unfiled_entries, _split_entries
)
_tags = st.lists(st.sampled_from(["ab", "Ab", "c"]), max_size=2).map(tuple)
_labels = {TransactionType.EXPENSE: "gift", TransactionType.TRANSFER: "loan"}
"""Custom types by the type of their transactions."""

_deletions = st.sampled_from([None, None, NOON])


@st.composite
def transactions(
    draw: st.DrawFn,
    dates: st.SearchStrategy[date] = days,
    text: st.SearchStrategy[str | None] = no_text,
) -> Transaction:
    """Draw a transaction of any type, perhaps with splits, perhaps unfiled, perhaps deleted."""
    facts = draw(_facts)
    return transaction(
        **facts,
        custom_type_id=draw(st.sampled_from([None, _labels.get(facts["type"])])),
        goal_id=draw(st.sampled_from([None, "sea"])),
        date=draw(dates),
        payee=draw(text) or None,
        description=draw(text),
        notes=draw(text),
        tags=draw(_tags),
        deleted_at=draw(_deletions),
    )
