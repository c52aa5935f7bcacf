"""Events: a failure is logged without data of users, and the event is delivered again."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from functions.http.loading import end_loading
from functions.http.request_log import write_crash

Receive = Callable[[Any], None]
_Message = TypeVar("_Message", bound=BaseModel)


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


def message_of(event: Any, model: type[_Message]) -> _Message | None:
    """Return the message of a CloudEvent of Pub/Sub; None if it cannot be read."""
    try:
        data = base64.b64decode(event.data["message"]["data"], validate=True)
        return model.model_validate_json(data)
    except (KeyError, TypeError, ValueError, ValidationError):
        return None


def _id_of(event: Any) -> str:
    """Return the event's id from Pub/Sub."""
    try:
        return str(event["id"])
    except (KeyError, TypeError):
        return "unknown"
