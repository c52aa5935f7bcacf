"""Answers with reports, which a client may ask for again with the ETag of the content."""

from __future__ import annotations

from flask import Response, request
from pydantic import BaseModel

from functions.http.parameters import json_response


def report_response(report: BaseModel) -> Response:
    """Return the report, or 304 if the client has it."""
    response = json_response(report)
    response.add_etag()
    response.make_conditional(request)
    return response
