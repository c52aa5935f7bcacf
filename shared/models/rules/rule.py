"""Rules: what a tenant wants entries to be filed under, by what is known of them.

A rule has conditions, all of which must hold, and actions. Texts are compared folded (without case
and accents) and with each run of blanks as one; a text that is not there is compared as an empty
one.
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
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from shared.models.ledger.category import AnyCaseEntryType, Category
from shared.models.ledger.transaction import MAX_TAGS, Payee, Tags
from shared.models.values.currency import EXPONENTS, exponent_of
from shared.models.values.identifiers import Id
from shared.models.values.money import AmountBound, to_minor
from shared.models.values.schemas import without_discriminator
from shared.models.values.text import STORABLE, fold, trimmed

MAX_RULES, MAX_CONDITIONS, MAX_RULES_BYTES = 200, 10, 1_000_000
"""Rules of one tenant, enabled or not; conditions of one rule; and all rules of a tenant as JSON,
for they share one document of at most 1 MiB."""

_MAX_VALUE_LENGTH, _MOST_DECIMALS = 200, max(EXPONENTS.values())
_MAX_EXPRESSION_BYTES, _MAX_EXPRESSION_STEPS = 1 << 17, 2000


def comparable(text: str | None) -> str:
    """The text as rules compare it: folded, trimmed, with each run of blanks as one."""
    return " ".join(fold(text or "").split())


def _tells_something(value: str) -> str:
    if not comparable(value):
        raise ValueError("must contain more than blanks and accents")
    return value


def _fold_literals(expression: str) -> str:
    """The expression with its accented letters folded; what ASCII has meaning in it stays."""
    return "".join(c if c.isascii() else re.escape(fold(c)) for c in expression)


@lru_cache(maxsize=512)
def compile_expression(expression: str) -> Callable[[bytes], object]:
    """A search for an RE2 expression, without regard to case, in UTF-8 of comparable text.

    RE2 takes time linear in the text. How much per character is bounded by the expression's
    program, so a program of more than 2,000 instructions is refused.

    Raises:
        ValueError: It is no RE2 expression, or too complex; says why.
    """
    import re2  # type: ignore[import-untyped]  # noqa: PLC0415 (No types; few requests need it.)

    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MAX_EXPRESSION_BYTES
    try:
        re2.compile(expression.encode(), options=options)  # As typed, so errors quote what was.
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


def _written_plainly(bound: Decimal) -> Decimal:
    return bound.normalize() + 0  # So that 1E+3 is 1000 when it is written out, and -0 is 0.


ComparedField = Literal["DESCRIPTION", "PAYEE", "NOTES", "TEXT"]
"""A text to look at; ``TEXT`` is any of the three."""

Expression = Annotated[
    str,
    StringConstraints(min_length=1, max_length=_MAX_VALUE_LENGTH),
    STORABLE,
    AfterValidator(_valid_expression),
    Field(examples=[r"^(rewe|lidl)\b"]),
]
ComparedValue = Annotated[
    str, trimmed(_MAX_VALUE_LENGTH, min_length=1), STORABLE, AfterValidator(_tells_something)
]
Bound = Annotated[
    AmountBound, Field(ge=0, decimal_places=_MOST_DECIMALS), AfterValidator(_written_plainly)
]
RuleName = Annotated[str, trimmed(100, min_length=1), STORABLE]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextCondition(_Input):
    """A text contains, equals or begins with a value; compared as ``comparable`` texts."""

    field: ComparedField
    operator: Literal["CONTAINS", "EQUALS", "STARTS_WITH"]
    value: ComparedValue


class ExpressionCondition(_Input):
    """An RE2 expression is found somewhere in a text, in any case; of accents it sees none."""

    field: ComparedField
    operator: Literal["MATCHES"]
    value: Expression


class AmountCondition(_Input):
    """The amount without its sign is between two bounds, both inclusive; None: no bound."""

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


class TypeCondition(_Input):
    """It is an income, or an expense; a transfer is neither."""

    field: Literal["TYPE"]
    operator: Literal["IS"]
    value: AnyCaseEntryType


class AccountCondition(_Input):
    """It is booked on that account."""

    field: Literal["ACCOUNT"]
    operator: Literal["IS"]
    value: Id


Condition = Annotated[
    Annotated[TextCondition | ExpressionCondition, Field(discriminator="operator")]
    | AmountCondition
    | TypeCondition
    | AccountCondition,
    Field(discriminator="field", json_schema_extra=without_discriminator),
]
Conditions = Annotated[tuple[Condition, ...], Field(min_length=1, max_length=MAX_CONDITIONS)]


class Actions(_Input):
    """What a rule does: at least one of its fields is set."""

    category_id: Id | None = None
    payee: Payee | None = None
    tags: Tags = ()

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.category_id is None and self.payee is None and not self.tags:
            raise ValueError("must set a category_id, a payee or tags")
        return self


class RuleDraft(_Input):
    """A rule as a client describes it; also the whole of one for a PUT."""

    name: RuleName | None = None
    enabled: bool = Field(default=True, strict=True)
    conditions: Conditions
    actions: Actions

    def check_fit(self, currency: str) -> None:
        """Pass where every bound is a whole number of the currency's minor units.

        Raises:
            InvalidArgument: One has more decimals than the currency; names it.
        """
        for index, condition in enumerate(self.conditions):
            if isinstance(condition, AmountCondition):
                to_minor(condition.min or Decimal(0), currency, f"conditions.{index}.min")
                to_minor(condition.max or Decimal(0), currency, f"conditions.{index}.max")


class RulePatch(_Input):
    """What a client wants to change of a rule; what is not named stays."""

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
    """A rule as it is stored; its place among the others is not its own affair."""

    model_config = ConfigDict(extra="ignore")

    id: str
    revision: int = 1
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """What rules look at: an entry, stored or about to be.

    ``type`` is INCOME, EXPENSE or TRANSFER; ``amount_minor`` is in the minor unit of ``currency``.
    ``is_split`` tells an entry whose parts have categories of their own.
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
    """What rules make of a subject; ``rule_ids`` are those that changed something, in order."""

    category_id: str | None
    payee: str | None
    tags: tuple[str, ...]
    rule_ids: tuple[str, ...] = ()


