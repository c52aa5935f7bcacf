"""Answers to requests that functions-framework refuses before a function sees them."""

from __future__ import annotations

from flask import Response
from werkzeug.exceptions import HTTPException

from functions.http.configuration import configuration
from functions.http.problems import problem_of_http
from functions.http.security.cors import allow_origins_of


def answer(error: HTTPException) -> Response:
    """Return the problem details of a refusal, readable to pages of allowed origins."""
    return allow_origins_of(problem_of_http(error), configuration().allowed_origins)
