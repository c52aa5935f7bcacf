"""Applying rules to what is recorded: to which transactions, which rules, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.search import Search, TransactionFilter
from shared.models.ledger.terms import category_term
from shared.models.ledger.transaction import Transaction
from shared.models.rules.rule import CompiledRules, Rule, Subject, compile_rules
from shared.models.values.identifiers import derived_id
from shared.models.values.revision import revised
from shared.models.values.text import same_name_key

USUAL_CATEGORY = {EntryType.INCOME: "Other income", EntryType.EXPENSE: "Other expenses"}
"""The name of the category, by type, that says nothing of what is in it."""

_NO_CATEGORY = ""
_FINGERPRINT_LENGTH = 12


@dataclass(frozen=True)
class RuleApplication:
    """Which rules are to be applied, and to which transactions.

    ``rule_ids`` None: all enabled rules; those that are named are applied even if disabled.
    ``only_uncategorised``: only to what is in the category of its type that says nothing, as a
    whole: ``Other income`` or ``Other expenses``.
    """

    filter: TransactionFilter
    rule_ids: tuple[str, ...] | None = None
    only_uncategorised: bool = False

    @property
    def fingerprint(self) -> str:
        """What tells a cursor of this application from a cursor of another."""
        rule_ids = "enabled" if self.rule_ids is None else repr(sorted(self.rule_ids))
        parts = ("rules", self.filter.fingerprint, rule_ids, str(self.only_uncategorised))
        return derived_id(*parts)[:_FINGERPRINT_LENGTH]

    def chosen_from(self, rules: Sequence[Rule]) -> CompiledRules:
        """The rules to apply, in the ledger's order.

        Raises:
            InvalidArgument: A named one is not there; names every one.
        """
        if self.rule_ids is None:
            return compile_rules(rules)
        known = {rule.id for rule in rules}
        errors = [
            FieldError(f"rule_ids.{index}", "is not a rule of this ledger")
            for index, rule_id in enumerate(self.rule_ids)
            if rule_id not in known
        ]
        if errors:
            raise InvalidArgument(*errors)
        named = (rule for rule in rules if rule.id in self.rule_ids)
        return compile_rules(rule.model_copy(update={"enabled": True}) for rule in named)

    def search(self, ledger: Ledger) -> Search:
        """What finds the transactions."""
        search = Search.of(self.filter, ledger)
        if not self.only_uncategorised:
            return search
        return _UncategorisedSearch(
            search.filter, search.word_categories, uncategorised_ids(ledger)
        )


@dataclass(frozen=True)
class _UncategorisedSearch(Search):
    """A search among what is as a whole in one of a few categories."""

    category_ids: frozenset[str]

    def indexed_terms(self) -> tuple[str, ...]:
        """The categories, which are more selective than an account; at least one that is not."""
        return tuple(map(category_term, sorted(self.category_ids or {_NO_CATEGORY})))

    def matches(self, transaction: Transaction) -> bool:
        """Whether it is in one of the categories, and all else holds."""
        return transaction.category_id in self.category_ids and super().matches(transaction)


def uncategorised_ids(ledger: Ledger) -> frozenset[str]:
    """The ledger's categories that say nothing; none where they were renamed or removed."""
    keys = {(entry_type, same_name_key(name)) for entry_type, name in USUAL_CATEGORY.items()}
    return frozenset(c.id for c in ledger.categories.values() if c.key in keys)


class RuleEdit(NamedTuple):
    """What rules change of a transaction; ``rule_ids`` are those that did it, in order."""

    before: Transaction
    after: Transaction
    rule_ids: tuple[str, ...]


def subject_of(transaction: Transaction) -> Subject:
    """What rules look at of a transaction."""
    return Subject(
        type=transaction.type,
        amount_minor=transaction.amount_minor,
        currency=transaction.currency,
        description=transaction.description,
        payee=transaction.payee,
        notes=transaction.notes,
        account_id=transaction.account_id,
        category_id=transaction.category_id,
        tags=transaction.tags,
        is_split=bool(transaction.splits),
    )


def find_edit(
    rules: CompiledRules,
    transaction: Transaction,
    categories: Mapping[str, Category],
    at: datetime,
) -> RuleEdit | None:
    """What the rules change of a transaction; None where it stays as it is."""
    outcome = rules(subject_of(transaction), categories)
    fields = {"category_id": outcome.category_id, "payee": outcome.payee, "tags": outcome.tags}
    after = revised(transaction, fields, at)
    return None if after is transaction else RuleEdit(transaction, after, outcome.rule_ids)
