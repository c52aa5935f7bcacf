"""Strategies of hypothesis for the tests of the models, and numbers of examples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from shared.models.ledger.category import EntryType
from shared.models.ledger.transaction import Split, Transaction, TransactionType
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
    """Draw a transaction of any type, perhaps with splits, perhaps deleted."""
    facts = draw(st.sampled_from([_transfers, _whole_entries, _split_entries]).flatmap(_call))
    return transaction(
        **facts,
        date=draw(dates),
        payee=draw(text) or None,
        description=draw(text),
        notes=draw(text),
        tags=tuple(draw(st.lists(st.sampled_from(["ab", "Ab", "c"]), max_size=2))),
        deleted_at=draw(st.sampled_from([None, None, NOON])),
    )


def _call(make: Callable[[], st.SearchStrategy[dict[str, Any]]]) -> st.SearchStrategy[Any]:
    return make()


def _transfers() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "type": st.just(TransactionType.TRANSFER),
            "category_id": st.none(),
            "amount_minor": amounts_minor.map(abs),
            "account_id": st.just("main"),
            "to_account_id": st.sampled_from(["savings", "card"]),
        }
    )


def _whole_entries() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(sorted(CATEGORY_TYPES)).flatmap(
        lambda category_id: st.fixed_dictionaries(
            {
                "type": st.just(TransactionType(CATEGORY_TYPES[category_id])),
                "category_id": st.just(category_id),
                "amount_minor": amounts_minor,
                "account_id": st.sampled_from(["main", "savings", "card"]),
            }
        )
    )


def _split_entries() -> st.SearchStrategy[dict[str, Any]]:
    parts = st.lists(
        st.builds(Split, category_id=st.sampled_from(["food", "rent"]), amount_minor=amounts_minor),
        min_size=2,
        max_size=4,
    ).filter(lambda splits: sum(split.amount_minor for split in splits))
    return parts.map(
        lambda splits: {
            "type": TransactionType.EXPENSE,
            "category_id": None,
            "splits": tuple(splits),
            "amount_minor": sum(split.amount_minor for split in splits),
        }
    )
