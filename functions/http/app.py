"""Create the Flask app of a function."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BytesIO
from types import MappingProxyType
from typing import Any

from flask import Flask, Request, Response, g, request
from flask.ctx import RequestContext
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import BadRequest, HTTPException, UnsupportedMediaType
from werkzeug.middleware.proxy_fix import ProxyFix

from functions.http import clock, problems, request_log
from functions.http.call import Call, authenticate
from functions.http.configuration import configuration
from functions.http.loading import end_loading
from functions.http.routes import Routes
from functions.http.security.admission import admit
from functions.http.security.cors import allow_origins
from functions.http.security.headers import SECURITY_HEADERS
from functions.http.security.permissions import Access, authorize
from functions.http.security.rate_limits import Limited, limit
from shared.errors import (
    DemoTakenOver,
    FinanceFlowError,
    InvalidArgument,
    TenantMissing,
    Unreadable,
)
from shared.models.values.frozen import frozen
from shared.models.values.json_stream import exact_decimal, refuse_constant
from shared.repositories import connections
from shared.repositories.firestore.usage import Usage, counted_usage

MEBIBYTE = 1024 * 1024
MAX_BODY_BYTES = MEBIBYTE
"""Maximum length of a JSON body; operations with a ``RawBody`` have their own maximum."""

_BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
_DONE = frozenset({200, 201, 204})
_USAGE = "financeflow.usage"

Authentication = Callable[[datetime], Call]
"""Authenticates a request at an instant, and returns its call."""


@frozen
class RawBody:
    """Media types and maximum length of the body of an operation that reads it as bytes."""

    types: frozenset[str]
    max_bytes: int


_NO_RAW_BODIES: Mapping[str, RawBody] = MappingProxyType({})


class _ExactJSON(DefaultJSONProvider):
    """JSON with exact numbers: 0.1 is read as the decimal 0.1, and NaN is refused."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return json.loads(s, parse_float=exact_decimal, parse_constant=refuse_constant, **kwargs)


class _JSONRequest(Request):
    """Request that reads a missing body as an empty object, so that errors name the fields."""

    def get_json(self, *args: Any, **kwargs: Any) -> Any:
        return super().get_json(*args, **kwargs) if self.get_data() else {}


class AnswerCutOff(Exception):
    """Failure while an answer was being sent; its cause is in the log."""


def _unchanged(environ: Any, _start_response: Any) -> Any:
    return environ


class Api(Flask):
    """Flask app of one function."""

    request_class = _JSONRequest
    json_provider_class = _ExactJSON

    def __init__(self, function: str, trusted_proxies: int = 0) -> None:
        super().__init__(function, static_folder=None)
        self._behind_proxies: Any = ProxyFix(_unchanged, x_for=trusted_proxies)
        self._trusts_proxies = trusted_proxies > 0

    def request_context(self, environ: dict[str, Any]) -> RequestContext:
        """Create the context of a request, whose address is the one that the proxies tell."""
        if self._trusts_proxies:
            environ = self._behind_proxies(environ, None)
        return super().request_context(environ)

    def respond(self, environ: dict[str, Any]) -> Response:
        """Return the answer to a request, for the app of functions-framework to send.

        As a WSGI app, this one would make texts of the answer's headers, which would be read again
        to make the same answer of them.
        """
        with self.request_context(environ):
            try:
                return self.full_dispatch_request()
            except Exception as error:  # noqa: BLE001 (as Flask does)
                return self.handle_exception(error)

    def dispatch_request(self) -> Any:
        """Answer the request; the first one of a registered user creates their ledger.

        A user with a demo that is not taken over yet is answered from the ledger of the demo.
        """
        call: Call | None = g.get("call")
        try:
            return super().dispatch_request()
        except TenantMissing:
            if call is None:
                raise
            g.call = _provision(call)
        try:
            return super().dispatch_request()
        except (DemoTakenOver, TenantMissing):  # The demo was just taken over or erased.
            g.call = _provision(call)
            return super().dispatch_request()


def _provision(call: Call) -> Call:
    """Create the caller's ledger in the language of the request, and return the call on it."""
    # Most callers have a ledger, so the code that creates one is imported on demand.
    from functions.http.languages import preferred_locale  # noqa: PLC0415 (see above)
    from shared.services.ledger.provisioning import provision_ledger  # noqa: PLC0415 (see above)

    ensure_user = partial(connections.identities().ensure_active, call.caller.uid)
    return call.on(provision_ledger(call.store, call.now, ensure_user, preferred_locale()))


def create_api(
    routes: Routes,
    *,
    authentication: Authentication | None = authenticate,
    raw_bodies: Mapping[str, RawBody] = _NO_RAW_BODIES,
) -> Api:
    """Create the app of a function.

    ``authentication`` verifies the Firebase ID token of each request; with None, no token is
    required. An operation takes a JSON object of at most ``MAX_BODY_BYTES``, unless ``raw_bodies``
    has another body for its id.
    """
    app = Api(routes.function, configuration().trusted_proxies)
    lengths = [body.max_bytes for body in raw_bodies.values()]
    app.config["MAX_CONTENT_LENGTH"] = max([MAX_BODY_BYTES, *lengths])
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    routes.add_to(app)
    _open_and_close_requests(app, routes, raw_bodies, authentication)
    _answer_failures(app)
    allow_origins(app, configuration().allowed_origins)
    return app


