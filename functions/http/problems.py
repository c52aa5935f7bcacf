"""Answer failures with problem details (RFC 9457).

Source of the format: https://www.rfc-editor.org/rfc/rfc9457.
"""

from __future__ import annotations

import json
import uuid
from http import HTTPStatus
from typing import Any

from flask import Response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from functions.http.security.headers import SECURITY_HEADERS
from functions.http.views import view_of
from shared.errors import (
    AllocationTooLarge,
    AlreadyExists,
    FinanceFlowError,
    InUse,
    InvalidArgument,
    LastAdmin,
    PreconditionFailed,
    RateLimited,
    RebuildRunning,
    TakeoverRunning,
    Unavailable,
    UndoConflict,
    shorten,
)
from shared.models.values.validation import field_errors_of

PROBLEM_TYPE = "application/problem+json"

STATUS_OF_CODE = {
    "unreadable": HTTPStatus.BAD_REQUEST,
    "unauthenticated": HTTPStatus.UNAUTHORIZED,
    "app-check-failed": HTTPStatus.UNAUTHORIZED,
    "permission-denied": HTTPStatus.FORBIDDEN,
    "recent-sign-in-required": HTTPStatus.UNAUTHORIZED,
    "email-not-verified": HTTPStatus.FORBIDDEN,
    "registration-required": HTTPStatus.FORBIDDEN,
    "no-tenant": HTTPStatus.FORBIDDEN,
    "not-found": HTTPStatus.NOT_FOUND,
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "already-exists": HTTPStatus.CONFLICT,
    "already-registered": HTTPStatus.CONFLICT,
    "category-in-use": HTTPStatus.CONFLICT,
    "account-in-use": HTTPStatus.CONFLICT,
    "category-busy": HTTPStatus.CONFLICT,
    "custom-type-busy": HTTPStatus.CONFLICT,
    "account-busy": HTTPStatus.CONFLICT,
    "category-gone": HTTPStatus.CONFLICT,
    "account-gone": HTTPStatus.CONFLICT,
    "default-account": HTTPStatus.CONFLICT,
    "too-many-categories": HTTPStatus.CONFLICT,
    "too-many-accounts": HTTPStatus.CONFLICT,
    "custom-type-in-use": HTTPStatus.CONFLICT,
    "custom-type-gone": HTTPStatus.CONFLICT,
    "too-many-custom-types": HTTPStatus.CONFLICT,
    "too-many-own-rates": HTTPStatus.CONFLICT,
    "commit-too-large": HTTPStatus.CONFLICT,
    "ledger-full": HTTPStatus.CONFLICT,
    "too-many-tags": HTTPStatus.CONFLICT,
    "too-many-rules": HTTPStatus.CONFLICT,
    "too-many-recurring": HTTPStatus.CONFLICT,
    "too-many-budgets": HTTPStatus.CONFLICT,
    "too-many-goals": HTTPStatus.CONFLICT,
    "allocation-too-large": HTTPStatus.CONFLICT,
    "goal-in-use": HTTPStatus.CONFLICT,
    "contributes-already": HTTPStatus.CONFLICT,
    "too-many-scopes": HTTPStatus.CONFLICT,
    "too-many-webhooks": HTTPStatus.CONFLICT,
    "occurrence-settled": HTTPStatus.CONFLICT,
    "transaction-linked": HTTPStatus.CONFLICT,
    "too-many-settled-suggestions": HTTPStatus.CONFLICT,
    "suggestion-settled": HTTPStatus.CONFLICT,
    "last-admin": HTTPStatus.CONFLICT,
    "workspace-owner": HTTPStatus.CONFLICT,
    "already-member": HTTPStatus.CONFLICT,
    "too-many-members": HTTPStatus.CONFLICT,
    "too-many-workspaces": HTTPStatus.CONFLICT,
    "undo-conflict": HTTPStatus.CONFLICT,
    "not-undoable": HTTPStatus.CONFLICT,
    "plan-changed": HTTPStatus.CONFLICT,
    "ledger-not-empty": HTTPStatus.CONFLICT,
    "currency-in-use": HTTPStatus.CONFLICT,
    "account-currency-in-use": HTTPStatus.CONFLICT,
    "rebuild-running": HTTPStatus.CONFLICT,
    "claim-running": HTTPStatus.CONFLICT,
    "ledger-exists": HTTPStatus.CONFLICT,
    "demo-quota": HTTPStatus.CONFLICT,
    "demo-expired": HTTPStatus.GONE,
    "invitation-gone": HTTPStatus.GONE,
    "precondition-failed": HTTPStatus.PRECONDITION_FAILED,
    "payload-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unsupported-media-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "invalid-argument": HTTPStatus.UNPROCESSABLE_ENTITY,
    "unreadable-file": HTTPStatus.UNPROCESSABLE_ENTITY,
    "idempotency-key-reused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "rate-limited": HTTPStatus.TOO_MANY_REQUESTS,
    "internal": HTTPStatus.INTERNAL_SERVER_ERROR,
    "rates-not-updated": HTTPStatus.SERVICE_UNAVAILABLE,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The HTTP status of each error code."""

_MAX_IDS = 100
"""How many ids an answer has."""

MAX_DETAIL_LENGTH = 2_000
"""How many characters ``detail`` has, which may quote the client's own text."""

_CODE_OF_HTTP_STATUS = {
    400: "unreadable",
    404: "not-found",
    405: "method-not-allowed",
    413: "payload-too-large",
    415: "unsupported-media-type",
}

_DETAIL_OF_HTTP_STATUS = {
    404: "There is nothing at this path.",
    405: "This path does not have this method.",
}
"""Details in the place of Werkzeug's texts, which speak of URLs and servers."""


def problem_of_error(error: FinanceFlowError, request_id: str) -> Response:
    """Return the problem of a known failure."""
    extra: dict[str, Any] = {}
    headers: dict[str, str] = {}
    if isinstance(error, InvalidArgument):
        extra |= _errors_of(error)
    elif isinstance(error, AlreadyExists):
        extra["existing_id"] = error.existing_id
    elif isinstance(error, InUse):
        extra["transaction_count"] = error.transaction_count
    elif isinstance(error, AllocationTooLarge):
        extra["left"] = error.left
    elif isinstance(error, UndoConflict):
        extra["conflicts"] = list(error.change_ids[:_MAX_IDS])
    elif isinstance(error, LastAdmin) and error.workspaces:
        extra["workspaces"] = list(error.workspaces[:_MAX_IDS])
    elif isinstance(error, PreconditionFailed):
        extra |= _errors_of(error) if error.errors else {}
        extra["current"] = view_of(error.current).model_dump(mode="json")
    elif isinstance(error, RateLimited | Unavailable | TakeoverRunning | RebuildRunning):
        headers["Retry-After"] = str(error.retry_after_s)
    if STATUS_OF_CODE[error.code] is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return _problem(error.code, error.message, request_id, extra, headers)


def _errors_of(error: InvalidArgument | PreconditionFailed) -> dict[str, Any]:
    """Return the members that name fields."""
    errors = [{"field": one.field, "message": one.message} for one in error.errors]
    return {"errors": errors} | ({"more_errors": error.more} if error.more else {})


def problem_of_http(error: HTTPException, request_id: str | None = None) -> Response:
    """Return the problem of an HTTP error, such as an unknown path or method."""
    request_id = request_id or uuid.uuid4().hex
    code = _CODE_OF_HTTP_STATUS.get(error.code or 0, "unreadable")
    detail, headers = error.description or "", {}
    if detail == type(error).description:
        detail = _DETAIL_OF_HTTP_STATUS.get(error.code or 0, detail)
    if isinstance(error, RequestEntityTooLarge) and request and request.max_content_length:
        detail = f"The body has more than {request.max_content_length:,} bytes."
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return _problem(code, detail, request_id, {}, headers)


def problem_of_crash(request_id: str) -> Response:
    """Return the problem of an unknown failure, without its cause."""
    detail = "Something went wrong on our side. It has been logged under this request's id."
    return _problem("internal", detail, request_id, {}, {})


def invalid_argument(error: ValidationError) -> InvalidArgument:
    """Convert a pydantic validation error to ``InvalidArgument``."""
    return InvalidArgument(*field_errors_of(error))


def _problem(
    code: str, detail: str, request_id: str, extra: dict[str, Any], headers: dict[str, str]
) -> Response:
    """Return a problem of at most 64 KiB, of any failure.

    Text is sent in UTF-8 without escapes, which take three times as much. A lone surrogate, which
    UTF-8 does not have, is escaped as in JSON.
    """
    status = STATUS_OF_CODE[code]
    content = {
        "type": f"urn:financeflow:problem:{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": shorten(detail, MAX_DETAIL_LENGTH),
        "instance": request_id,
        "code": code,
        **extra,
    }
    return Response(
        json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace"),
        status=status.value,
        headers={**SECURITY_HEADERS, "X-Request-Id": request_id, **headers},
        content_type=PROBLEM_TYPE,
    )
