"""The functions served as in production, by ``functions_framework.create_app``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import functions_framework
from werkzeug.test import Client

from functions.manifest import FUNCTIONS

_MAIN = Path(__file__).parents[2] / "main.py"
_SIGNATURES = {function.name: function.signature_type for function in FUNCTIONS}


@cache
def served(function: str) -> Client:
    """Return a client of one function."""
    app = functions_framework.create_app(function, str(_MAIN), _SIGNATURES[function])
    client: Client = app.test_client()
    return client
