"""Check of each answer that a test meets: openapi.json must declare its status, code and headers.

It also declares the parameters that an invalid query is about.
"""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import TestResponse

from functions.openapi.problems import USUAL_STATUSES as USUAL
from tests.support.document import document, find_operation, operations


def assert_answer_is_declared(method: str, path: str, response: TestResponse) -> None:
    """Assert that openapi.json declares an answer for its operation.

    Requests to no operation, and methods that one does not have, are not checked.
    """
    name = find_operation(method, path)
    if name is None or response.status_code == 405:
        return
    operation = operations()[name]
    status = str(response.status_code)
    declared = operation["responses"].get("default" if status in USUAL else status)
    assert declared is not None, f"{name} answers {status}: declare it"
    if response.status_code >= 400 and method != "HEAD":
        code = response.get_json()["code"]
        assert code in re.split("[:,] ", declared["description"]), (
            f"{name} answers {status} {code}: declare it"
        )
    _assert_headers_are_declared(f"{name} {status}", declared["headers"], response)


def _assert_headers_are_declared(
    answer: str, declared: dict[str, Any], response: TestResponse
) -> None:
    known = document()["components"]["headers"].keys()
    sent = {name for name in known if name in response.headers}
    required = {name for name, header in declared.items() if header.get("required")}
    assert sent <= declared.keys(), f"{answer} has {sorted(sent - declared.keys())}: declare it"
    assert required <= sent, f"{answer} lacks {sorted(required - sent)}: do not declare it"
