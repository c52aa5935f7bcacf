"""Events of sign-ins that people are notified of; loaded on demand, as few requests emit one."""

from __future__ import annotations

from shared.models.history.change import Operation
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import text
from shared.models.people.sign_in import SignIn


def new_way_event(operation: Operation, after: SignIn) -> Event:
    """Return the event that a person has signed in in a new way."""
    methods = text(", ".join(after.methods))
    return Event.of(
        NotificationKind.NEW_SIGN_IN,
        operation.change_id,
        operation.at,
        parameters={"method": methods},
    )
