"""Rules: set the category, payee and tags of entries that match conditions.

A rule has conditions, all of which must hold, and actions. Texts are compared folded (without case
and accents) and with each run of blanks as one blank; a missing text is compared as an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from shared.models.ledger.category import AnyCaseEntryType
from shared.models.ledger.transaction import Payee, Tags
from shared.models.values.base import InputModel
from shared.models.values.currency import EXPONENTS
from shared.models.values.identifiers import Id
from shared.models.values.money import AmountBound, sum_to_minor
from shared.models.values.names import HIDDEN_REFUSED, visible
from shared.models.values.text import STORABLE, fold, trimmed
from shared.models.values.validation import not_null

MAX_RULES, MAX_CONDITIONS, MAX_RULES_BYTES = 200, 10, 1_000_000
"""Maximum number of rules of a tenant, of conditions of a rule, and of bytes of all rules as JSON.

All rules of a tenant share one document, which Firestore limits to 1 MiB.
"""

_MAX_VALUE_LENGTH, _MAX_DECIMALS = 200, max(EXPONENTS.values())
_MAX_EXPRESSION_BYTES, _MAX_EXPRESSION_SIZE = 1 << 17, 2_000

MAX_RULE_SIZE, MAX_RULES_SIZE = 4_000, 20_000
"""Maximum number of RE2 instructions of all expressions of a rule, and of all rules of a ledger.

The slowest expressions take some nanoseconds for each instruction and each byte of the text, so one
entry with the longest texts takes about a second at most.
"""


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


class CompiledExpression(NamedTuple):
    """A search in UTF-8 of comparable text, and the number of instructions of its program."""

    search: Callable[[bytes], object]
    size: int


@lru_cache(maxsize=512)
def compile_expression(expression: str) -> CompiledExpression:
    """Compile an RE2 expression to a case-insensitive search.

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
    if compiled.programsize > _MAX_EXPRESSION_SIZE:
        raise ValueError("is too complex an expression")
    return CompiledExpression(compiled.search, compiled.programsize)


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
RuleName = Annotated[str, trimmed(100, min_length=1), visible(100), HIDDEN_REFUSED]


class TextCondition(InputModel):
    """A text contains, equals or starts with a value, ignoring case, accents and extra blanks."""

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


def size_of_expressions(conditions: Iterable[Condition]) -> int:
    """Return the number of instructions of all expressions in some conditions."""
    expressions = (c.value for c in conditions if isinstance(c, ExpressionCondition))
    return sum(compile_expression(expression).size for expression in expressions)


def _bounded(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    if size_of_expressions(conditions) > MAX_RULE_SIZE:
        raise ValueError("must have expressions that are less complex together")
    return conditions


BOUNDED_EXPRESSIONS = AfterValidator(_bounded)
"""Rejects conditions whose expressions together are too complex."""

Conditions = Annotated[
    tuple[Condition, ...], Field(min_length=1, max_length=MAX_CONDITIONS), BOUNDED_EXPRESSIONS
]


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
                sum_to_minor(condition.min or Decimal(0), currency, f"conditions.{index}.min")
                sum_to_minor(condition.max or Decimal(0), currency, f"conditions.{index}.max")


class RulePatch(InputModel):
    """Input for changing a rule; omitted fields stay unchanged."""

    name: RuleName | None = None
    enabled: bool | None = Field(default=None, strict=True)
    conditions: Conditions | None = None
    actions: Actions | None = None

    _not_null = not_null("enabled", "conditions", "actions")


class Rule(RuleDraft):
    """A stored rule; its position is that in the list of rules."""

    model_config = ConfigDict(extra="ignore")

    id: str
    revision: int = 1
    created_at: datetime
    updated_at: datetime
