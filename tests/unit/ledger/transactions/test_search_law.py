"""A search finds what it should: the index never hides what the check would let through."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import (
    Exchange,
    ExchangeSource,
    ExchangeState,
)
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.terms import terms_of
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from tests.unit.examples import category, sample_ledger
from tests.unit.strategies import (
    CATEGORY_TYPES,
    bounded,
    days,
    sentences,
    texts,
    transactions,
    words,
)

ASKED = sorted(
    {field.name for field in fields(TransactionFilter)}
    - {"dates", "deleted", "by_amount", "descending"}
)
"""Fields that choose transactions by what they are."""


def naively_plain(text: str) -> str:
    """Return the text in small letters without accents, by a way of its own."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M")).lower()


def naive_words(text: str) -> list[str]:
    """Return the words of a text, by a way of its own: accents off, small letters, split."""
    return re.split(r"[^a-z0-9]+", naively_plain(text))


def naive_texts(one: Transaction) -> str:
    """Return all that is written in a transaction."""
    notes = [split.note or "" for split in one.splits]
    return " ".join([one.payee or "", one.description or "", one.notes or "", *notes])


def naive_categories(one: Transaction) -> list[str]:
    parts = [split.category_id for split in one.splits] or [one.category_id]
    return [category_id for category_id in parts if category_id is not None]


def naively_unfiled(one: Transaction) -> bool:
    if one.splits:
        return None in [split.category_id for split in one.splits]
    return one.type != "TRANSFER" and one.category_id is None


def naively_has(state: ExchangeState, one: Transaction) -> bool:
    exchange = one.exchange
    if state is ExchangeState.ESTIMATED:
        return one.is_amount_estimated or one.is_to_amount_estimated
    if exchange is None:
        return False
    if state is ExchangeState.UNCONVERTED:
        return exchange.base_minor is None
    is_early = exchange.rate_date is not None and exchange.rate_date < one.date
    return is_early and exchange.rate_source != "GIVEN"


