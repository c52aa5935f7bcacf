"""The whole database, searched for what must be nowhere in it."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from typing import Any

import requests

_PAGE = 1000
_TIMEOUT_S = 60


def places_of(words: Collection[str]) -> set[str]:
    """The paths of all documents, in any collection, in whose path or content a word is."""
    found = set()
    for document in _every_document():
        text = json.dumps(document, ensure_ascii=False).lower()
        if any(word.lower() in text for word in words):
            found.add(document["name"].partition("/documents/")[2])
    return found


def _every_document() -> Iterator[dict[str, Any]]:
    """Every document there is, as Firestore's REST API shows it, whatever is above it."""
    root = f"projects/{os.environ['GOOGLE_CLOUD_PROJECT']}/databases/(default)/documents"
    url = f"http://{os.environ['FIRESTORE_EMULATOR_HOST']}/v1/{root}:runQuery"
    query: dict[str, Any] = {
        "from": [{"allDescendants": True}],
        "orderBy": [{"field": {"fieldPath": "__name__"}}],
        "limit": _PAGE,
    }
    while True:
        answer = requests.post(
            url,
            json={"structuredQuery": query},
            headers={"Authorization": "Bearer owner"},
            timeout=_TIMEOUT_S,
        )
        answer.raise_for_status()
        page = [row["document"] for row in answer.json() if "document" in row]
        yield from page
        if len(page) < _PAGE:
            return
        query["startAt"] = {"values": [{"referenceValue": page[-1]["name"]}], "before": False}
