"""Minimal function that reads one document: the baseline of reports and of cold starts."""

from functools import cache
from typing import Any

from flask import Request
from google.cloud import firestore


@cache
def _client() -> firestore.Client:
    return firestore.Client()


def document(request: Request) -> dict[str, Any]:
    """Return the document at the path in the query."""
    return _client().document(request.args["path"]).get().to_dict() or {}
