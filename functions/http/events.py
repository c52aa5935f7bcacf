"""Events: what fails is logged without anybody's data, and delivered again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from functions.http.request_log import write_crash

Receive = Callable[[Any], None]


class DeliverAgain(Exception):
    """Failure of an event, which Pub/Sub delivers again; its cause is in the log."""


def delivered_again_on_failure(function: str) -> Callable[[Receive], Receive]:
    """Have what takes the events of ``function`` fail without a word of the cause.

    The framework prints a failure with its causes and their messages, which may quote what was
    read or written. What it prints now says nothing; where it arose is logged here.
    """

    def decorated(receive: Receive) -> Receive:
        @wraps(receive)
        def receive_quietly(event: Any) -> None:
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
