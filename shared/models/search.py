"""Finding transactions: what is asked for, which part an index answers, and which is left to check.

Each transaction stores ``terms``: the first letters of its words, and its tags. Firestore can ask
for one element of an array per query, so the best one is asked for and the rest is checked here.
Next to dates, an index is asked for one thing only, the most selective: a term, a category or a
type. That keeps the indexes few, and each answers its query alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.models.category import EntryType
from shared.models.dates import ALL_DATES, DateRange
from shared.models.identifiers import derived_id
from shared.models.tenant import Tenant
from shared.models.text import words_of
from shared.models.transaction import Transaction

PREFIX_LENGTH = 3
"""Words are found in the index by their first letters, up to this many."""

_MOST_ALTERNATIVES = 10


def terms_of(transaction: Transaction) -> list[str]:
    """The terms a transaction is found by: prefixes of 1 to 3 letters, and ``#tag``."""
    words = words_of(f"{transaction.description or ''} {transaction.notes or ''}")
    prefixes = {
        word[:length] for word in words for length in range(1, min(PREFIX_LENGTH, len(word)) + 1)
    }
    return sorted(prefixes | {tag_term(tag) for tag in transaction.tags})


def tag_term(tag: str) -> str:
    """The term of a tag; tags are compared without regard to case."""
    return "#" + tag.casefold()


@dataclass(frozen=True)
class TransactionFilter:
    """Which transactions are asked for; every part that is not None must hold.

    ``words`` are folded; each must begin a word of the description, the notes or the category's
    name. Bounds are inclusive.
    """

    dates: DateRange = ALL_DATES
    type: EntryType | None = None
    category_id: str | None = None
    tag: str | None = None
    words: frozenset[str] = frozenset()
    min_amount_minor: int | None = None
    max_amount_minor: int | None = None
    deleted: bool = False
    newest_first: bool = True

    @property
    def has_amount_bounds(self) -> bool:
        """Whether amounts are restricted."""
        return self.min_amount_minor is not None or self.max_amount_minor is not None

    @property
    def fingerprint(self) -> str:
        """What tells a cursor of this filter from a cursor of another."""
        parts = (
            self.dates.start, self.dates.end, self.type, self.category_id, self.tag,
            sorted(self.words), self.min_amount_minor, self.max_amount_minor,
            self.deleted, self.newest_first,
        )  # fmt: skip
        return derived_id("filter", repr([str(part) for part in parts]))[:12]


@dataclass(frozen=True)
class IndexedTerm:
    """What the index is asked for: a term, or else any of some categories."""

    term: str
    or_category_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Search:
    """A filter in the light of one tenant's categories."""

    filter: TransactionFilter
    word_categories: dict[str, frozenset[str]]

    @classmethod
    def of(cls, transaction_filter: TransactionFilter, tenant: Tenant) -> Search:
        """The search for that filter, with the categories each word names."""
        category_words = {c.id: words_of(c.name) for c in tenant.categories.values()}
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
        )

    def indexed_term(self) -> IndexedTerm | None:
        """The most selective thing to ask the index for; None: nothing would help."""
        if self.filter.tag is not None:
            return IndexedTerm(tag_term(self.filter.tag))
        pinned = self.filter.category_id
        open_words = [
            word for word in self.filter.words if pinned not in self.word_categories[word]
        ]
        if not open_words:
            return None
        word = min(open_words, key=lambda w: (len(self.word_categories[w]), -len(w), w))
        alternatives = () if pinned else tuple(sorted(self.word_categories[word]))
        if len(alternatives) > _MOST_ALTERNATIVES:
            return None
        return IndexedTerm(word[:PREFIX_LENGTH], alternatives)

    def matches(self, transaction: Transaction) -> bool:
        """Whether everything but the dates and the bin holds; those the index always answers."""
        asked = self.filter
        return (
            asked.type in (None, transaction.type)
            and asked.category_id in (None, transaction.category_id)
            and self._has_amount(transaction.amount_minor)
            and self._has_tag(transaction)
            and self._has_words(transaction)
        )

    def _has_amount(self, amount_minor: int) -> bool:
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
        words = words_of(f"{transaction.description or ''} {transaction.notes or ''}")
        return all(
            transaction.category_id in categories or any(w.startswith(word) for w in words)
            for word, categories in self.word_categories.items()
        )
