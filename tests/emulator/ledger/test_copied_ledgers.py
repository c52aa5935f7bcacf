"""The ledgers that tests copy are those that the functions make."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.ledgers.people import Person, visitor
from tests.support.observers.stored_documents import Fields, read_tree
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


def made() -> str:
    """Return the path of a ledger that the function has made now."""
    path: str = (
        served("createDemoSession")
        .post("/", json={"sample_transactions": False})
        .get_json()["tenant"]
    )
    return path


def comparable(path: str) -> Any:
    """Return the documents of a ledger with numbers in the place of ids, times and its owner.

    They are numbered as the change log has them, for ids of one millisecond have no order.
    """
    documents = sorted(read_tree(path).items(), key=_sequence_of)
    text = json.dumps(documents).replace(path.rpartition("/")[2], "owner")
    for name, pattern in (("id", _ID), ("time", _TIME)):
        for number, found in enumerate(dict.fromkeys(pattern.findall(text))):
            text = text.replace(found, f"{name} {number}")
    return json.loads(text)


def _sequence_of(document: tuple[str, Fields]) -> int:
    _, fields = document
    return int(fields.get("sequence", {}).get("integerValue", 0)) if "at" in fields else 1000


def test_a_copied_ledger_is_what_the_function_makes(one_copy: Person) -> None:
    assert comparable(one_copy.store.ref.path) == comparable(made())


def test_a_copied_ledger_has_ids_and_times_of_its_own(one_copy: Person) -> None:
    before = datetime.now(UTC)
    other = visitor()

    ids = set(_ID.findall(json.dumps(read_tree(one_copy.store.ref.path))))
    text = json.dumps(read_tree(other.store.ref.path))
    assert len(ids) == len(set(_ID.findall(text))) > 10
    assert ids.isdisjoint(_ID.findall(text))
    assert one_copy.uid not in text
    assert min(map(datetime.fromisoformat, _TIME.findall(text))) >= before


@pytest.fixture
def one_copy() -> Person:
    """Create a visitor whose ledger is a copy: of the one before, at least."""
    visitor()
    return visitor()
