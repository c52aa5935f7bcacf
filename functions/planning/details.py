"""The operation on one recurring entry that also reads what was paid for it."""

from flask import Response
from pydantic import Field

from functions.http.call import current_call
from functions.http.parameters import IdPath, json_response
from functions.planning.views import (
    ExpectedAmountView,
    RecurringView,
    expected_amount_view,
    recurring_view,
)
from shared.services.planning.matching import EntryWithExpected, get_expected


class RecurringDetail(RecurringView):
    """A recurring entry, with the amount that is expected next."""

    expected: ExpectedAmountView | None = Field(
        description="That of the next occurrence; null after the end. It follows what was paid."
    )


def get_recurring(path: IdPath) -> Response:
    """Get a recurring entry, and what its next occurrence is expected to come to.

    That follows the last 12 linked transactions; bookings have the planned amount all the same. The
    ETag does not change with the next occurrence.
    """
    call = current_call()
    found = get_expected(call.store, path.id, call.now)
    return json_response(_detail(found), revision=found.recurring.revision)


def _detail(one: EntryWithExpected) -> RecurringDetail:
    expected = one.expected
    return RecurringDetail(
        expected=None if expected is None else expected_amount_view(expected, one.currency),
        **dict(recurring_view(one.recurring)),
    )
