"""Pages of the local port other than functions: an index, and the API's documentation."""

from __future__ import annotations

from pathlib import Path

import flask_openapi3_swagger
from flask import Flask, Response, send_from_directory
from werkzeug.exceptions import HTTPException, NotFound

from functions.http.configuration import configuration
from functions.http.problems import problem_of_http
from functions.http.security.cors import allow_origins
from functions.manifest import FUNCTIONS
from local.processes.stack import ROOT

SWAGGER = Path(flask_openapi3_swagger.__file__).parent / "templates/swagger"
OPENAPI = "openapi.json"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>FinanceFlow API</title>
<link rel="stylesheet" href="/docs/css/swagger-ui.css">
<link rel="icon" href="/docs/images/swagger.svg">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/js/swagger-ui-bundle.js"></script>
<script>
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  persistAuthorization: true,
});
</script>
</body>
</html>
"""


def create_site() -> Flask:
    """Create the app for every path that is not a function's."""
    site = Flask("local", static_folder=None)
    site.add_url_rule("/", view_func=_show_index)
    site.add_url_rule(f"/{OPENAPI}", view_func=_send_openapi)
    site.add_url_rule("/docs", view_func=_show_docs, strict_slashes=False)
    site.add_url_rule("/docs/<path:name>", view_func=_send_docs_file)
    site.register_error_handler(HTTPException, problem_of_http)
    allow_origins(site, configuration().allowed_origins)
    return site


def _show_index() -> dict[str, object]:
    return {
        "name": "FinanceFlow",
        "functions": {function.name: f"/{function.name}" for function in FUNCTIONS},
        "openapi": f"/{OPENAPI}",
        "docs": "/docs",
    }


def _send_openapi() -> Response:
    path = ROOT / OPENAPI
    if not path.exists():
        raise NotFound("openapi.json is not there; `make openapi` writes it.")
    return Response(path.read_bytes(), content_type="application/json")


def _show_docs() -> str:
    return PAGE


def _send_docs_file(name: str) -> Response:
    return send_from_directory(SWAGGER, name)
