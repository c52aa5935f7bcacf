"""Check of each answer that a test meets: openapi.json declares its status, code, headers, content.

An invalid query is told by the names of its parameters, which openapi.json declares, too.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs
from werkzeug.test import TestResponse

from functions.openapi.headers import ANSWER_HEADERS
from functions.openapi.problems import USUAL_STATUSES as USUAL
from tests.support.document import document, find_operation, operations

_UNKNOWN = {"is not a known field", "must be given once"}
"""Messages about parameters that the document does not have."""

_OF_STATUS = {"401": {"WWW-Authenticate"}, "429": {"Retry-After"}, "503": {"Retry-After"}}
"""Headers that the description of the usual failures names by status."""


def assert_answer_is_declared(method: str, path: str, response: TestResponse) -> None:
    """Assert that openapi.json declares an answer for its operation.

    Requests to no operation, and methods that one does not have, are not checked.
    """
    name = find_operation(method, path)
    if name is None or response.status_code == 405:
        return
    operation = operations()[name]
    status = str(response.status_code)
    answer = f"{name} {status}"
    declared = operation["responses"].get("default" if status in USUAL else status)
    assert declared is not None, f"{answer}: declare it"
    _assert_headers_are_declared(answer, declared["headers"], response)
    if method == "HEAD" or "Content-Disposition" in response.headers:
        return
    if not response.get_data():
        return
    if response.status_code >= 400:
        code = response.get_json()["code"]
        assert code in re.split("[:,] ", declared["description"]), f"{answer} {code}: declare it"
    _assert_content_is_described(answer, declared.get("content", {}), response)
    if "requestBody" not in operation:
        _assert_parameters_are_named(answer, operation["parameters"], response)


def _assert_headers_are_declared(
    answer: str, declared: dict[str, Any], response: TestResponse
) -> None:
    known = ANSWER_HEADERS.keys()
    sent = {name for name in known if name in response.headers}
    required = {name for name, header in declared.items() if header.get("required")}
    assert sent <= declared.keys(), f"{answer} has {sorted(sent - declared.keys())}: declare it"
    if (status := answer.rpartition(" ")[2]) in USUAL:
        required |= _OF_STATUS.get(status, set())
        assert sent - {"X-Request-Id"} == _OF_STATUS.get(status, set()), f"{answer} has {sent}"
    assert required <= sent, f"{answer} lacks {sorted(required - sent)}: do not declare it"


def _assert_content_is_described(
    answer: str, declared: dict[str, Any], response: TestResponse
) -> None:
    assert response.mimetype in declared, f"{answer} is {response.mimetype}: declare it"
    if not response.mimetype.endswith("json"):
        return
    validator = _validator(json.dumps(declared[response.mimetype]["schema"]))
    for error in validator.iter_errors(response.get_json()):
        place = "/".join(map(str, error.instance_path))
        raise AssertionError(f"{answer} is not as described: {place} {error.message[:300]}")


@cache
def _validator(schema: str) -> Any:
    """Return the validator of a schema, in which references are those of the document."""
    whole = {"components": document()["components"], **json.loads(schema)}
    return jsonschema_rs.Draft202012Validator(whole)


def _assert_parameters_are_named(
    answer: str, parameters: list[dict[str, Any]], response: TestResponse
) -> None:
    """Assert that the errors of a request without a body are about its parameters."""
    if response.status_code != 422:
        return
    known = {parameter["name"] for parameter in parameters}
    for error in response.get_json().get("errors", []):
        is_unknown = error["message"] in _UNKNOWN
        field = error["field"].partition(".")[0]
        assert is_unknown or field in known, f"{answer} names “{field}”, which is no parameter"
