"""Parameters in paths, queries and headers; documentation and creation of answers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request
from pydantic import BaseModel, Field, model_validator

from functions.http.problems import STATUS_OF_CODE
from functions.http.views import etag_of
from shared.errors import FieldError, InvalidArgument
from shared.models.values.base import FrozenModel, InputModel
from shared.models.values.frozen import frozen

_ALWAYS = ("invalid-argument", "unreadable", "unavailable", "internal")
_WITH_CALLER = (
    "rate-limited", "app-check-failed", "unauthenticated", "email-not-verified",
    "permission-denied", "not-found", "demo-expired",
)  # fmt: skip
_WITH_BODY = ("payload-too-large", "unsupported-media-type")


class QueryParameters(InputModel):
    """Query parameters; unknown and repeated ones are errors."""

    @model_validator(mode="before")
    @classmethod
    def _are_given_once(cls, values: object) -> object:
        repeated = [name for name, given in request.args.lists() if len(given) > 1]
        if repeated:
            raise InvalidArgument(*(FieldError(name, "must be given once") for name in repeated))
        return values


class IdPath(FrozenModel):
    """Id of one resource."""

    id: str = Field(description="The resource's id.")


class CreationHeaders(FrozenModel):
    """Headers of a request that creates a resource."""

    idempotency_key: str | None = Field(
        default=None,
        alias="Idempotency-Key",
        description=(
            "1 to 255 visible ASCII characters; a retry with the same key gets the first answer."
        ),
    )


class ChangeHeaders(FrozenModel):
    """Headers of a request that changes or deletes one resource."""

    if_match: str | None = Field(
        default=None,
        alias="If-Match",
        description="The ETag that the resource must have: its header, or its member ``etag``.",
    )


def problem_responses(
    *codes: str, with_caller: bool = True, with_body: bool = False
) -> dict[str | int, tuple[str, ...]]:
    """Return the codes of an operation's failures by status: the common ones, and these codes.

    ``functions.openapi`` makes responses of them.
    """
    named = (*_ALWAYS, *codes)
    if "demo-quota" in codes:  # It writes to a demo, which a takeover closes to writes.
        named += ("claim-running",)
    if with_caller:
        named += _WITH_CALLER
        if "registration-required" not in codes:  # Without it, visitors may come, too.
            named += ("no-tenant",)
    if with_body:
        named += _WITH_BODY
    by_status: dict[str, list[str]] = {}
    for code in sorted(set(named)):
        by_status.setdefault(str(STATUS_OF_CODE[code].value), []).append(code)
    return {status: tuple(found) for status, found in sorted(by_status.items())}


@frozen
class DeclaredBody:
    """A body that a view reads itself, for the OpenAPI document.

    ``content`` has for each media type the model of the body, as ``module:name`` where few requests
    load it, or None for the bytes of a file; ``examples`` have a body of each.
    """

    description: str
    content: Mapping[str, type[BaseModel] | str | None]
    examples: Mapping[str, Any]


@frozen
class Declared:
    """A success with headers that its model does not imply, for the OpenAPI document.

    ``model`` is the model of the content, as ``module:name`` where few requests load it, or None.
    Answers 201 always have a Location.
    """

    model: type[BaseModel] | str | None
    has_location: bool = False
    has_etag: bool = False
    """Whether there is an ETag of the content, for If-None-Match."""


def json_response(
    content: BaseModel,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    location: str | None = None,
    revision: int | None = None,
) -> Response:
    """Return a resource as answer; ``revision`` becomes its ETag."""
    response = Response(
        content.model_dump_json(), status=status.value, content_type="application/json"
    )
    if location is not None:
        response.headers["Location"] = location
    if revision is not None:
        response.headers["ETag"] = etag_of(revision)
        response.make_conditional(request)
    return response


def no_content() -> Response:
    """Return an answer without content, and so without a type of it."""
    response = Response(status=HTTPStatus.NO_CONTENT.value)
    del response.headers["Content-Type"]
    return response