def answer(app: Api, outer: Request) -> Response:
    """Answer a request of functions-framework with the app.

    The body is copied, because functions-framework reads it again afterwards. A body that is too
    large for all operations of the app is not read. One that comes in chunks, without a length, is
    read up to one byte more than the limit, so that the app refuses it.
    """
    environ = dict(outer.environ)
    max_bytes: int = app.config["MAX_CONTENT_LENGTH"]
    if (outer.content_length or 0) <= max_bytes:
        outer.max_content_length = max_bytes + 1
        body = outer.get_data()
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
    with counted_usage() as usage:
        environ[_USAGE] = usage
        response = app.respond(environ)
    if (outer.content_length or 0) > max_bytes:
        # functions-framework reads the body of a request unless its answer is streamed.
        response.response = iter(response.iter_encoded())
    return response


def _open_and_close_requests(
    app: Api,
    routes: Routes,
    raw_bodies: Mapping[str, RawBody],
    authentication: Authentication | None,
) -> None:
    """Check each request before its view, and complete and log its answer afterwards."""

    @app.before_request
    def open_request() -> None:
        """Admit, authenticate and authorize the request, and read its body."""
        g.started = time.perf_counter()
        g.request_id = request_log.request_id_of(request)
        if request.method == "OPTIONS":
            end_loading()
            return
        try:
            is_link = routes.permissions.get(request.endpoint or "") is Access.LINK
            _admit(app.import_name, None if is_link else authentication, is_link=is_link)
        finally:
            end_loading()
        if request.endpoint is not None:  # None if no route matches (404 or 405).
            authorize(routes.permissions[request.endpoint])
        _read_body(raw_bodies.get((request.endpoint or "").rpartition(".")[2]))

    @app.after_request
    def close_request(response: Response) -> Response:
        """Complete the headers of the answer, and write its line into the log."""
        response.headers["X-Request-Id"] = g.request_id
        _announce_events()
        if request.endpoint in routes.naming_change:
            _name_change(response)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.update(SECURITY_HEADERS)
        line = _log_line(app.import_name, response.status_code)
        if response.is_streamed and request.method != "HEAD":
            response.response = _followed(response.iter_encoded(), line, g.started)
        else:
            line.write()
        return response


def _announce_events() -> None:
    """Publish what commits leave to others: events, plans to look at, transactions to match."""
    call: Call | None = g.get("call")
    if call is not None and call.store.must_be_announced:
        from functions.http.background.announcements import announce  # noqa: PLC0415 (few have any)

        announce(call.store)
    if call is not None and call.store.unlinked:
        from functions.http.background.matching import publish_matching  # noqa: PLC0415 (as above)

        publish_matching(call)


def _name_change(response: Response) -> None:
    """Add the id of the change that the request has made, if it is done."""
    call: Call | None = g.get("call")  # A preflight request has none.
    if call is not None and call.change_id is not None and response.status_code in _DONE:
        response.headers["X-Change-Id"] = call.change_id


def _admit(function: str, authentication: Authentication | None, *, is_link: bool = False) -> None:
    """Run the admission checks, and authenticate the request if its function requires it."""
    admit(function, is_link=is_link)
    if authentication is not None:
        g.call = authentication(clock.now())
        limit(Limited.CALLER, g.call.caller.uid)


def _answer_failures(app: Api) -> None:
    """Answer each exception by problem details."""

    @app.errorhandler(FinanceFlowError)
    def known(error: FinanceFlowError) -> Response:
        return problems.problem_of_error(error, g.request_id)

    @app.errorhandler(HTTPException)
    def of_http(error: HTTPException) -> Response:
        return problems.problem_of_http(error, g.request_id)

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        request_log.write_crash(app.import_name, g.request_id, error)
        return problems.problem_of_crash(g.request_id)


def _read_body(raw: RawBody | None) -> None:
    """Read the body once, so that an unreadable body fails before anything else.

    Raises:
        Unreadable: It is not JSON.
        InvalidArgument: It is not an object.
    """
    request.max_content_length = raw.max_bytes if raw else MAX_BODY_BYTES
    if request.method not in _BODY_METHODS or not request.get_data():
        return
    if raw is None:
        _read_json()
    elif request.mimetype not in raw.types:
        raise UnsupportedMediaType(f"The body must be sent as {' or '.join(sorted(raw.types))}.")


def _read_json() -> None:
    if not request.is_json:
        raise UnsupportedMediaType("The body must be sent as application/json.")
    try:
        content = request.get_json()
    except (BadRequest, RecursionError) as error:
        raise Unreadable("The body is not valid JSON.") from error
    if not isinstance(content, dict):
        raise InvalidArgument.of("body", "must be a JSON object")


def _followed(
    parts: Iterator[bytes], line: request_log.RequestLine, started: float
) -> Iterator[bytes]:
    """Yield the parts of a streamed answer, and log the request at its end.

    If a part fails, it is too late for a problem response. The connection is closed, so that the
    client notices that the answer is incomplete.

    Raises:
        AnswerCutOff: A part failed. The server prints this error, so it does not name the cause.
    """
    try:
        while True:
            with counted_usage(line.usage):
                part = next(parts, None)
            if part is None:
                return
            yield part
    except Exception as error:  # noqa: BLE001 (the boundary of streamed answers)
        request_log.write_crash(line.function, line.request_id, error)
        raise AnswerCutOff(line.function) from None
    finally:
        milliseconds = (time.perf_counter() - started) * 1000
        replace(line, milliseconds=milliseconds).write()


def _log_line(function: str, status: int) -> request_log.RequestLine:
    call: Call | None = g.get("call")
    return request_log.RequestLine(
        function=function,
        request_id=g.request_id,
        method=request.method,
        status=status,
        milliseconds=(time.perf_counter() - g.started) * 1000,
        usage=request.environ.get(_USAGE, Usage()),
        uid=call.caller.uid if call else None,
        trace=request_log.trace_of(request, os.environ.get("GOOGLE_CLOUD_PROJECT")),
    )
