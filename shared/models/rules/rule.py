"""Rules: set the category, payee and tags of entries that match conditions.

A rule has conditions, all of which must hold, and actions. Texts are compared folded (without case
and accents) and with each run of blanks as one blank; a missing text is compared as an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from shared.models.ledger.category import AnyCaseEntryType, Category
from shared.models.ledger.transaction import MAX_TAGS, Payee, Tags
from shared.models.values.base import InputModel
from shared.models.values.currency import EXPONENTS, exponent_of
from shared.models.values.identifiers import Id
from shared.models.values.money import AmountBound, to_minor
from shared.models.values.text import STORABLE, fold, trimmed

MAX_RULES, MAX_CONDITIONS, MAX_RULES_BYTES = 200, 10, 1_000_000
"""Maximum number of rules of a tenant, of conditions of a rule, and of bytes of all rules as JSON.

All rules of a tenant share one document, which Firestore limits to 1 MiB.
"""

_MAX_VALUE_LENGTH, _MAX_DECIMALS = 200, max(EXPONENTS.values())
_MAX_EXPRESSION_BYTES, _MAX_EXPRESSION_STEPS = 1 << 17, 2000


def comparable(text: str | None) -> str:
    """Normalize a text for comparison: folded, trimmed, each run of blanks as one."""
    return " ".join(fold(text or "").split())


def _not_blank_when_folded(value: str) -> str:
    if not comparable(value):
        raise ValueError("must contain more than blanks and accents")
    return value


def _fold_literals(expression: str) -> str:
    """Fold the accented letters of an expression; ASCII, which has the syntax, stays unchanged."""
    return "".join(c if c.isascii() else re.escape(fold(c)) for c in expression)


@lru_cache(maxsize=512)
def compile_expression(expression: str) -> Callable[[bytes], object]:
    """Compile an RE2 expression to a case-insensitive search in UTF-8 of comparable text.

    RE2 takes time linear in the text. The cost per character is bounded by the size of the compiled
    program, so a program of more than 2,000 instructions is refused.

    Raises:
        ValueError: The text is not an RE2 expression, or is too complex.
    """
    import re2  # type: ignore[import-untyped]  # noqa: PLC0415 (No types; needed by few requests.)

    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MAX_EXPRESSION_BYTES
    try:
        re2.compile(
            expression.encode(), options=options
        )  # Unfolded, so that errors quote the input.
        compiled = re2.compile(_fold_literals(expression).encode(), options=options)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace")
        raise ValueError(f"is not a valid RE2 expression: {reason}") from error
    if compiled.programsize > _MAX_EXPRESSION_STEPS:
        raise ValueError("is too complex an expression")
    search: Callable[[bytes], object] = compiled.search
    return search


def _valid_expression(expression: str) -> str:
    compile_expression(expression)
    return expression


def _normalized(bound: Decimal) -> Decimal:
    return bound.normalize() + 0  # Writes 1E+3 as 1000, and -0 as 0.


ComparedField = Literal["DESCRIPTION", "PAYEE", "NOTES", "TEXT"]
"""The compared text; ``TEXT`` is any of the three."""

Expression = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_MAX_VALUE_LENGTH),
    STORABLE,
    AfterValidator(_valid_expression),
    Field(examples=[r"^(rewe|lidl)\b"]),
]
ComparedValue = Annotated[
    str, trimmed(_MAX_VALUE_LENGTH, min_length=1), STORABLE, AfterValidator(_not_blank_when_folded)
]
Bound = Annotated[
    AmountBound, Field(ge=0, decimal_places=_MAX_DECIMALS), AfterValidator(_normalized)
]
RuleName = Annotated[str, trimmed(100, min_length=1), STORABLE]


class TextCondition(InputModel):
    """A text contains, equals or starts with a value; both are normalized by ``comparable``."""

    field: ComparedField
    operator: Literal["CONTAINS", "EQUALS", "STARTS_WITH"]
    value: ComparedValue


class ExpressionCondition(InputModel):
    """An RE2 expression matches part of a text; compared case-insensitively, ignoring accents."""

    field: ComparedField
    operator: Literal["MATCHES"]
    value: Expression


class AmountCondition(InputModel):
    """The absolute amount is between two bounds, both inclusive; None is no bound."""

    field: Literal["AMOUNT"]
    operator: Literal["BETWEEN"]
    min: Bound | None = None
    max: Bound | None = None

    @model_validator(mode="after")
    def _bounds_leave_something(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("must have a min or a max")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("must have a min that is not above its max")
        return self


class TypeCondition(InputModel):
    """The entry is an income, or an expense; a transfer is neither."""

    field: Literal["TYPE"]
    operator: Literal["IS"]
    value: AnyCaseEntryType


class AccountCondition(InputModel):
    """The entry is booked on this account."""

    field: Literal["ACCOUNT"]
    operator: Literal["IS"]
    value: Id


Condition = Annotated[
    Annotated[TextCondition | ExpressionCondition, Field(discriminator="operator")]
    | AmountCondition
    | TypeCondition
    | AccountCondition,
    Field(discriminator="field"),
]
Conditions = Annotated[tuple[Condition, ...], Field(min_length=1, max_length=MAX_CONDITIONS)]


class Actions(InputModel):
    """The fields that a rule sets; at least one is given."""

    category_id: Id | None = None
    payee: Payee | None = None
    tags: Tags = ()

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.category_id is None and self.payee is None and not self.tags:
            raise ValueError("must set a category_id, a payee or tags")
        return self


class RuleDraft(InputModel):
    """Input for creating a rule, or for replacing it as a whole (PUT)."""

    name: RuleName | None = None
    enabled: bool = Field(default=True, strict=True)
    conditions: Conditions
    actions: Actions

    def check_fit(self, currency: str) -> None:
        """Raise unless every bound is a whole number of the currency's minor units.

        Raises:
            InvalidArgument: A bound has more decimals than the currency; the error names it.
        """
        for index, condition in enumerate(self.conditions):
            if isinstance(condition, AmountCondition):
                to_minor(condition.min or Decimal(0), currency, f"conditions.{index}.min")
                to_minor(condition.max or Decimal(0), currency, f"conditions.{index}.max")


class RulePatch(InputModel):
    """Input for changing a rule; omitted fields stay unchanged."""

    name: RuleName | None = None
    enabled: bool | None = Field(default=None, strict=True)
    conditions: Conditions | None = None
    actions: Actions | None = None

    @field_validator("enabled", "conditions", "actions")
    @classmethod
    def _only_the_name_may_be_cleared(cls, value: object) -> object:
        if value is None:
            raise ValueError("must not be null")
        return value


class Rule(RuleDraft):
    """A stored rule; its position is that in the list of rules."""

    model_config = ConfigDict(extra="ignore")

    id: str
    revision: int = 1
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """The fields of an entry that rules examine; the entry need not be stored yet.

    ``type`` is INCOME, EXPENSE or TRANSFER; ``amount_minor`` is in the minor unit of ``currency``.
    ``is_split`` marks an entry whose parts have their own categories.
    """

    type: str
    amount_minor: int
    currency: str
    description: str | None = None
    payee: str | None = None
    notes: str | None = None
    account_id: str | None = None
    category_id: str | None = None
    tags: tuple[str, ...] = ()
    is_split: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of applying rules to a subject.

    ``rule_ids`` are the rules that changed something, in order.
    """

    category_id: str | None
    payee: str | None
    tags: tuple[str, ...]
    rule_ids: tuple[str, ...] = ()


