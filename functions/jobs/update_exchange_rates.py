"""The function ``updateExchangeRates``: fetch and store exchange rates; for Cloud Scheduler.

After rates have arrived it publishes the healing of all ledgers with foreign accounts: once right
after, and once more in a later call. Until then an instance may book by rates that it read before.
"""

from datetime import date, datetime, timedelta
from functools import cache

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http import clock
from functions.http.background.jobs import publish
from functions.http.configuration import configuration
from functions.http.parameters import json_response, problem_responses
from functions.http.request_log import write_line
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from shared.errors import RatesNotUpdated
from shared.models.values.base import FrozenModel, InputModel, example
from shared.repositories import connections
from shared.repositories.currencies.rate_file import RateFileClient
from shared.repositories.currencies.reference_rates import ReferenceRateRepository
from shared.services.currencies.rate_updates import UpdatedRates, is_late, update_rates

routes = Routes("updateExchangeRates")

_KNOWN_FOR = timedelta(minutes=15)
"""Longer than instances keep rates of the present year, and requests that have read them last."""


class UpdateRequest(InputModel):
    """Empty request."""

    model_config = example()


class UpdateReport(FrozenModel):
    """Numbers of rates that were stored for the first time, and that were corrected."""

    last_date: date = Field(description="The last day that has rates.")
    added: int = Field(description="Rates that were not stored before.")
    corrected: int = Field(description="Rates that replaced stored ones of the same day.")
    missing: int = Field(description="Stored rates that the file does not have; they stay.")


@routes.post(
    "/",
    allows=Access.SCHEDULER,
    responses={
        200: UpdateReport,
        **problem_responses("rates-not-updated", with_caller=False, with_body=True),
    },
)
def update_exchange_rates(body: UpdateRequest) -> Response:  # noqa: ARG001 (refuses unknown fields)
    """Store the rates of the configured file that are new or were corrected.

    A file that is not valid as a whole changes nothing. Transactions without a rate of their day
    are booked again in the background.
    """
    now = clock.now()
    rates = ReferenceRateRepository(connections.firestore_client())
    source = RateFileClient(configuration().rates_url, configuration().rates_hosts)
    try:
        updated = update_rates(rates, source.fetch(), now)
    except RatesNotUpdated as refusal:
        write_line("ERROR", f"updateExchangeRates stored nothing: {type(refusal).__name__}")
        _warn_if_late(rates.find_last_day(now.date()), now.date())
        raise
    _log_corrections(updated)
    _warn_if_late(updated.last_day, now.date())
    _heal_ledgers(rates, updated.last_day, now)
    return json_response(
        UpdateReport(
            last_date=updated.last_day,
            added=updated.update.added,
            corrected=updated.update.corrected,
            missing=updated.update.missing,
        )
    )


def _heal_ledgers(rates: ReferenceRateRepository, last_day: date, now: datetime) -> None:
    """Publish the healing of ledgers, if rates have arrived for which it is not finished."""
    arrival = rates.find_arrival()
    if arrival is None:
        return
    from shared.models.jobs.healing import HealingRun  # noqa: PLC0415 (only if rates have arrived)
    from shared.repositories.currencies.foreign_ledgers import ForeignLedgerRepository  # noqa: PLC0415 (as above)
    from shared.services.currencies.rate_arrivals import publish_healing  # noqa: PLC0415 (as above)

    run = HealingRun.of_reference_rates(arrival.since, last_day)
    ledgers = ForeignLedgerRepository(connections.firestore_client())
    count = publish_healing(ledgers, publish, run)
    if now - arrival.at > _KNOWN_FOR:
        rates.remove_arrival()
    write_line(
        "INFO",
        f"updateExchangeRates published the healing of {count} ledgers",
        run_id=run.id,
        since=str(run.since),
    )


def _log_corrections(updated: UpdatedRates) -> None:
    for key, corrections in updated.update.corrections.items():
        for one in corrections:
            write_line(
                "WARNING",
                f"updateExchangeRates corrected {key.currency} of {one.day}",
                currency=key.currency,
                date=str(one.day),
            )


def _warn_if_late(last_day: date | None, today: date) -> None:
    if last_day is None or is_late(last_day, today):
        write_line(
            "ERROR",
            f"EXCHANGE RATES ARE OLD: the last ones are of {last_day}",
            last_date=str(last_day),
        )


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes, authentication=None)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