class _Lines(dict[str, str]):
    r"""A subject's comparable texts by field, each line between line breaks; ``TEXT`` has three.

    They are folded when first asked for, and once. Comparable text has no line breaks, so looking
    for ``"\nrent\n"`` finds a whole line and nothing else.
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
        """The lines of a field in UTF-8, each once."""
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
    """Whether the subject may be recorded there, as ``Tenant.get_category_for`` says."""
    category = categories.get(category_id) if category_id and not subject.is_split else None
    if category is None or category.type != subject.type:
        return False
    return category.merging_into is None and not category.archived


def _add_tags(tags: tuple[str, ...], rules: Iterable[Rule]) -> tuple[tuple[str, ...], set[str]]:
    """The tags with the rules' added, 20 at most, and the ids of the rules that added some.

    Tags that differ in case alone are the same.
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
    """Enabled rules in their order, ready for many subjects; made by ``compile_rules``."""

    tested: tuple[tuple[Rule, tuple[_Test, ...]], ...]

    def matching(self, subject: Subject) -> Iterator[Rule]:
        """The rules whose conditions all hold, in order."""
        lines = _Lines(subject)
        for rule, tests in self.tested:
            for test in tests:
                if not test(subject, lines):
                    break
            else:
                yield rule

    def __call__(self, subject: Subject, categories: Mapping[str, Category]) -> Outcome:
        """What the rules make of the subject; see ``apply_rules``."""
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
    """The enabled ones of the rules, in their order, with what they look for folded once."""
    enabled = (rule for rule in rules if rule.enabled)
    return CompiledRules(tuple((rule, tuple(map(_test_of, rule.conditions))) for rule in enabled))


def apply_rules(
    rules: Iterable[Rule], subject: Subject, categories: Mapping[str, Category]
) -> Outcome:
    """What the rules make of one subject; for many, call ``compile_rules(rules)`` with each.

    Conditions look at the subject as it came, not at what earlier rules made of it. The first rule
    to set a field wins it; tags add up, to 20. A category is set only where the subject may be
    recorded under it, never on a transfer or a split; otherwise the next rule may set one.

    What came out, put in again, stays as it is, unless a payee was set that conditions look at.
    """
    return compile_rules(rules)(subject, categories)
