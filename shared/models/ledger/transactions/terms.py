"""Index terms of transactions.

A Firestore query can search for elements of one array, so everything that can be searched for is an
element of the same array; the first character distinguishes their kinds.
"""

from __future__ import annotations

from shared.models.ledger.transactions.currencies.exchange import ExchangeState
from shared.models.ledger.transactions.transaction import Transaction, payee_key
from shared.models.values.characters.names import same_name_key
from shared.models.values.identifiers import derived_id
from shared.models.values.text import words_of

_MAX_TAG_KEY = 40
"""Characters; of a longer key, which has ligatures taken apart, a hash is the term."""

PREFIX_LENGTH = 3
"""Maximum length of the beginnings of words in the index."""


def tag_term(tag: str) -> str:
    """Return the term that tags share if they look alike, or differ in case alone."""
    key = same_name_key(tag)
    return "#" + (key if len(key) <= _MAX_TAG_KEY else derived_id("tag", key))


def tag_of_term(term: str) -> str:
    """Return the key of a tag from its term; ``Ledger.tag_name`` has the tag to show."""
    return term.removeprefix("#")


def category_term(category_id: str) -> str:
    """Return the term of a category, of a transaction or of a split."""
    return "@" + category_id


UNFILED_TERM = "@"
"""The term of a transaction of which a part has no category."""


def custom_type_term(custom_type_id: str) -> str:
    """Return the term of a custom type."""
    return "%" + custom_type_id


def account_term(account_id: str) -> str:
    """Return the term of an account, on either side of a transfer."""
    return "=" + account_id


def recurring_term(recurring_id: str) -> str:
    """Return the term of the recurring entry that a transaction is an occurrence of."""
    return "*" + recurring_id


def goal_term(goal_id: str) -> str:
    """Return the term of the goal that a transaction counts for."""
    return "+" + goal_id


def import_term(account_id: str) -> str:
    """Return the term of the account that a transaction was imported to."""
    return "&" + account_id


EXCHANGE_TERMS = {
    ExchangeState.UNCONVERTED: "!",
    ExchangeState.EARLIER_RATE: "?",
    ExchangeState.ESTIMATED: "^",
}
"""The terms of the states of amounts in several currencies."""


def exchange_term(state: ExchangeState, currency: str) -> str:
    """Return the term of transactions in a currency whose amounts are in a state."""
    return EXCHANGE_TERMS[state] + currency


def unconverted_term(currency: str) -> str:
    """Return the term of transactions in a currency without an amount in the ledger's."""
    return exchange_term(ExchangeState.UNCONVERTED, currency)


def provisional_term(currency: str) -> str:
    """Return the term of transactions in a currency with a rate of an earlier day than theirs."""
    return exchange_term(ExchangeState.EARLIER_RATE, currency)


def payee_term(payee: str) -> str:
    """Return the term of a payee; see ``payee_key``."""
    return "~" + payee_key(payee)


def searched_text(transaction: Transaction) -> str:
    """Return the text of a transaction that words are searched in, without category names."""
    notes = [split.note for split in transaction.splits]
    texts = [transaction.payee, transaction.description, transaction.notes, *notes]
    return " ".join(text for text in texts if text)


def prefixes_of(text: str) -> set[str]:
    """Return the first one, two and three letters of each word of a text."""
    return {
        word[:length]
        for word in words_of(text)
        for length in range(1, min(PREFIX_LENGTH, len(word)) + 1)
    }


def terms_of(transaction: Transaction) -> list[str]:
    """Return all index terms of a transaction."""
    terms = prefixes_of(searched_text(transaction))
    terms.update(tag_term(tag) for tag in transaction.tags)
    terms.update(category_term(category_id) for category_id in transaction.category_ids)
    if transaction.is_unfiled:
        terms.add(UNFILED_TERM)
    terms.update(account_term(account_id) for account_id, _ in transaction.account_changes)
    if transaction.import_key:
        keys = transaction.import_key.split(" ")
        terms.update(import_term(key.partition(".")[0]) for key in keys)
    if transaction.recurring_id is not None:
        terms.add(recurring_term(transaction.recurring_id))
    if transaction.goal_id is not None:
        terms.add(goal_term(transaction.goal_id))
    if transaction.custom_type_id is not None:
        terms.add(custom_type_term(transaction.custom_type_id))
    for state in transaction.exchange_states:
        terms |= {EXCHANGE_TERMS[state], exchange_term(state, transaction.currency)}
    if transaction.payee:
        terms.add(payee_term(transaction.payee))
    return sorted(terms)
