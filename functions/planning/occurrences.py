"""Operations on occurrences of recurring entries: list, book, skip, postpone and change them."""

from datetime import date as civil_date
from datetime import timedelta
from typing import Annotated

from flask import Response
from pydantic import Field

from functions.http.call import current_call
from functions.http.parameters import (
    CreationHeaders,
    IdPath,
    QueryParameters,
    json_response,
)
from functions.planning.occurrence_views import (
    ProcessView,
    RefusedView,
    occurrence_list,
    occurrence_view,
)
from shared.errors import InvalidArgument, NotFound
from shared.models.planning.occurrence import OccurrencePatch
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.dates import CivilDate, parse_civil_date
from shared.models.values.text import BLANK_AS_NULL
from shared.services.planning import booking, calendars
from shared.services.planning import occurrences as service

MAX_DAYS = 400
"""Days of a calendar."""


class CalendarQuery(QueryParameters):
    """Days of a calendar, both inclusive."""

    from_: CivilDate = Field(alias="from", description="The first day.")
    to: CivilDate = Field(description=f"The last day, {MAX_DAYS} days later at most.")


class OccurrencePath(FrozenModel):
    """Id of a recurring entry, and nominal date of one of its occurrences."""

    id: str = Field(description="The id of the recurring entry.")
    nominal: str = Field(description="The nominal date of the occurrence.")

    @property
    def day(self) -> civil_date:
        """Return the nominal date.

        Raises:
            NotFound: The path names no day.
        """
        try:
            return parse_civil_date(self.nominal)
        except ValueError as error:
            raise NotFound("occurrence") from error


class Processing(InputModel):
    """Occurrences to book: by default those that are due until today, except with REMIND."""

    model_config = example()

    nominal: Annotated[CivilDate | None, BLANK_AS_NULL] = Field(
        default=None, description="One nominal date; required where the mode is REMIND."
    )


class Skipping(InputModel):
    """An occurrence to skip."""

    model_config = example(nominal="2099-10-01")

    nominal: CivilDate = Field(description="Its nominal date.")


class Postponement(InputModel):
    """An occurrence to postpone."""

    model_config = example(nominal="2099-12-01", to="2099-12-05")

    nominal: CivilDate = Field(description="Its nominal date.")
    to: CivilDate = Field(description="A later day.")


def list_all_occurrences(query: CalendarQuery) -> Response:
    """List the occurrences of all recurring entries between two days, at most 1,000."""
    return _calendar(query, None)


def list_occurrences(path: IdPath, query: CalendarQuery) -> Response:
    """List the occurrences of a recurring entry between two days."""
    return _calendar(query, path.id)


def process_recurring(path: IdPath, body: Processing, header: CreationHeaders) -> Response:
    """Book the occurrences that are due until today, at most 50, or the one that is named.

    An occurrence is booked once, however often it is processed; one whose transaction was deleted
    since, or that was skipped or matched, is not booked by its date. Rules file those without a
    category. One that does not fit the ledger is refused, with the reason. Of mode REMIND only one
    that is named is booked, as the payments of others come with the bank's transactions.
    """
    call = current_call()
    operation = call.operation(header.idempotency_key)
    done = booking.book_occurrences(call.store, operation, path.id, nominal=body.nominal)
    return json_response(
        ProcessView(
            booked=[
                occurrence_view(service.OccurrenceOfEntry(done.recurring, one, done.today))
                for one in done.booked
            ],
            refused=[
                RefusedView(nominal=one.occurrence.nominal, reason=one.reason)
                for one in done.refused
            ],
            is_partial=done.is_partial,
        )
    )


def skip_occurrence(path: IdPath, body: Skipping, header: CreationHeaders) -> Response:
    """Skip an occurrence, so that it is not booked."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    return _answer(service.skip_occurrence(call.store, operation, path.id, body.nominal))


def postpone_occurrence(path: IdPath, body: Postponement, header: CreationHeaders) -> Response:
    """Postpone an occurrence to a later day, before the next one."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    after = service.postpone_occurrence(call.store, operation, path.id, body.nominal, body.to)
    return _answer(after)


def patch_occurrence(path: OccurrencePath, body: OccurrencePatch) -> Response:
    """Change the day, amount or note of one occurrence; null is as planned.

    The note becomes the notes of the transaction.
    """
    call = current_call()
    after = service.change_occurrence(call.store, call.operation(), path.id, path.day, body)
    return _answer(after)


def _answer(one: service.OccurrenceOfEntry) -> Response:
    return json_response(occurrence_view(one))


def _calendar(query: CalendarQuery, recurring_id: str | None) -> Response:
    if query.to < query.from_:
        raise InvalidArgument.of("to", "must not be before from")
    if query.to - query.from_ > timedelta(days=MAX_DAYS):
        raise InvalidArgument.of("to", f"must be at most {MAX_DAYS} days after from")
    call = current_call()
    found = calendars.list_occurrences(call.store, query.from_, query.to, call.now, recurring_id)
    return json_response(occurrence_list(found))
