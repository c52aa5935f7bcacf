"""Downloads: files that are streamed while they are produced."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from flask import Response

_PARTS_BEFORE_THE_ANSWER = 3
"""Includes the first row of a CSV file, which requires reading a page of transactions."""


def download(parts: Iterator[str], content_type: str, name: str) -> Response:
    """Return an answer that browsers save as a file.

    The first parts are produced before the answer begins, so that a failure in them can be answered
    with a problem.
    """
    beginning = list(islice(parts, _PARTS_BEFORE_THE_ANSWER))
    response = Response(chain(beginning, parts), mimetype=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_response(content_type: str, description: str) -> dict[str, object]:
    """Return the OpenAPI response of a file of text."""
    schema = {"type": "string", "contentMediaType": content_type}
    return {
        "description": description,
        "content": {content_type: {"schema": schema}},
        "headers": ["Content-Disposition"],
    }
