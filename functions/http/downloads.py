"""Downloads: files that are streamed while they are produced."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from flask import Response

from shared.models.values.frozen import frozen

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


@frozen
class DeclaredFile:
    """A file as answer, for the OpenAPI document.

    ``model`` is the model of a JSON file, as ``module:name``, because few requests load it.
    """

    content_type: str
    description: str
    model: str | None = None
