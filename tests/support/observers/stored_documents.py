"""The documents below a path as Firestore's REST API gives them, read at once.

One query reads a tenant with all its collections, at a tenth of the cost of asking for each
collection by the client library.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import requests
from google.api_core.datetime_helpers import DatetimeWithNanoseconds

Fields = dict[str, Any]
"""A document's fields, each with the name of its type: ``{"count": {"integerValue": "2"}}``."""

_AS_OWNER = {"Authorization": "Bearer owner"}
_PAGE = 1000
_TIMEOUT_S = 120


def list_documents(path: str = "") -> Iterator[dict[str, Any]]:
    """List every document below a document's path, at any depth; of the whole database below ''."""
    query: dict[str, Any] = {
        "from": [{"allDescendants": True}],
        "orderBy": [{"field": {"fieldPath": "__name__"}}],
        "limit": _PAGE,
    }
    while True:
        answer = _session().post(
            f"{_url(path)}:runQuery", json={"structuredQuery": query}, timeout=_TIMEOUT_S
        )
        answer.raise_for_status()
        page = [row["document"] for row in answer.json() if "document" in row]
        yield from page
        if len(page) < _PAGE:
            return
        query["startAt"] = {"values": [{"referenceValue": page[-1]["name"]}], "before": False}


def read_tree(path: str) -> dict[str, Fields]:
    """Return the fields of the document at a path and of every document below it, by path."""
    documents = list(list_documents(path))
    answer = _session().get(_url(path), timeout=_TIMEOUT_S)
    if answer.status_code != requests.codes.not_found:
        answer.raise_for_status()
        documents.append(answer.json())
    return {path_of(document): document.get("fields", {}) for document in documents}


def read_as(token: str, path: str) -> str:
    """Return the text of a document or collection as the rules give it to a user; else ''."""
    headers = {"Authorization": f"Bearer {token}"}
    answer = _session().get(_url(path), headers=headers, timeout=_TIMEOUT_S)
    return answer.text if answer.ok else ""


def decode_fields(fields: Fields) -> dict[str, Any]:
    """Return a document's fields as the client library would."""
    return {name: _decode(value) for name, value in fields.items()}


def _decode(value: dict[str, Any]) -> Any:
    [(kind, content)] = value.items()
    if kind == "mapValue":
        return decode_fields(content.get("fields", {}))
    if kind == "arrayValue":
        return [_decode(part) for part in content.get("values", [])]
    return _DECODERS[kind](content)


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "booleanValue": bool,
    "bytesValue": base64.b64decode,
    "doubleValue": float,
    "integerValue": int,
    "nullValue": lambda _: None,
    "stringValue": str,
    "timestampValue": DatetimeWithNanoseconds.from_rfc3339,
}
"""Decoders of the values that documents have here, by the names of their types."""


def path_of(document: dict[str, Any]) -> str:
    """Return a document's path, relative to the database."""
    name: str = document["name"]
    return name.partition("/documents/")[2]


@cache
def _session() -> requests.Session:
    """Return a session that ignores proxies and has an owner's access, past the security rules."""
    session = requests.Session()
    session.trust_env = False
    session.headers.update(_AS_OWNER)
    return session


def _url(path: str = "") -> str:
    return f"http://{os.environ['FIRESTORE_EMULATOR_HOST']}/v1/{_root()}/{path}".rstrip("/")


def _root() -> str:
    return f"projects/{os.environ['GOOGLE_CLOUD_PROJECT']}/databases/(default)/documents"
