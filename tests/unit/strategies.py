"""What hypothesis draws for the tests of the models, and how much of it."""

from __future__ import annotations

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from shared.models.category import EntryType
from shared.models.transaction import Transaction
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
march_days = st.dates(date(2026, 3, 1), date(2026, 3, 31))
days = st.dates(date(2026, 1, 30), date(2026, 4, 2))
words = st.text("abcé", min_size=1, max_size=5)
sentences = st.lists(words, max_size=3).map(" ".join)
texts = st.none() | sentences
no_text = st.none()


@st.composite
def transactions(
    draw: st.DrawFn,
    dates: st.SearchStrategy[date] = days,
    text: st.SearchStrategy[str | None] = no_text,
) -> Transaction:
    """A transaction of one of the categories, perhaps in the bin."""
    category_id = draw(st.sampled_from(sorted(CATEGORY_TYPES)))
    return transaction(
        type=CATEGORY_TYPES[category_id],
        category_id=category_id,
        amount_minor=draw(amounts_minor),
        date=draw(dates),
        description=draw(text),
        notes=draw(text),
        tags=tuple(draw(st.lists(st.sampled_from(["ab", "Ab", "c"]), max_size=2))),
        deleted_at=draw(st.sampled_from([None, None, NOON])),
    )
