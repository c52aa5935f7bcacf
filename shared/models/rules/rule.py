"""Rules: set the category, payee, tags and custom type of entries that match conditions.

A rule has conditions, all of which must hold, and actions. Texts are compared folded (without case
and accents) and with each run of blanks as one blank; a missing text is compared as an empty one.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import core_schema
from typing_extensions import TypeAliasType

from shared.errors import InvalidArgument
from shared.models.ledger.category import AnyCaseEntryType
from shared.models.ledger.inputs.texts import Payee
from shared.models.ledger.transactions.tags import Tags
from shared.models.rules.expression import size_of_expression
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.currency import EXPONENTS
from shared.models.values.identifiers import Id
from shared.models.values.money import AmountBound, sum_to_minor
from shared.models.values.text import BLANK_AS_NULL, STORABLE, fold, is_imported, trimmed
from shared.models.values.validation import not_null

MAX_RULES, MAX_CONDITIONS, MAX_RULES_BYTES = 200, 10, 1_000_000
"""Maximum number of rules of a tenant, of conditions of a rule, and of bytes of all rules as JSON.

All rules of a tenant share one document, which Firestore limits to 1 MiB.
"""

_MAX_VALUE_LENGTH, _MAX_DECIMALS = 200, max(EXPONENTS.values())

MAX_RULE_SIZE, MAX_RULES_SIZE = 4_000, 20_000
"""Maximum size of all expressions of a rule, and of all rules of a ledger.

The size is the number of RE2 instructions, and some more; see ``size_of_expression``.

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


def _valid_expression(expression: str, info: ValidationInfo) -> str:
    if not is_imported(info):
        size_of_expression(expression)
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
    """The absolute amount is between two bounds, both inclusive; null is no bound.

    It is compared in the ledger's currency.
    """

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


class TextMatch(InputModel):
    """A text contains, equals or starts with a value, or an RE2 expression matches a part of it.

    Texts are compared without case, accents and extra blanks.
    """

    # One schema for two models: an OpenAPI discriminator maps each ``field`` to one schema.
    field: ComparedField
    operator: Literal["CONTAINS", "EQUALS", "STARTS_WITH", "MATCHES"]
    value: ComparedValue


class _AsTextMatch:
    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: Any, handler: Callable[[Any], dict[str, Any]]
    ) -> dict[str, Any]:
        from pydantic import TypeAdapter  # noqa: PLC0415 (for the OpenAPI document alone)

        # Within definitions, so that the model becomes a component.
        model = TypeAdapter(TextMatch).core_schema
        reference = core_schema.definition_reference_schema(str(model["ref"]))
        return handler(core_schema.definitions_schema(reference, [model]))


AnyTextCondition = Annotated[
    TextCondition | ExpressionCondition, Field(discriminator="operator"), _AsTextMatch
]

Condition = TypeAliasType(
    "Condition",
    Annotated[
        AnyTextCondition | AmountCondition | TypeCondition | AccountCondition,
        Field(discriminator="field", description="A condition of a rule."),
    ],
)


def size_of_expressions(conditions: Iterable[Condition]) -> int:
    """Return the size of all expressions in some conditions; see ``size_of_expression``."""
    expressions = (c.value for c in conditions if isinstance(c, ExpressionCondition))
    return sum(map(size_of_expression, expressions))


def check_expressions(conditions: Iterable[Condition]) -> int:
    """Check the expressions of a rule of a backup, and return their size.

    Raises:
        InvalidArgument: An expression is refused, which is named, or all together are too complex.
    """
    size = 0
    for index, condition in enumerate(conditions):
        try:
            size += size_of_expressions([condition])
        except ValueError as error:
            raise InvalidArgument.of(f"conditions.{index}.value", str(error)) from error
    if size > MAX_RULE_SIZE:
        raise InvalidArgument.of("conditions", _TOO_COMPLEX)
    return size


def _bounded(conditions: tuple[Condition, ...], info: ValidationInfo) -> tuple[Condition, ...]:
    if not is_imported(info) and size_of_expressions(conditions) > MAX_RULE_SIZE:
        raise ValueError(_TOO_COMPLEX)
    return conditions


_TOO_COMPLEX = "must have expressions that are less complex together"

BOUNDED_EXPRESSIONS = AfterValidator(_bounded)
"""Rejects conditions whose expressions together are too complex.

The expressions of stored rules and of backups, which have the context ``IMPORTED``, are not
compiled: stored ones were checked before, and ``check_expressions`` checks those of a backup.
"""

Conditions = Annotated[
    tuple[Condition, ...], Field(min_length=1, max_length=MAX_CONDITIONS), BOUNDED_EXPRESSIONS
]


class Actions(InputModel):
    """The fields that a rule sets; at least one is given."""

    category_id: Annotated[Id | None, BLANK_AS_NULL] = None
    custom_type_id: Annotated[Id | None, BLANK_AS_NULL] = None
    payee: Annotated[Payee | None, BLANK_AS_NULL] = None
    tags: Tags = ()

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        parts = (self.category_id, self.custom_type_id, self.payee)
        if parts == (None, None, None) and not self.tags:
            raise ValueError("must set a category_id, a custom_type_id, a payee or tags")
        return self


class RuleDraft(InputModel):
    """Input for creating a rule, or for replacing it as a whole (PUT)."""

    model_config = example(
        name="Markets",
        conditions=[{"field": "PAYEE", "operator": "CONTAINS", "value": "market"}],
        actions={"tags": ["food"]},
    )

    name: Annotated[RuleName | None, BLANK_AS_NULL] = None
    enabled: bool = Field(default=True, strict=True)
    conditions: Conditions
    actions: Actions

    @property
    def compares_amounts(self) -> bool:
        """Return whether a condition has amounts, which are in the ledger's currency."""
        return bool(self.amount_conditions)

    @property
    def amount_conditions(self) -> list[AmountCondition]:
        """Return the conditions that have amounts."""
        return [one for one in self.conditions if isinstance(one, AmountCondition)]

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

    model_config = example(enabled=False)

    name: Annotated[RuleName | None, BLANK_AS_NULL] = None
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
