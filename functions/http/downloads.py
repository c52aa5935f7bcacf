"""Files to be saved, sent while they are made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from flask import Response

_PARTS_BEFORE_THE_ANSWER = 3
"""Of a CSV file that is its first row at least, for which a page of transactions is read."""


def download(parts: Iterator[str], content_type: str, name: str) -> Response:
    """Return an answer that browsers save as a file.

    Its beginning is made before the answer, so that what fails until then is answered as a problem.
    """
    beginning = list(islice(parts, _PARTS_BEFORE_THE_ANSWER))
    response = Response(chain(beginning, parts), mimetype=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_response(content_type: str, description: str, schema: dict[str, str]) -> dict[str, object]:
    """Return the OpenAPI response of a file."""
    return {
        "description": description,
        "content": {content_type: {"schema": schema}},
        "headers": {
            "Content-Disposition": {
                "description": "The name to save the file by.",
                "schema": {"type": "string"},
            }
        },
    }
