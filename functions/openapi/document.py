"""The OpenAPI 3.1 document of all HTTP functions, each under its own path."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from functions.http.routes import Routes
from functions.manifest import FUNCTIONS, Audience
from functions.openapi.headers import ANSWER_HEADERS
from functions.openapi.info import INFO, tags
from functions.openapi.operations import USUAL_SECURITY, Operation
from functions.openapi.parameters import shared_parameters
from functions.openapi.problems import Problem, ProblemResponses, problem_schemas
from functions.openapi.responses import COMMON_RESPONSES, shared_responses
from functions.openapi.schemas import referenced, schemas_of
from functions.openapi.shared import share_values
from functions.openapi.text import compact_text

_SECURITY_SCHEMES = {
    "FirebaseIdToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A Firebase ID token, of a demo or of an account.",
    },
    "GoogleOidc": {
        "type": "http",
        "scheme": "bearer",
        "description": "Cloud Scheduler's OIDC token, checked by the platform.",
    },
}


def merged_document() -> dict[str, Any]:
    """Return the document."""
    operations = _operations()
    models = [model for operation in operations for model in operation.models()]
    schemas, components = schemas_of([*models, (Problem, "serialization")])
    resources = {one.resource for one in operations if one.resource is not None}
    components |= problem_schemas(components["Problem"], resources)
    problems = ProblemResponses()
    paths: dict[str, Any] = {}
    for operation in operations:
        described = operation.described(schemas, components, problems)
        paths.setdefault(operation.path, {})[operation.method] = described
    for item in paths.values():
        for described in item.values():
            problems.shorten(described["responses"])
    share_values(components)
    responses = {**COMMON_RESPONSES, **shared_responses(paths), **problems.components()}
    used = referenced([paths, responses], components)
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": "/", "description": "The origin that serves this document."}],
        "security": USUAL_SECURITY,
        "tags": tags(),
        "paths": dict(sorted(paths.items())),
        "components": {
            "headers": ANSWER_HEADERS,
            "parameters": shared_parameters(paths),
            "responses": responses,
            "schemas": {name: one for name, one in sorted(components.items()) if name in used},
            "securitySchemes": _SECURITY_SCHEMES,
        },
    }


def _operations() -> list[Operation]:
    """Return the operations of all HTTP functions, in the order of their routes."""
    found: list[Operation] = []
    for function in FUNCTIONS:
        if function.audience is not Audience.PUBSUB:
            routes: Routes = import_module(function.module).routes
            by_rule = {(route.method, route.rule): route for route in routes.declared}
            found += [Operation(function, route, by_rule) for route in routes.declared]
    return found


def document_text() -> str:
    """Return the text of the document as it is committed."""
    # Docstrings mark code by two backticks, Markdown by one.
    return compact_text(merged_document()).replace("``", "`")
