"""Search of transactions: the filter, the part an index answers, and the check of the rest.

Each transaction stores ``terms``: the first letters of its words, its tags, categories, accounts
and payee. A Firestore query can search for one element of an array, so it searches for the most
selective one, and the rest is checked here. Besides dates, a query has one condition only: a term
or a type. So there are few indexes, and each query needs only one.
"""

from __future__ import annotations

from dataclasses import fields

from shared.errors import RebuildRunning
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import ExchangeState
from shared.models.ledger.transactions.terms import (
    EXCHANGE_TERMS,
    PREFIX_LENGTH,
    UNFILED_TERM,
    account_term,
    category_term,
    custom_type_term,
    exchange_term,
    goal_term,
    payee_term,
    recurring_term,
    searched_text,
    tag_term,
)
from shared.models.ledger.transactions.transaction import Transaction, TransactionType, payee_key
from shared.models.values.dates import ALL_DATES, DateRange
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import derived_id
from shared.models.values.text import words_of

_MAX_ALTERNATIVES = 20
"""Maximum number of alternative terms in one query; Firestore accepts 30."""


@frozen
class TransactionFilter:
    """Filter of transactions; all parts that are not None must match.

    ``words`` are without case and accents; each must be the beginning of a word of the payee, the
    description, the notes or a category's name. ``unfiled`` is for those of which a part has no
    category, ``untyped`` for those without a custom type, which no index finds. An account matches
    both sides of transfers, ``currency`` that of ``account_id`` alone. Bounds are inclusive. The
    order is by date, or by amount and then date.
    Amounts are in the ledger's currency; an unconverted transaction is outside of all bounds, and
    is before every amount.
    """

    dates: DateRange = ALL_DATES
    type: TransactionType | None = None
    category_id: str | None = None
    unfiled: bool = False
    account_id: str | None = None
    custom_type_id: str | None = None
    untyped: bool = False
    exchange: ExchangeState | None = None
    currency: str | None = None
    recurring_id: str | None = None
    goal_id: str | None = None
    payee: str | None = None
    tag: str | None = None
    words: frozenset[str] = frozenset()
    min_amount_minor: int | None = None
    max_amount_minor: int | None = None
    deleted: bool = False
    by_amount: bool = False
    descending: bool = True

    @property
    def has_amount_bounds(self) -> bool:
        """Return whether amounts are restricted."""
        return self.min_amount_minor is not None or self.max_amount_minor is not None

    @property
    def fingerprint(self) -> str:
        """Return a hash of the filter, for its cursors."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return derived_id("filter", repr(values | {"words": sorted(self.words)}))[:12]


@frozen
class Search:
    """Filter together with the categories that its words name."""

    filter: TransactionFilter
    word_categories: dict[str, frozenset[str]]
    currency_accounts: frozenset[str] = frozenset()
    """The accounts in the filter's currency; none for the trash, which has some of deleted ones."""

    is_moving_amounts: bool = False
    """Whether amounts are being stored in a new currency, so that no index has all in one."""

    @classmethod
    def of(cls, transaction_filter: TransactionFilter, ledger: Ledger) -> Search:
        """Return the search for that filter, with the categories that each word names.

        Raises:
            RebuildRunning: It orders by amount while amounts are being stored in a new currency.
        """
        if transaction_filter.by_amount and ledger.currency_change.is_moving:
            raise RebuildRunning
        category_words = {c.id: words_of(c.name) for c in ledger.categories.values()}
        return cls(
            transaction_filter,
            {
                word: frozenset(
                    category_id
                    for category_id, names in category_words.items()
                    if any(name.startswith(word) for name in names)
                )
                for word in transaction_filter.words
            },
            frozenset(
                account_id
                for account_id in (() if transaction_filter.deleted else ledger.accounts)
                if ledger.currency_of(account_id) == transaction_filter.currency
            ),
            ledger.currency_change.is_moving,
        )

    def indexed_terms(self) -> tuple[str, ...]:
        """Return the most selective terms to query by, any of which matches; empty if none helps.

        A recurring entry or a goal is rarer than a state of amounts in several currencies, this
        than a payee, a payee than a tag, a tag than a word, a word than what is unfiled, this than
        a custom type, then a category, then an account, then a currency, which is found by the
        accounts in it, except in the trash.
        """
        asked = self.filter
        if asked.recurring_id is not None:
            return (recurring_term(asked.recurring_id),)
        if asked.goal_id is not None:
            return (goal_term(asked.goal_id),)
        if terms := self._exchange_terms():
            return terms
        if asked.payee is not None:
            return (payee_term(asked.payee),)
        if asked.tag is not None:
            return (tag_term(asked.tag),)
        unfiled = (UNFILED_TERM,) if asked.unfiled else ()
        return self._word_terms() or unfiled or self._part_terms()

    @property
    def is_exact(self) -> bool:
        """Return whether everything that the query finds matches, so nothing is checked here."""
        asked = self.filter
        number = self._number_of_terms + len(asked.words)
        asks_for_amounts = asked.has_amount_bounds or asked.exchange is not None
        if asked.untyped or asked.currency or (self.is_moving_amounts and asks_for_amounts):
            return False
        if number == 0:
            return True
        is_more = asked.type is not None or asked.has_amount_bounds or bool(asked.words)
        return number == 1 and not is_more

    @property
    def can_be_summed(self) -> bool:
        """Return whether queries by one term and a type find exactly the matching transactions."""
        asked = self.filter
        is_checked = asked.untyped or bool(asked.words or asked.currency) or self.is_moving_amounts
        return not is_checked and self._number_of_terms + asked.has_amount_bounds <= 1

    @property
    def _number_of_terms(self) -> int:
        asked = self.filter
        terms = (
            asked.payee, asked.tag, asked.category_id, asked.account_id, asked.custom_type_id,
            asked.exchange,
            asked.recurring_id, asked.goal_id,
        )  # fmt: skip
        return sum(term is not None for term in terms) + asked.unfiled

    def _exchange_terms(self) -> tuple[str, ...]:
        """Return the term of the state of amounts in several currencies; empty without one.

        While amounts move to a new currency, some still have the terms of the former one.
        """
        state, currency = self.filter.exchange, self.filter.currency
        if state is None or self.is_moving_amounts:
            return ()
        return (EXCHANGE_TERMS[state] if currency is None else exchange_term(state, currency),)

    def _part_terms(self) -> tuple[str, ...]:
        """Return the terms of the custom type, category, account or currency: the first there is.

        Empty without any of them, and for a currency of too many accounts or in the trash.
        """
        if self.filter.custom_type_id is not None:
            return (custom_type_term(self.filter.custom_type_id),)
        if self.filter.category_id is not None:
            return (category_term(self.filter.category_id),)
        if self.filter.account_id is not None:
            return (account_term(self.filter.account_id),)
        accounts = sorted(self.currency_accounts)
        return tuple(map(account_term, accounts)) if len(accounts) <= _MAX_ALTERNATIVES else ()

    def _word_terms(self) -> tuple[str, ...]:
        """Return the terms of the most selective word; none if the filter's category is better.

        A word may also match a category, even that of a split when another category is requested.
        """
        is_pinned = self.filter.category_id is not None
        open_words = [
            word for word in self.filter.words if not (is_pinned and self.word_categories[word])
        ]
        if not open_words:
            return ()
        word = min(open_words, key=lambda w: (len(self.word_categories[w]), -len(w), w))
        alternatives = sorted(self.word_categories[word])
        if len(alternatives) >= _MAX_ALTERNATIVES:
            return ()
        return (word[:PREFIX_LENGTH], *map(category_term, alternatives))

    def matches(self, transaction: Transaction) -> bool:
        """Return whether everything except dates and deletion matches; the query checks these."""
        asked = self.filter
        accounts = (transaction.account_id, transaction.to_account_id)
        return (
            asked.type in (None, transaction.type)
            and (asked.category_id is None or asked.category_id in transaction.category_ids)
            and asked.custom_type_id in (None, transaction.custom_type_id)
            and asked.recurring_id in (None, transaction.recurring_id)
            and asked.goal_id in (None, transaction.goal_id)
            and (transaction.custom_type_id is None or not asked.untyped)
            and (transaction.is_unfiled or not asked.unfiled)
            and (asked.account_id is None or asked.account_id in accounts)
            and asked.currency in (None, transaction.currency)
            and (asked.exchange is None or asked.exchange in transaction.exchange_states)
            and self._has_payee(transaction.payee)
            and self._has_amount(transaction.base_minor)
            and self._has_tag(transaction)
            and self._has_words(transaction)
        )

    def _has_payee(self, payee: str | None) -> bool:
        wanted = self.filter.payee
        return wanted is None or (payee is not None and payee_key(payee) == payee_key(wanted))

    def _has_amount(self, amount_minor: int | None) -> bool:
        if amount_minor is None:
            return not self.filter.has_amount_bounds
        lowest, highest = self.filter.min_amount_minor, self.filter.max_amount_minor
        return (lowest is None or lowest <= amount_minor) and (
            highest is None or amount_minor <= highest
        )

    def _has_tag(self, transaction: Transaction) -> bool:
        if self.filter.tag is None:
            return True
        return tag_term(self.filter.tag) in map(tag_term, transaction.tags)

    def _has_words(self, transaction: Transaction) -> bool:
        if not self.filter.words:
            return True
        words = words_of(searched_text(transaction))
        return all(
            not categories.isdisjoint(transaction.category_ids)
            or any(w.startswith(word) for w in words)
            for word, categories in self.word_categories.items()
        )
