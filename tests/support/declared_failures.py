"""Check of each failure that a test meets: openapi.json must declare its code for the operation."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

_DOCUMENT = Path(__file__).parents[2] / "openapi.json"


def assert_failure_is_declared(method: str, path: str, response: TestResponse) -> None:
    """Assert that an answer is no failure, or one that openapi.json declares for its operation.

    Requests to no operation are not checked.
    """
    if response.status_code < 400:
        return
    for (of_method, pattern), responses in _operations().items():
        if of_method == method and pattern.fullmatch(path.rstrip("/")):
            declared = responses.get(str(response.status_code), {}).get("description", "")
            code = response.get_json()["code"]
            assert code in re.split("[:,] ", declared), (
                f"{method} {path} answers {response.status_code} {code}: declare it"
            )
            return


@cache
def _operations() -> dict[tuple[str, re.Pattern[str]], Any]:
    """Return the responses of each operation; paths without parameters come first."""
    paths = json.loads(_DOCUMENT.read_text(encoding="utf-8"))["paths"]
    return {
        (method.upper(), re.compile(re.sub(r"\{\w+\}", "[^/]+", path))): operation["responses"]
        for path, operations in sorted(paths.items(), key=lambda item: item[0].count("{"))
        for method, operation in operations.items()
    }
