"""Events: a failure is logged without data of users, and the event is delivered again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from functions.http.loading import end_loading
from functions.http.request_log import write_crash

Receive = Callable[[Any], None]


class DeliverAgain(Exception):
    """Failure of an event, which Pub/Sub delivers again; its cause is in the log."""


def delivered_again_on_failure(function: str) -> Callable[[Receive], Receive]:
    """Wrap the receiver of events of ``function`` so that a failure does not name its cause.

    The framework prints an exception with its causes and their messages, which may contain data.
    So this logs the type and place of the failure, and raises an exception without data.
    """

    def decorated(receive: Receive) -> Receive:
        @wraps(receive)
        def receive_quietly(event: Any) -> None:
            end_loading()
            try:
                receive(event)
            except Exception as error:  # noqa: BLE001 (a boundary, as that of requests)
                write_crash(function, _id_of(event), error)
                raise DeliverAgain(function) from None

        return receive_quietly

    return decorated


def _id_of(event: Any) -> str:
    """Return the event's id from Pub/Sub."""
    try:
        return str(event["id"])
    except (KeyError, TypeError):
        return "unknown"
