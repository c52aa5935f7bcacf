"""Queries of transactions, for lists and exports."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from functions.http.parameters import QueryParameters
from shared.errors import InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.inputs.texts import Payee
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.named_parts import (
    get_account_named,
    get_category_named,
    get_custom_type_named,
)
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.ledger.transactions.currencies.exchange import ExchangeState
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.ledger.transactions.tags import Tag
from shared.models.ledger.transactions.transaction import AnyCaseTransactionType, TransactionType
from shared.models.values.currency import Currency
from shared.models.values.dates import MAX_YEAR, MIN_YEAR, Calendar, DateRange, Month
from shared.models.values.identifiers import Id
from shared.models.values.money import AmountBound, sum_to_minor
from shared.models.values.spans.period_ends import FROM, TO, PeriodEnd, date_range
from shared.models.values.text import STORABLE, lower_case, trimmed, upper_case, words_of

Name = Annotated[str, trimmed(50, min_length=1), STORABLE]
"""A name in a query."""

_BOUND = "In the ledger's currency; what is unconverted does not match."


class TransactionSelection(QueryParameters):
    """Filters and order of transactions; all given filters must match.

    Dates are given as a year and optionally a month of the ledger's calendar, as in
    ``monthlyReport``, or as a range of days or such months, with both ends inclusive; each end may
    be left open.
    """

    year: Annotated[int, Field(ge=MIN_YEAR, le=MAX_YEAR)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    from_: PeriodEnd | None = Field(default=None, alias="from", description=FROM)
    to: PeriodEnd | None = Field(default=None, description=TO)
    type: AnyCaseTransactionType | None = None
    category_id: Id | None = Field(
        default=None, description="The category of the transaction or of a split."
    )
    unfiled: bool = Field(
        default=False,
        description="Only income and expenses of which a part has no category: the list to review.",
    )
    category: Name | None = Field(
        default=None,
        description="The name of a category instead of its id; with ``type`` if a category of "
        "each type has it.",
    )
    account_id: Id | None = Field(default=None, description="Matches both sides of transfers.")
    account: Name | None = Field(
        default=None, description="The name of an account instead of its id."
    )
    custom_type_id: Id | None = None
    custom_type: Name | None = Field(
        default=None, description="The name of a custom type instead of its id."
    )
    untyped: bool = Field(default=False, description="Only without a custom type.")
    currency: Currency | None = Field(
        default=None, description="Only on accounts in it; of transfers, those that leave one."
    )
    exchange: Annotated[ExchangeState, BeforeValidator(upper_case)] | None = Field(
        default=None, description="Only transactions in this state."
    )
    recurring_id: Id | None = Field(
        default=None, description="Only occurrences of this recurring entry."
    )
    goal_id: Id | None = Field(default=None, description="Only linked to this goal.")
    payee: Payee | None = Field(
        default=None, description="Compared as payees look, case-insensitively, ignoring accents."
    )
    tag: Tag | None = Field(
        default=None, description="Only with this tag; names that look alike are one tag."
    )
    q: Annotated[str, trimmed(200), STORABLE] | None = Field(
        default=None,
        description=(
            "Words; each must be the beginning of a word of the payee, description, notes or "
            "category."
        ),
    )
    min_amount: AmountBound | None = Field(default=None, description=_BOUND)
    max_amount: AmountBound | None = Field(default=None, description=_BOUND)
    deleted: bool = Field(default=False, description="List the transactions in the trash instead.")
    sort: Annotated[Literal["date", "-date", "amount", "-amount"], BeforeValidator(lower_case)] = (
        Field(
            default="-date",
            description="Ascending, or descending with `-`. Amounts are in the ledger's currency, "
            "and equal ones by date.",
        )
    )

    @model_validator(mode="after")
    def _one_way_to_name_dates(self) -> Self:
        if self.month is not None and self.year is None:
            raise InvalidArgument.of("month", "requires year")
        if self.year is not None and (self.from_ or self.to):
            raise InvalidArgument.of("year", "must not be given with from or to")
        if None not in (self.min_amount, self.max_amount) and self.min_amount > self.max_amount:  # type: ignore[operator]  # both are given
            raise InvalidArgument.of("max_amount", "must not be less than min_amount")
        if self.untyped and (self.custom_type_id or self.custom_type):
            raise InvalidArgument.of(
                "untyped", "must not be given with custom_type_id or custom_type"
            )
        if self.q and not words_of(self.q):
            raise InvalidArgument.of("q", "must have a letter or digit")
        return self

    @field_validator("category", "account", "custom_type")
    @classmethod
    def _instead_of_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.data.get(f"{info.field_name}_id") is not None:
            raise ValueError(f"must be omitted if there is {info.field_name}_id")
        return value

    def filter(self, ledger: Ledger) -> TransactionFilter:
        """Return the filter, with ids for names, days for months, and amounts in minor units.

        Raises:
            InvalidArgument: A name is unknown or ambiguous, no account is in the currency outside
                of the trash, the last day is before the first, or an amount has too many decimals.
        """
        currency = ledger.currency
        known = {currency, *ledger.foreign_currencies}
        # The trash keeps transactions of accounts that were deleted.
        if self.currency and self.currency not in known and not self.deleted:
            raise InvalidArgument.of("currency", "must be that of an account")
        return TransactionFilter(
            dates=self._dates(ledger.calendar),
            category_id=self._category_id(ledger),
            account_id=self.account_id
            if self.account is None
            else get_account_named(ledger, self.account).id,
            custom_type_id=self.custom_type_id
            if self.custom_type is None
            else get_custom_type_named(ledger, self.custom_type).id,
            words=words_of(self.q or ""),
            min_amount_minor=None
            if self.min_amount is None
            else sum_to_minor(self.min_amount, currency, "min_amount"),
            max_amount_minor=None
            if self.max_amount is None
            else sum_to_minor(self.max_amount, currency, "max_amount"),
            by_amount=self.sort.endswith("amount"),
            descending=self.sort.startswith("-"),
            **{name: getattr(self, name) for name in _AS_GIVEN},
        )

    def _category_id(self, ledger: Ledger) -> str | None:
        if self.category is None:
            return self.category_id
        entry_type = None
        if self.type is not None and self.type is not TransactionType.TRANSFER:
            entry_type = EntryType(self.type)
        return get_category_named(ledger, self.category, entry_type).id

    def _dates(self, calendar: Calendar) -> DateRange:
        if self.year is None:
            return date_range(self.from_, self.to, calendar)
        first = Month(self.year, self.month or 1)
        last = Month(self.year, self.month or 12)
        return date_range(first, last, calendar)


_AS_GIVEN = (
    "type", "unfiled", "untyped", "exchange", "currency", "recurring_id", "goal_id", "payee", "tag",
    "deleted",
)  # fmt: skip
"""Parameters that are fields of the filter."""


class TransactionQuery(TransactionSelection):
    """Page of a list of transactions."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )
    totals: bool = Field(
        default=False, description="Answer the totals of all matching transactions, too."
    )
