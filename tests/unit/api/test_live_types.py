"""The committed TypeScript module of live documents is the one that is written from them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from functions.live.documents import LIVE_DOCUMENTS, LiveDocument
from functions.live.typescript import module_text

ROOT = Path(__file__).parents[3]


def test_the_module_is_current() -> None:
    committed = (ROOT / "clients/live.ts").read_text(encoding="utf-8")

    assert committed == module_text(), "run `make openapi`"


def test_the_module_gives_the_path_of_each_collection_once() -> None:
    text = module_text().partition("collectionPath = {")[2].partition("} as const")[0]
    names = re.findall(r"^  (\w+):", text, re.MULTILINE)

    below = {one.path.split("/")[1] for one in LIVE_DOCUMENTS if one.path.startswith("{tenant}")}
    assert sorted(names) == sorted(below)


@pytest.mark.parametrize("kind", LIVE_DOCUMENTS, ids=lambda kind: kind.path)
def test_a_field_is_declared_for_clients_or_internal_but_not_both(kind: LiveDocument) -> None:
    assert kind.model.__annotations__.keys() & kind.internal == set()


def test_the_rules_name_each_collection_of_the_live_documents_and_no_other() -> None:
    rules = (ROOT / "firestore.rules").read_text(encoding="utf-8")
    matches = {line.split()[1].lstrip("/") for line in rules.splitlines() if "match /" in line}
    below = {path.partition("/")[0] for path in matches} - {"databases"}

    of_tenants = {one.path.split("/")[0 if one.path[0] != "{" else 1] for one in LIVE_DOCUMENTS}
    assert below == of_tenants


def test_the_guide_has_a_row_for_each_document() -> None:
    guide = (ROOT / "docs/web-client.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| `(\w+)` \|", guide, re.MULTILINE)

    assert rows == [(one.path, one.model.__name__) for one in LIVE_DOCUMENTS]


def test_the_guide_names_operations_that_exist() -> None:
    guide = (ROOT / "docs/web-client.md").read_text(encoding="utf-8")
    document = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    named = set(re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^`?]+)", guide))

    assert len(named) > 3
    for method, path in named:
        assert method.lower() in document["paths"][path], (method, path)
