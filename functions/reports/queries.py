"""Queries of reports: their periods, filters and pages."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from functions.http.parameters import QueryParameters
from shared.models.ledger.category import AnyCaseEntryType
from shared.models.ledger.transactions.tags import Tag
from shared.models.ledger.transactions.transaction import AnyCaseTransactionType
from shared.models.reports.periods import Interval, PeriodRequest, ReportedEnd, ReportedMonth
from shared.models.values.identifiers import Id
from shared.models.values.spans.period_ends import FROM, TO
from shared.models.values.text import lower_case

_DEFAULT_RECENT, _MAX_RECENT = 5, 50
_DEFAULT_TAGS, _MAX_TAGS = 10, 100
_DEFAULT_PAYEES, _MAX_PAYEES = 10, 1_400
_MAX_YEARS = 10


class PeriodQuery(QueryParameters):
    """Period: both ends, or neither for the default of the operation."""

    from_: ReportedEnd | None = Field(
        default=None, alias="from", description=f"{FROM} Requires `to`."
    )
    to: ReportedEnd | None = Field(default=None, description=f"{TO} Requires `from`.")

    def period(self) -> PeriodRequest | None:
        """Return the requested period; None for the default.

        Raises:
            InvalidArgument: Only one end is given.
        """
        return PeriodRequest.between(self.from_, self.to)


class PartialQuery(PeriodQuery):
    """Period whose transactions may be too many for one answer."""

    cursor: str | None = Field(
        default=None,
        description="The `next_cursor` of the previous answer; the amounts are to be added.",
    )


class CategoriesQuery(PartialQuery):
    """Period, and type of the categories; both types without one."""

    type: AnyCaseEntryType | None = None


class PayeesQuery(PartialQuery):
    """Period, type of the transactions, and number of payees."""

    type: AnyCaseEntryType | None = Field(
        default=None, description="Only income, or only expenses."
    )
    limit: Annotated[int, Field(ge=1, le=_MAX_PAYEES)] = Field(
        default=_DEFAULT_PAYEES,
        description="The number of payees. With 1,400 an answer has all payees that it has read.",
    )


class CategoryTrendsQuery(PeriodQuery):
    """Period, which is extended to whole months, and the categories."""

    type: AnyCaseEntryType | None = None
    category_id: Id | None = Field(default=None, description="Only this category.")


class CustomTypeTrendsQuery(PeriodQuery):
    """Period, which is extended to whole months, and the custom types."""

    type: AnyCaseTransactionType | None = None
    custom_type_id: Id | None = Field(default=None, description="Only this custom type.")


class TagTrendsQuery(PeriodQuery):
    """Period, which is extended to whole months, and the tags."""

    tag: Tag | None = Field(default=None, description="Only this tag.")
    limit: Annotated[int, Field(ge=1, le=_MAX_TAGS)] = _DEFAULT_TAGS


class TrendsQuery(PeriodQuery):
    """Whole intervals: those that contain any day of the period."""

    interval: Annotated[Interval, BeforeValidator(lower_case)] = Interval.MONTH


class ComparisonQuery(PeriodQuery):
    """Period of at most a year, and the number of years before to compare with."""

    years: Annotated[int, Field(ge=1, le=_MAX_YEARS)] = 1


class HomeQuery(QueryParameters):
    """Month, and number of transactions, at the start of a client."""

    month: ReportedMonth | None = Field(
        default=None,
        description="By default the present one.",
    )
    recent: Annotated[int, Field(ge=0, le=_MAX_RECENT)] | None = Field(
        default=None,
        description="The number of latest transactions: by default 3, in a workspace 1.",
    )


class RecentQuery(QueryParameters):
    """Number of transactions."""

    limit: Annotated[int, Field(ge=1, le=_MAX_RECENT)] = _DEFAULT_RECENT
