"""Search of the whole database for words that must not be in it."""

from __future__ import annotations

import json
from collections.abc import Collection

from tests.support.observers.stored_documents import list_documents, path_of


def places_of(words: Collection[str]) -> set[str]:
    """Return the paths of all documents with one of the words in their path or content."""
    found = set()
    for document in list_documents():
        text = json.dumps(document, ensure_ascii=False).lower()
        if any(word.lower() in text for word in words):
            found.add(path_of(document))
    return found