def naively_matches(wanted: TransactionFilter, ledger: Ledger, one: Transaction) -> bool:
    names = [ledger.categories[key].name for key in naive_categories(one)]
    here = naive_words(" ".join([naive_texts(one), *names]))
    payee = None if one.payee is None else naively_plain(one.payee).split()
    asked_payee = naively_plain(wanted.payee or "").split()
    base = one.amount_minor if one.exchange is None else one.exchange.base_minor
    lowest, highest = wanted.min_amount_minor, wanted.max_amount_minor
    return (
        wanted.type in (None, one.type)
        and wanted.category_id in (None, *naive_categories(one))
        and (naively_unfiled(one) or not wanted.unfiled)
        and (wanted.custom_type_id is None or wanted.custom_type_id == one.custom_type_id)
        and not (wanted.untyped and one.custom_type_id)
        and wanted.currency in (None, one.currency)
        and (wanted.exchange is None or naively_has(wanted.exchange, one))
        and wanted.account_id in (None, one.account_id, one.to_account_id)
        and (wanted.payee is None or asked_payee == payee)
        and (wanted.tag is None or wanted.tag.lower() in [tag.lower() for tag in one.tags])
        and (lowest is None or (base is not None and base >= lowest))
        and (highest is None or (base is not None and base <= highest))
        and all(any(word.startswith(prefix) for word in here) for prefix in wanted.words)
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Draw the categories that transactions are drawn from, with any names."""
    return sample_ledger(
        *(
            category(key, name=draw(sentences) or "x", type=kind)
            for key, kind in CATEGORY_TYPES.items()
        )
    )


filters = st.builds(
    TransactionFilter,
    type=st.none() | st.sampled_from(TransactionType),
    min_amount_minor=st.none() | st.integers(-100, 100),
    max_amount_minor=st.none() | st.integers(-100, 100),
    category_id=st.none() | st.sampled_from(sorted(CATEGORY_TYPES)),
    unfiled=st.booleans(),
    custom_type_id=st.sampled_from([None, None, "gift", "loan"]),
    untyped=st.booleans(),
    account_id=st.none() | st.sampled_from(["main", "savings", "other"]),
    exchange=st.none() | st.sampled_from(ExchangeState),
    currency=st.sampled_from([None, None, "EUR", "USD"]),
    payee=st.none() | words,
    tag=st.none() | st.sampled_from(["ab", "AB", "d"]),
    words=st.frozensets(words.map(lambda word: word.replace("é", "e")), max_size=2),
)


exchanges = st.none() | st.builds(
    lambda base_minor, source, day: (
        Exchange(currency="USD")
        if base_minor is None
        else Exchange(
            currency="USD", base_minor=base_minor, rate="1.1", rate_date=day, rate_source=source
        )
    ),
    st.none() | st.integers(-100, 100),
    st.sampled_from(ExchangeSource),
    days,
)


@st.composite
def converted(draw: st.DrawFn) -> Transaction:
    """Draw a transaction that is perhaps foreign, and perhaps has estimated amounts."""
    one, exchange = draw(transactions(text=texts)), draw(exchanges)
    changes: dict[str, Any] = {"exchange": exchange}
    if exchange is not None:
        changes["currency"] = "EUR"
    if one.type is not TransactionType.TRANSFER and draw(st.booleans()):
        original = Original(amount_minor=one.amount_minor, currency="JPY")
        changes |= {"original": original, "is_amount_estimated": draw(st.booleans())}
    return one.model_copy(update=changes)


@given(filters, ledgers(), converted())
@bounded
def test_what_matches_is_what_a_naive_reading_says(
    wanted: TransactionFilter, ledger: Ledger, one: Transaction
) -> None:
    assert Search.of(wanted, ledger).matches(one) is naively_matches(wanted, ledger, one)


@st.composite
def filters_of(draw: st.DrawFn, ledger: Ledger, one: Transaction) -> TransactionFilter:
    """Draw a filter that the transaction matches, by some of its own facts."""
    names = [ledger.categories[key].name for key in one.category_ids]
    here = sorted(set(naive_words(" ".join([naive_texts(one), *names]))) - {""})
    accounts = [account for account in (one.account_id, one.to_account_id) if account]
    begun = [word[: draw(st.integers(1, len(word)))] for word in here]
    return TransactionFilter(
        type=draw(st.sampled_from([None, one.type])),
        category_id=draw(st.sampled_from([None, *sorted(one.category_ids)])),
        unfiled=draw(st.booleans()) and naively_unfiled(one),
        custom_type_id=draw(st.sampled_from([None, one.custom_type_id])),
        untyped=draw(st.booleans()) and one.custom_type_id is None,
        account_id=draw(st.sampled_from([None, *accounts])),
        exchange=draw(st.sampled_from([None, *one.exchange_states])),
        currency=draw(st.sampled_from([None, one.currency])),
        payee=draw(st.sampled_from([None, (one.payee or "").upper() or None])),
        tag=draw(st.sampled_from([None, *map(str.swapcase, one.tags)])),
        words=draw(st.frozensets(st.sampled_from(begun), max_size=2)) if begun else frozenset(),
        # Only the trash has transactions of accounts that were deleted.
        deleted=one.is_deleted or not ledger.accounts.keys() >= set(accounts),
    )


@given(ledgers(), converted(), st.data())
@bounded
def test_whatever_matches_is_found_by_the_index_too(
    ledger: Ledger, one: Transaction, data: st.DataObject
) -> None:
    asked = Search.of(data.draw(filters_of(ledger, one)), ledger)
    terms = asked.indexed_terms()

    assert asked.matches(one)
    assert not terms or set(terms) & set(terms_of(one))


@st.composite
def short_filters(draw: st.DrawFn) -> TransactionFilter:
    """Draw a filter of at most two fields, which is more often one that an index answers alone."""
    wanted = draw(filters)
    names = draw(st.sets(st.sampled_from(ASKED), max_size=2))
    return TransactionFilter(**{name: getattr(wanted, name) for name in names})


@given(short_filters(), ledgers(), converted())
@bounded
def test_what_an_exact_or_summed_query_finds_is_what_matches(
    wanted: TransactionFilter, ledger: Ledger, one: Transaction
) -> None:
    asked = Search.of(wanted, ledger)
    terms = asked.indexed_terms()
    amounts = TransactionFilter(
        min_amount_minor=wanted.min_amount_minor, max_amount_minor=wanted.max_amount_minor
    )
    has_type = wanted.type in (None, one.type)
    is_between = naively_matches(amounts, ledger, one)
    has_term = not set(terms).isdisjoint(terms_of(one))

    if asked.can_be_summed:
        is_found = has_type and (has_term if terms else is_between)
        assert is_found is naively_matches(wanted, ledger, one)
    if asked.is_exact:
        is_found = has_term if terms else has_type and is_between
        assert is_found is naively_matches(wanted, ledger, one)
