"""Typed parameters of notifications: amounts, names, dates and numbers of their texts."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from shared.models.people.access import Role
from shared.models.values.base import FrozenModel

MAX_PARAMETERS = 8
MAX_TEXT = 200
"""Maximum number of characters of a text; a longer one is shortened."""


class AmountParameter(FrozenModel):
    """An amount in minor units of its currency."""

    type: Literal["AMOUNT"] = "AMOUNT"
    minor: int
    currency: str


class TextParameter(FrozenModel):
    """A text that a person wrote, such as a name."""

    type: Literal["TEXT"] = "TEXT"
    text: str


class DateParameter(FrozenModel):
    """A day."""

    type: Literal["DATE"] = "DATE"
    date: date


class MonthParameter(FrozenModel):
    """A month, as YYYY-MM."""

    type: Literal["MONTH"] = "MONTH"
    month: str


class NumberParameter(FrozenModel):
    """A number of things."""

    type: Literal["NUMBER"] = "NUMBER"
    number: int


class NotBookedReason(StrEnum):
    """Why an occurrence of a recurring entry could not be booked."""

    # Values are stored, in notifications: they never change.
    ACCOUNT = "ACCOUNT"
    """An account of it is archived, or gone, or has another currency now."""

    CATEGORY = "CATEGORY"
    CUSTOM_TYPE = "CUSTOM_TYPE"
    AMOUNT = "AMOUNT"
    """An amount does not fit its currency, or has no rate."""

    LIMIT = "LIMIT"
    """The demo or the ledger is full."""

    OTHER = "OTHER"


class ReasonParameter(FrozenModel):
    """Why an occurrence could not be booked."""

    type: Literal["REASON"] = "REASON"
    reason: NotBookedReason


class RoleParameter(FrozenModel):
    """A role in a workspace."""

    type: Literal["ROLE"] = "ROLE"
    role: Role


Parameter: TypeAlias = Annotated[
    AmountParameter
    | TextParameter
    | DateParameter
    | MonthParameter
    | NumberParameter
    | ReasonParameter
    | RoleParameter,
    Field(discriminator="type"),
]
"""A parameter of a text."""


def amount(minor: int, currency: str) -> AmountParameter:
    """Return an amount as a parameter."""
    return AmountParameter(minor=minor, currency=currency)


def text(value: str) -> TextParameter:
    """Return a text as a parameter, shortened if it is too long."""
    shortened = value if len(value) <= MAX_TEXT else f"{value[: MAX_TEXT - 1]}…"
    return TextParameter(text=shortened)
