"""Input of plans that fill budgets."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.account import MAX_ACCOUNTS
from shared.models.planning.budgets.budget import MAX_BUDGETS
from shared.models.planning.budgets.budget_input import BudgetAmount
from shared.models.values.base import InputModel, example
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import EXAMPLE_ID, Id
from shared.models.values.money import AmountBound
from shared.models.values.text import BLANK_AS_NULL, upper_case

MAX_PERIODS, MAX_PRIORITY, MAX_WEIGHT = 12, 9, 1_000
DEFAULT_PERIODS = 3

_DECIMALS_OF_PERCENT = 2
BASIS_POINTS = 100 * 10**_DECIMALS_OF_PERCENT
"""Parts of the whole, of which each percent has a hundred."""


class FillMethod(StrEnum):
    """How the wanted amount of a budget is found."""

    FIXED = "FIXED"
    LAST_PERIOD = "LAST_PERIOD"
    AVERAGE = "AVERAGE"
    MEDIAN = "MEDIAN"
    REFILL_TO = "REFILL_TO"
    BY_DATE = "BY_DATE"
    PERCENT = "PERCENT"
    RECURRING = "RECURRING"
    REMAINDER = "REMAINDER"


class FundSource(StrEnum):
    """The money that a plan may give to budgets."""

    INCOME = "INCOME"
    ACCOUNTS = "ACCOUNTS"
    AMOUNT = "AMOUNT"


NEEDED = {
    FillMethod.FIXED: {"amount"},
    FillMethod.REFILL_TO: {"amount"},
    FillMethod.BY_DATE: {"amount", "by"},
    FillMethod.PERCENT: {"percent"},
}
"""Fields that a method needs; others that only some methods have are refused."""

_OPTIONAL = {
    FillMethod.AVERAGE: {"periods"},
    FillMethod.MEDIAN: {"periods"},
    FillMethod.REMAINDER: {"weight"},
}
_OF_SOME_METHODS = ("amount", "by", "percent", "periods", "weight")
_OF_SOURCES = {FundSource.ACCOUNTS: "account_ids", FundSource.AMOUNT: "amount"}


def _percent(value: Decimal) -> Decimal:
    if not 0 < value <= 100:  # noqa: PLR2004 (percent)
        raise ValueError("must be more than 0, and at most 100")
    if value.as_tuple().exponent < -_DECIMALS_OF_PERCENT:  # type: ignore[operator]  # It is finite.
        raise ValueError("must have at most 2 decimals")
    return value


Percent = Annotated[AmountBound, AfterValidator(_percent)]


class FillDraft(InputModel):
    """A budget to fill, and how."""

    budget_id: Id = Field(description="The id of the budget.")
    method: Annotated[FillMethod, BeforeValidator(upper_case)] = Field(
        description="AVERAGE and MEDIAN are of what was spent, RECURRING of what recurs."
    )
    amount: Annotated[BudgetAmount | None, BLANK_AS_NULL] = Field(
        default=None, description="For FIXED, and what is to be available by REFILL_TO and BY_DATE."
    )
    by: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description="For BY_DATE, a day in the last period in which to save."
    )
    percent: Annotated[Percent | None, BLANK_AS_NULL] = Field(
        default=None, description="For PERCENT, of the income of the period."
    )
    periods: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=MAX_PERIODS,
        description=f"For AVERAGE and MEDIAN, those before; by default {DEFAULT_PERIODS}.",
    )
    weight: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=MAX_WEIGHT,
        description="For REMAINDER, its part of what the others leave; by default 1.",
    )
    priority: int = Field(
        default=1,
        strict=True,
        ge=1,
        le=MAX_PRIORITY,
        description="1 is served first; budgets of the same one share what is left in proportion.",
    )

    def errors(self, path: str) -> Iterator[FieldError]:
        """Yield the errors of fields that the method needs, or has not; ``path`` leads to it."""
        needed = NEEDED.get(self.method, set())
        allowed = needed | _OPTIONAL.get(self.method, set())
        for name in _OF_SOME_METHODS:
            is_given = getattr(self, name) is not None
            if name in needed and not is_given:
                yield FieldError(f"{path}.{name}", f"is required with {self.method}")
            elif is_given and name not in allowed:
                yield FieldError(f"{path}.{name}", f"must be omitted with {self.method}")


class AvailableDraft(InputModel):
    """The money that all budgets of a plan may get together."""

    source: Annotated[FundSource, BeforeValidator(upper_case)] = Field(
        default=FundSource.INCOME,
        description="The income of the period, the balance of accounts, or an amount.",
    )
    account_ids: tuple[Id, ...] = Field(
        default=(), max_length=MAX_ACCOUNTS, description="For ACCOUNTS."
    )
    amount: Annotated[BudgetAmount | None, BLANK_AS_NULL] = Field(
        default=None, description="For AMOUNT."
    )

    def errors(self, path: str) -> Iterator[FieldError]:
        """Yield the errors of fields that the source needs, or has not; ``path`` leads to it."""
        given = {"account_ids": bool(self.account_ids), "amount": self.amount is not None}
        for source, name in _OF_SOURCES.items():
            if given[name] != (source is self.source):
                message = "is required" if source is self.source else "must be omitted"
                yield FieldError(f"{path}.{name}", f"{message} with {self.source}")


class FillRequest(InputModel):
    """Budgets to fill in the period of a day, and the money for it."""

    model_config = example(items=[{"budget_id": EXAMPLE_ID, "method": "AVERAGE", "periods": 6}])

    date: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description="A day in the period, which is the same for all; default: today."
    )
    items: tuple[FillDraft, ...] = Field(
        min_length=1, max_length=MAX_BUDGETS, description="The budgets, each once."
    )
    available: AvailableDraft = AvailableDraft()
    may_exceed: bool = Field(
        default=False, strict=True, description="Whether amounts may exceed what is available."
    )
    once: bool = Field(
        default=True, strict=True, description="Whether later periods keep their amount."
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        errors = list(self.available.errors("available"))
        for index, item in enumerate(self.items):
            errors += item.errors(f"items.{index}")
        if errors:
            raise InvalidArgument(*errors)
        return self


class FillApplication(FillRequest):
    """A plan to carry out: the same request, with the fingerprint of the answer."""

    model_config = example(
        items=[{"budget_id": EXAMPLE_ID, "method": "AVERAGE", "periods": 6}],
        fingerprint="0" * 40,
    )

    fingerprint: str = Field(max_length=64, description="That of the plan.")
