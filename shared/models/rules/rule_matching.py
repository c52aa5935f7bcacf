"""Matching of rules: find the rules that match an entry, and what they set in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.transactions.tags import MAX_TAGS
from shared.models.rules.expression import CompiledExpression, compile_expression
from shared.models.rules.matching_budget import MatchingBudget
from shared.models.rules.rule import (
    AccountCondition,
    AmountCondition,
    Condition,
    ExpressionCondition,
    Rule,
    TextCondition,
    TypeCondition,
    comparable,
)
from shared.models.values.characters.names import first_of_equal
from shared.models.values.currency import exponent_of
from shared.models.values.frozen import frozen

CustomTypes = Mapping[str, CustomType]
_NO_CUSTOM_TYPES: CustomTypes = MappingProxyType({})

_MAX_COMPARED_BYTES = {"DESCRIPTION": 800, "PAYEE": 400, "NOTES": 3_600}
"""Maximum number of bytes of each text that are compared, folded and in UTF-8.

A description and a payee have four bytes for each of their characters, so only letters that become
several when they are folded can exceed the maximum. Notes of 2,000 characters have 1.8 bytes for
each. All texts together are what ``TEXT`` compares: 4,800 bytes.
"""

_STEPS_OF_RULE = 100
"""Steps of evaluating a rule without texts, in the units of ``MatchingBudget``."""

_STEPS_OF_CHARACTER = 8
"""Steps of searching a value in a character of a text, likewise."""

_STEPS_OF_COMPILATION = 50_000
"""Steps of compiling an expression, likewise: so many that the clock is read before each."""


@frozen(slots=True)
class Subject:
    """The fields of an entry that rules examine; the entry need not be stored yet.

    ``type`` is INCOME, EXPENSE or TRANSFER; ``amount_minor`` is in the minor unit of ``currency``,
    that of the ledger; None of an unconverted entry, which fits no condition of amounts.
    ``is_split`` marks an entry whose parts have their own categories.
    """

    type: str
    amount_minor: int | None
    currency: str
    description: str | None = None
    payee: str | None = None
    notes: str | None = None
    account_id: str | None = None
    category_id: str | None = None
    custom_type_id: str | None = None
    tags: tuple[str, ...] = ()
    is_split: bool = False


@frozen(slots=True)
class Outcome:
    """The result of applying rules to a subject.

    ``rule_ids`` are the rules that changed something, in order.
    """

    category_id: str | None
    payee: str | None
    tags: tuple[str, ...]
    rule_ids: tuple[str, ...] = ()
    custom_type_id: str | None = None


class _Lines(dict[str, str]):
    r"""A subject's comparable texts by field, as lines between line breaks; ``TEXT`` has all three.

    Each text is folded once, when it is first needed. Comparable text has no line breaks, so a
    search for ``"\nrent\n"`` finds only whole lines.

    ``spend`` counts the steps of a test before it.
    """

    def __init__(self, subject: Subject, spend: Callable[[int], None]) -> None:
        super().__init__()
        self.spend = spend
        self._subject = subject
        self._encoded: dict[str, list[bytes]] = {}

    def __missing__(self, field: str) -> str:
        if field == "TEXT":
            lines = self["DESCRIPTION"] + self["PAYEE"][1:] + self["NOTES"][1:]
        else:
            text = comparable(getattr(self._subject, field.lower()))
            compared = text.encode()[: _MAX_COMPARED_BYTES[field]].decode(errors="ignore")
            lines = f"\n{compared}\n"
        self[field] = lines
        return lines

    def encoded(self, field: str) -> list[bytes]:
        """Return the distinct lines of a field in UTF-8."""
        if field not in self._encoded:
            self._encoded[field] = list({*self[field][1:-1].encode().split(b"\n")})
        return self._encoded[field]


_Test = Callable[[Subject, _Lines], bool]


def _spend_nothing(_steps: int) -> None:
    """Count no steps: the matching has no budget."""


_AROUND = {"CONTAINS": ("", ""), "EQUALS": ("\n", "\n"), "STARTS_WITH": ("\n", "")}


def _amount_test(condition: AmountCondition) -> _Test:
    lowest = Decimal(0) if condition.min is None else condition.min
    highest = Decimal("Infinity") if condition.max is None else condition.max

    def is_between(subject: Subject, _: _Lines) -> bool:
        if subject.amount_minor is None:
            return False
        amount = Decimal(abs(subject.amount_minor)).scaleb(-exponent_of(subject.currency))
        return lowest <= amount <= highest

    return is_between


def _text_test(condition: TextCondition) -> _Test:
    field = condition.field
    needle = comparable(condition.value).join(_AROUND[condition.operator])

    def holds(_: Subject, lines: _Lines) -> bool:
        text = lines[field]
        lines.spend(_STEPS_OF_CHARACTER * len(text))
        return needle in text

    return holds


def _expression_test(condition: ExpressionCondition) -> _Test:
    field = condition.field
    compiled: CompiledExpression | None = None

    def matches(_: Subject, lines: _Lines) -> bool:
        nonlocal compiled
        if compiled is None:
            lines.spend(_STEPS_OF_COMPILATION)
            compiled = compile_expression(condition.value)
        for text in lines.encoded(field):
            lines.spend(compiled.instructions * len(text))
            if compiled.search(text):
                return True
        return False

    return matches


def _test_of(condition: Condition) -> _Test:
    match condition:
        case TextCondition():
            return _text_test(condition)
        case ExpressionCondition():
            return _expression_test(condition)
        case AmountCondition():
            return _amount_test(condition)
        case TypeCondition(value=entry_type):
            return lambda subject, _: subject.type == entry_type
        case AccountCondition(value=account_id):
            return lambda subject, _: subject.account_id == account_id


def _may_file(
    category_id: str | None, subject: Subject, categories: Mapping[str, Category]
) -> bool:
    """Return whether the subject may get this category, as ``Tenant.get_category_for`` decides."""
    category = categories.get(category_id) if category_id and not subject.is_split else None
    if category is None or category.type != subject.type:
        return False
    return category.merging_into is None and not category.archived


def _may_label(custom_type_id: str | None, subject: Subject, known: CustomTypes) -> bool:
    """Return whether the subject may get this custom type."""
    custom_type = known.get(custom_type_id) if custom_type_id else None
    if custom_type is None or custom_type.type != subject.type:
        return False
    return custom_type.merging_into is None and not custom_type.archived


def _add_tags(tags: tuple[str, ...], rules: Iterable[Rule]) -> tuple[tuple[str, ...], set[str]]:
    """Add the rules' tags, up to 20, and return the ids of the rules that added some.

    Tags that look alike, or differ in case alone, count as equal.
    """
    rule_ids = set[str]()
    for rule in rules:
        more = first_of_equal(tags + rule.actions.tags)[:MAX_TAGS]
        if len(more) > len(tags):
            rule_ids.add(rule.id)
            tags = more
    return tags, rule_ids


@frozen
class CompiledRules:
    """The enabled rules in their order, prepared by ``compile_rules`` for many subjects."""

    tested: tuple[tuple[Rule, tuple[_Test, ...]], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the rules, in order."""
        return tuple(rule.id for rule, _ in self.tested)

    def matching(self, subject: Subject, budget: MatchingBudget | None = None) -> Iterator[Rule]:
        """Yield the rules whose conditions all hold, in order.

        Without a budget, matching takes about a second at most.

        Raises:
            MatchingStopped: The budget is spent.
        """
        if budget is None:
            yield from self._matching(subject, _spend_nothing)
        else:
            with budget.counted():
                yield from self._matching(subject, budget.spend)

    def _matching(self, subject: Subject, spend: Callable[[int], None]) -> Iterator[Rule]:
        lines = _Lines(subject, spend)
        for rule, tests in self.tested:
            spend(_STEPS_OF_RULE)
            for test in tests:
                if not test(subject, lines):
                    break
            else:
                yield rule

    def __call__(
        self,
        subject: Subject,
        categories: Mapping[str, Category],
        budget: MatchingBudget | None = None,
        custom_types: CustomTypes = _NO_CUSTOM_TYPES,
    ) -> Outcome:
        """Apply the rules to a subject; see ``apply_rules``.

        Raises:
            MatchingStopped: The budget is spent.
        """
        matching = list(self.matching(subject, budget))
        return self.outcome(matching, subject, categories, custom_types)

    @staticmethod
    def outcome(
        matching: Sequence[Rule],
        subject: Subject,
        categories: Mapping[str, Category],
        custom_types: CustomTypes = _NO_CUSTOM_TYPES,
    ) -> Outcome:
        """Return the result of applying the rules that match a subject."""
        filing = [r for r in matching if _may_file(r.actions.category_id, subject, categories)]
        labelling = [
            r for r in matching if _may_label(r.actions.custom_type_id, subject, custom_types)
        ]
        naming = [rule for rule in matching if rule.actions.payee is not None]
        category_id = filing[0].actions.category_id if filing else subject.category_id
        payee = naming[0].actions.payee if naming else subject.payee
        custom_type_id = subject.custom_type_id
        if labelling:
            custom_type_id = labelling[0].actions.custom_type_id
        tags, changing = _add_tags(subject.tags, matching)
        changing |= {r.id for r in labelling[:1] if custom_type_id != subject.custom_type_id}
        changing |= {rule.id for rule in filing[:1] if category_id != subject.category_id}
        changing |= {rule.id for rule in naming[:1] if payee != subject.payee}
        rule_ids = tuple(r.id for r in matching if r.id in changing)
        return Outcome(category_id, payee, tags, rule_ids, custom_type_id)


def compile_rules(rules: Iterable[Rule]) -> CompiledRules:
    """Prepare the enabled rules in their order; their values are folded once.

    An expression is compiled when it is first compared, so that the budget includes the time.
    """
    enabled = (rule for rule in rules if rule.enabled)
    return CompiledRules(tuple((rule, tuple(map(_test_of, rule.conditions))) for rule in enabled))


def apply_rules(
    rules: Iterable[Rule], subject: Subject, categories: Mapping[str, Category]
) -> Outcome:
    """Apply rules to one subject; for many subjects call ``compile_rules(rules)`` with each.

    Conditions examine the original subject, not the result of earlier rules. The first rule that
    sets a field wins; tags add up, to 20. A category is set only where it is allowed for the
    subject, never on a transfer or a split; otherwise the next rule may set one.

    Applying the rules again to the result changes nothing, unless a payee was set that conditions
    examine.
    """
    return compile_rules(rules)(subject, categories)
