"""Operations on matches: suggest, link and unlink transactions that pay occurrences."""

from datetime import date as civil_date

from flask import Response
from pydantic import Field

from functions.http.call import current_call
from functions.http.parameters import CreationHeaders, IdPath, json_response
from functions.http.views import Money
from functions.planning.occurrence_views import occurrence_view
from functions.planning.views import ExpectedAmountView, expected_amount_view
from shared.models.people.access import Action
from shared.models.planning.expected_amount import ExpectedAmount
from shared.models.planning.links import Link
from shared.models.planning.matching.doubt import Doubt
from shared.models.planning.occurrence import OccurrenceState
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import SAMPLE_ID, Id
from shared.models.values.money import format_minor
from shared.services.planning import linking, match_runs
from shared.services.planning.matching import FoundMatch


class MatchView(FrozenModel):
    """A transaction that may pay an occurrence, and why a person decides."""

    recurring_id: str
    name: str = Field(description="The name of the recurring entry.")
    nominal: civil_date
    date: civil_date = Field(description="When the occurrence is expected.")
    state: OccurrenceState
    expected: ExpectedAmountView
    currency: str
    booked_transaction_id: str | None = Field(
        description="The booked one, which `replace` moves to the trash."
    )
    transaction_id: str
    transaction_date: civil_date = Field(description="Its date.")
    transaction_amount: Money
    doubts: list[Doubt] = Field(
        description="DATE, AMOUNT or PAYEE differs, or others fit about as well."
    )
    other_transaction_ids: list[str] = Field(description="Those that fit about as well.")


class MatchList(FrozenModel):
    """Suggested matches, by recurring entry and date, 100 at most."""

    items: list[MatchView]
    next_cursor: str | None = None


class LinkDraft(InputModel):
    """An occurrence, and the transaction that pays it."""

    model_config = example(nominal="2099-08-01", transaction_id=SAMPLE_ID)

    nominal: CivilDate = Field(description="The nominal date of the occurrence.")
    transaction_id: Id
    replace: bool = Field(
        default=False,
        strict=True,
        description="Whether a transaction that was booked for it goes to the trash.",
    )


class DismissedMatch(InputModel):
    """An occurrence, and a transaction that does not pay it."""

    model_config = example(nominal="2099-08-01", transaction_id=SAMPLE_ID)

    nominal: CivilDate = Field(description="The nominal date of the occurrence.")
    transaction_id: Id


class Unlinking(InputModel):
    """An occurrence that is matched."""

    model_config = example(nominal="2099-08-01")

    nominal: CivilDate = Field(description="The nominal date of the occurrence.")


def list_matches() -> Response:
    """Suggest matches of transactions of the last 45 days with occurrences around them.

    Those without a doubt are linked by themselves. `POST /recurring/{id}/match` accepts one.
    """
    call = current_call()
    found = match_runs.suggest_matches(call.store, call.now)
    return json_response(
        MatchList(items=[_match_view(one, found.today) for one in found.matches[:100]])
    )


def link_transaction(path: IdPath, body: LinkDraft, header: CreationHeaders) -> Response:
    """Link a transaction to the occurrence that it pays, which is MATCHED then.

    A transaction pays one occurrence; one without a category takes that of the entry. Where
    another one was booked, `replace` needs the permission to delete.
    """
    call = current_call()
    asked = linking.LinkRequest(Link(path.id, body.nominal), body.transaction_id, body.replace)
    operation = call.operation(header.idempotency_key)

    def may_replace() -> None:
        call.caller.require(Action.DELETE)

    after = linking.link_transaction(call.store, operation, asked, may_replace)
    return json_response(occurrence_view(after))


def unlink_transaction(path: IdPath, body: Unlinking, header: CreationHeaders) -> Response:
    """Unlink the transaction of a matched occurrence; they are not matched again by themselves."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    after = linking.unlink_transaction(call.store, operation, Link(path.id, body.nominal))
    return json_response(occurrence_view(after))


def dismiss_match(path: IdPath, body: DismissedMatch, header: CreationHeaders) -> Response:
    """Dismiss a suggested match: the transaction is not matched with the occurrence again."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    link = Link(path.id, body.nominal)
    after = linking.dismiss_match(call.store, operation, link, body.transaction_id)
    return json_response(occurrence_view(after))


def _match_view(one: FoundMatch, today: civil_date) -> MatchView:
    candidate = one.match.candidate
    payment, occurrence = candidate.payment, candidate.occurrence
    expected = occurrence.amount or ExpectedAmount.exactly(payment.amount_minor)
    return MatchView(
        recurring_id=occurrence.recurring_id,
        name=one.expectation.recurring.name,
        nominal=occurrence.nominal,
        date=occurrence.effective,
        state=one.expectation.occurrence.state_on(today, one.expectation.recurring.mode),
        expected=expected_amount_view(expected, occurrence.currency),
        currency=payment.currency,
        booked_transaction_id=one.expectation.booked_id,
        transaction_id=payment.id,
        transaction_date=payment.date,
        transaction_amount=format_minor(payment.amount_minor, payment.currency),
        doubts=list(one.match.doubts),
        other_transaction_ids=list(one.match.other_payments),
    )
