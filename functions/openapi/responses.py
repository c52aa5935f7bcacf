"""Responses of successes, with the headers that they have."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, TypeAlias

from pydantic import BaseModel

from functions.http.downloads import DeclaredFile
from functions.http.parameters import Declared
from functions.http.views import ETAG, ETAG_OF_FIELDS
from functions.openapi.headers import headers_of
from functions.openapi.problems import RESPONSES
from functions.openapi.schemas import SCHEMAS, loaded

Success: TypeAlias = type[BaseModel] | Declared | DeclaredFile | None
"""A success as a route declares it."""

COMMON_RESPONSES = {
    "NoContent": {"description": "Done.", "headers": headers_of()},
    "NoContentAfterChange": {"description": "Done.", "headers": headers_of("X-Change-Id")},
    "NotModified": {
        "description": "The client has this version.",
        "headers": headers_of("ETag"),
    },
}

_CREATED, _ACCEPTED = 201, 202
_SENTENCES = {
    200: "OK.",
    201: "Created.",
    202: "The work goes on in the background.",
}


def model_in(success: Success) -> type[BaseModel] | None:
    """Return the model of a success."""
    if isinstance(success, Declared):
        return loaded(success.model)
    return None if isinstance(success, DeclaredFile) else success


def response_of(
    status: int, success: Success, schemas: Any, *, names_change: bool
) -> dict[str, Any]:
    """Return the response of a success."""
    if success is None:
        return {"$ref": f"{RESPONSES}NoContent{'AfterChange' if names_change else ''}"}
    if isinstance(success, DeclaredFile):
        return _file_response(success, schemas)
    model = model_in(success)
    names = []
    if status == _CREATED or (isinstance(success, Declared) and success.has_location):
        names.append("Location")
    if has_etag(success):
        names.append("ETag")
    if names_change and status != _ACCEPTED:
        names.append("X-Change-Id")
    response: dict[str, Any] = {"description": _SENTENCES[status], "headers": headers_of(*names)}
    if model is not None:
        schema = schemas[model, "serialization"]
        response["content"] = {"application/json": {"schema": schema}}
    return response


def _file_response(file: DeclaredFile, schemas: Any) -> dict[str, Any]:
    schema = {"type": "string", "contentMediaType": file.content_type}
    if (model := loaded(file.model)) is not None:
        schema = schemas[model, "serialization"]
    return {
        "description": file.description,
        "headers": headers_of("Content-Disposition"),
        "content": {file.content_type: {"schema": schema}},
    }


def shared_responses(paths: dict[str, Any]) -> dict[str, Any]:
    """Replace equal successes of operations by references, and return them by name."""
    found = [
        (o["responses"], status)
        for item in paths.values()
        for o in item.values()
        for status, one in o["responses"].items()
        if "content" in one
    ]
    counts = Counter(json.dumps(responses[status]) for responses, status in found)
    named: dict[str, Any] = {}
    for responses, status in found:
        schema = re.search(rf"{SCHEMAS}(\w+)", text := json.dumps(responses[status]))
        if schema and counts[text] > 1:
            name = f"{schema[1]}{status}{'AfterChange' if 'X-Change-Id' in text else ''}"
            if named.setdefault(name, responses[status]) == json.loads(text):
                responses[status] = {"$ref": f"{RESPONSES}{name}"}
    return named


def has_etag(success: Success) -> bool:
    """Return whether a success has an ETag."""
    is_tagged = isinstance(success, Declared) and success.has_etag
    return is_tagged or _config_of(success) in (ETAG, ETAG_OF_FIELDS)


def may_be_not_modified(success: Success) -> bool:
    """Return whether a GET compares the ETag of its answer with If-None-Match."""
    is_tagged = isinstance(success, Declared) and success.has_etag
    return is_tagged or _config_of(success) == ETAG


def _config_of(success: Success) -> Any:
    model = model_in(success)
    return model.model_config.get("openapi_extra") if model is not None else None
