"""Write the OpenAPI document of all functions: ``python -m functions.openapi FILE``."""

from __future__ import annotations

import json
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

from flask_openapi3 import APIBlueprint, Info, OpenAPI

from functions.http.problems import PROBLEM_TYPE, Problem
from functions.http.routes import Routes
from functions.manifest import FUNCTIONS, Audience, Function

_PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
_INFO = {
    "title": "FinanceFlow",
    "version": tomllib.loads(_PYPROJECT.read_text(encoding="utf-8"))["project"]["version"],
    "description": (
        "A multi-tenant backend for personal and team finances. Each function has its own URL; the "
        "paths are those of an origin that serves all functions."
    ),
}
_LOCATION = {"description": "The path of the created resource.", "schema": {"type": "string"}}
_ON_NO_LEDGER = frozenset({"createDemoSession", "me", "workspaces"})
"""Public functions without X-Workspace-Id: for the caller, or with the workspace in the path."""

_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_WORKSPACE = {
    "name": "X-Workspace-Id",
    "in": "header",
    "required": False,
    "description": (
        "A workspace with the caller as active member; without it, the caller's own ledger is used."
    ),
    "schema": {"type": "string", "pattern": "^[0-9A-Za-z]{1,64}$"},
}


def merged_document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all HTTP functions, each under its own path."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for function in FUNCTIONS:
        if function.audience is Audience.PUBSUB:
            continue
        document = _document_of(function)
        own_schemas = document["components"]["schemas"]
        schemas |= own_schemas
        for path, operations in document["paths"].items():
            full_path = f"/{function.name}{path}".rstrip("/")
            paths[full_path] = {
                method: _operation(function, operation, own_schemas)
                for method, operation in operations.items()
                if method in _METHODS
            }
    return {
        "openapi": "3.1.0",
        "info": _INFO,
        "servers": [{"url": "/"}],
        "tags": [{"name": f.name} for f in FUNCTIONS if f.audience is not Audience.PUBSUB],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {
                "FirebaseIdToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "GoogleOidc": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Cloud Scheduler's OIDC token, checked by the platform.",
                },
            },
        },
    }


def _document_of(function: Function) -> dict[str, Any]:
    """Return what flask-openapi3 makes of the function's routes: its paths and schemas."""
    routes: Routes = import_module(function.module).routes
    blueprint = APIBlueprint(
        function.name, function.name, operation_id_callback=lambda *, name, **_: name
    )
    for route in routes.declared:
        declare = getattr(blueprint, route.method.lower())
        declare(route.rule, **route.documentation)(route.view)
    app = OpenAPI(
        function.name,
        info=Info(title=function.name, version=_INFO["version"]),
        doc_ui=False,
        validation_error_model=Problem,
    )
    app.register_api(blueprint)
    document: dict[str, Any] = app.api_doc
    return document


def _operation(
    function: Function, operation: dict[str, Any], schemas: dict[str, Any]
) -> dict[str, Any]:
    """Return the operation with the parts that all operations share."""
    operation = json.loads(json.dumps(operation))
    operation |= {
        "summary": operation["summary"].rstrip("."),
        "tags": [function.name],
        "security": _security(function),
    }
    responses = operation["responses"]
    if PROBLEM_TYPE not in responses["422"].get("content", {}):
        del responses["422"]  # The framework adds one to operations without input to validate.
    if "requestBody" in operation:
        # A missing body reads as an empty object, so it is optional where no field is required.
        content = operation["requestBody"]["content"].get("application/json", {"schema": {}})
        if reference := content["schema"].get("$ref"):
            name = reference.rpartition("/")[2]
            operation["requestBody"]["required"] = bool(schemas[name].get("required"))
    if "201" in responses:
        responses["201"].setdefault("headers", {})["Location"] = _LOCATION
    if function.audience is Audience.PUBLIC and function.name not in _ON_NO_LEDGER:
        operation.setdefault("parameters", []).append(_WORKSPACE)
    return operation


def _security(function: Function) -> list[dict[str, list[str]]]:
    if function.audience is Audience.SCHEDULER:
        return [{"GoogleOidc": []}]
    if function.name == "createDemoSession":
        return [{}, {"FirebaseIdToken": []}]
    return [{"FirebaseIdToken": []}]


def document_text() -> str:
    """Return the text of the document as it is committed."""
    text = json.dumps(merged_document(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    return text.replace("``", "`")  # Docstrings mark code so, Markdown so.


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document_text(), encoding="utf-8")
