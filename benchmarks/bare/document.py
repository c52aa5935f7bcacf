"""The least function that reads: what the time of a report is measured against."""

from functools import cache
from typing import Any

from flask import Request
from google.cloud import firestore


@cache
def _client() -> firestore.Client:
    return firestore.Client()


def document(request: Request) -> dict[str, Any]:
    """Answer with the one document whose path the query names."""
    return _client().document(request.args["path"]).get().to_dict() or {}