class _Lines(dict[str, str]):
    r"""A subject's comparable texts by field, as lines between line breaks; ``TEXT`` has all three.

    Each text is folded once, when it is first needed. Comparable text has no line breaks, so a
    search for ``"\nrent\n"`` finds only whole lines.
    """

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self._subject = subject
        self._encoded: dict[str, list[bytes]] = {}

    def __missing__(self, field: str) -> str:
        if field == "TEXT":
            lines = self["DESCRIPTION"] + self["PAYEE"][1:] + self["NOTES"][1:]
        else:
            lines = f"\n{comparable(getattr(self._subject, field.lower()))}\n"
        self[field] = lines
        return lines

    def encoded(self, field: str) -> list[bytes]:
        """Return the distinct lines of a field in UTF-8."""
        if field not in self._encoded:
            self._encoded[field] = list({*self[field][1:-1].encode().split(b"\n")})
        return self._encoded[field]


_Test = Callable[[Subject, _Lines], bool]
_AROUND = {"CONTAINS": ("", ""), "EQUALS": ("\n", "\n"), "STARTS_WITH": ("\n", "")}


def _amount_test(condition: AmountCondition) -> _Test:
    lowest = Decimal(0) if condition.min is None else condition.min
    highest = Decimal("Infinity") if condition.max is None else condition.max

    def is_between(subject: Subject, _: _Lines) -> bool:
        amount = Decimal(abs(subject.amount_minor)).scaleb(-exponent_of(subject.currency))
        return lowest <= amount <= highest

    return is_between


def _test_of(condition: Condition) -> _Test:
    match condition:
        case TextCondition(field=field, operator=operator):
            needle = comparable(condition.value).join(_AROUND[operator])
            return lambda _, lines: needle in lines[field]
        case ExpressionCondition(field=field):
            search = compile_expression(condition.value)
            return lambda _, lines: any(map(search, lines.encoded(field)))
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


def _add_tags(tags: tuple[str, ...], rules: Iterable[Rule]) -> tuple[tuple[str, ...], set[str]]:
    """Add the rules' tags, up to 20, and return the ids of the rules that added some.

    Tags that differ only in case count as equal.
    """
    result, known, rule_ids = list(tags), {tag.casefold() for tag in tags}, set[str]()
    for rule in rules:
        for tag in rule.actions.tags:
            if tag.casefold() not in known and len(result) < MAX_TAGS:
                result.append(tag)
                known.add(tag.casefold())
                rule_ids.add(rule.id)
    return tuple(result), rule_ids


@dataclass(frozen=True)
class CompiledRules:
    """The enabled rules in their order, prepared by ``compile_rules`` for many subjects."""

    tested: tuple[tuple[Rule, tuple[_Test, ...]], ...]

    def matching(self, subject: Subject) -> Iterator[Rule]:
        """Yield the rules whose conditions all hold, in order."""
        lines = _Lines(subject)
        for rule, tests in self.tested:
            for test in tests:
                if not test(subject, lines):
                    break
            else:
                yield rule

    def __call__(self, subject: Subject, categories: Mapping[str, Category]) -> Outcome:
        """Apply the rules to a subject; see ``apply_rules``."""
        matching = list(self.matching(subject))
        filing = [r for r in matching if _may_file(r.actions.category_id, subject, categories)]
        naming = [rule for rule in matching if rule.actions.payee is not None]
        category_id = filing[0].actions.category_id if filing else subject.category_id
        payee = naming[0].actions.payee if naming else subject.payee
        tags, changing = _add_tags(subject.tags, matching)
        changing |= {rule.id for rule in filing[:1] if category_id != subject.category_id}
        changing |= {rule.id for rule in naming[:1] if payee != subject.payee}
        return Outcome(category_id, payee, tags, tuple(r.id for r in matching if r.id in changing))


def compile_rules(rules: Iterable[Rule]) -> CompiledRules:
    """Compile the enabled rules in their order; their values are folded once."""
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
