"""Application of rules to stored transactions: selection, search and resulting edits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.rules.rule import Rule
from shared.models.rules.rule_matching import CompiledRules, Subject, compile_rules
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import derived_id
from shared.models.values.revision import revised

_FINGERPRINT_LENGTH = 12


@frozen
class RuleApplication:
    """A request to apply rules to the transactions that match a filter.

    ``rule_ids`` None selects all enabled rules; named rules are applied even if disabled.
    """

    filter: TransactionFilter
    rule_ids: tuple[str, ...] | None = None

    @property
    def fingerprint(self) -> str:
        """Return a hash that distinguishes cursors of this application from those of others."""
        rule_ids = "enabled" if self.rule_ids is None else repr(sorted(self.rule_ids))
        return derived_id("rules", self.filter.fingerprint, rule_ids)[:_FINGERPRINT_LENGTH]

    def chosen_from(self, rules: Sequence[Rule]) -> CompiledRules:
        """Return the selected rules, in the ledger's order.

        Raises:
            InvalidArgument: A named rule does not exist; the errors name each.
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
        """Return the search for the selected transactions."""
        return Search.of(self.filter, ledger)


class RuleEdit(NamedTuple):
    """A transaction before and after rules changed it; ``rule_ids`` are those rules, in order."""

    before: Transaction
    after: Transaction
    rule_ids: tuple[str, ...]


def subject_of(transaction: Transaction) -> Subject:
    """Return the fields of a transaction that rules examine."""
    return Subject(
        type=transaction.type,
        amount_minor=transaction.base_minor,
        currency=transaction.base_currency,
        description=transaction.description,
        payee=transaction.payee,
        notes=transaction.notes,
        account_id=transaction.account_id,
        category_id=transaction.category_id,
        custom_type_id=transaction.custom_type_id,
        tags=transaction.tags,
        is_split=bool(transaction.splits),
    )


def find_edit(
    matching: Sequence[Rule],
    transaction: Transaction,
    ledger: Ledger,
    at: datetime,
) -> RuleEdit | None:
    """Apply the rules that match a transaction; return None where nothing changes."""
    subject = subject_of(transaction)
    outcome = CompiledRules.outcome(matching, subject, ledger.categories, ledger.custom_types)
    fields = {
        "category_id": outcome.category_id,
        "custom_type_id": outcome.custom_type_id,
        "payee": outcome.payee,
        "tags": outcome.tags,
    }
    after = revised(transaction, fields, at)
    return None if after is transaction else RuleEdit(transaction, after, outcome.rule_ids)
