"""The committed OpenAPI document, and its operations with their references resolved."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[2] / "openapi.json"


@cache
def document() -> dict[str, Any]:
    """Return the document."""
    content: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return content


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """Return what a part refers to, with its own description; itself if it refers to nothing."""
    reference = part.get("$ref")
    if reference is None:
        return part
    target: Any = document()
    for name in reference.removeprefix("#/").split("/"):
        target = target[name]
    return {**target, **{key: value for key, value in part.items() if key != "$ref"}}


@cache
def operations() -> dict[str, dict[str, Any]]:
    """Return the operations by method and path, like ``GET /accounts``."""
    return {
        f"{method.upper()} {path}": _whole(operation, item.get("parameters", []))
        for path, item in document()["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def find_operation(method: str, path: str) -> str | None:
    """Return the method and path of the operation that a request is to, or None."""
    method = "GET" if method == "HEAD" else method
    for name, pattern in _patterns().items():
        if name.startswith(f"{method} ") and pattern.fullmatch(path.rstrip("/")):
            return name
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return the pattern of each operation's path; paths without parameters come first."""
    names = sorted(operations(), key=lambda name: name.count("{"))
    return {name: re.compile(re.sub(r"\{\w+\}", "[^/]+", name.partition(" ")[2])) for name in names}


def _whole(operation: dict[str, Any], of_path: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an operation with its parameters, responses, headers and security as they apply."""
    responses = {status: resolved(one) for status, one in operation["responses"].items()}
    return {
        "security": document()["security"],
        **operation,
        "parameters": [resolved(one) for one in (*of_path, *operation.get("parameters", []))],
        "responses": {
            status: one
            | {"headers": {name: resolved(h) for name, h in one.get("headers", {}).items()}}
            for status, one in responses.items()
        },
    }
