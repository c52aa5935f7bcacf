"""A kind with a collection of its own is in backups by its entry in the table of kinds alone."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from typing import Any

import pytest
from google.cloud import firestore
from pydantic import BaseModel, ConfigDict

from shared.errors import InvalidArgument, LedgerNotEmpty, RestoreStopped
from shared.models.exports import backup_lists
from shared.models.exports.backup_document import Backup, read_backup
from shared.models.history import kinds
from shared.models.history.kinds import Entity, Kind, Section
from shared.models.ledger.category import Category
from shared.models.ledger.record_list import RecordList
from shared.models.people.access import Action
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of
from shared.repositories.store import TenantStore
from shared.services.exports.backups import export_ledger, restore_ledger
from shared.services.ledger import categories
from shared.services.posting.operations import append_change
from tests.support.faults import Crashed, fault
from tests.support.ledgers.ledgers import NOW, assert_log_is_complete, new_ledger, operation

pytestmark = pytest.mark.usefixtures("emulators")


class Note(BaseModel):
    """A thing of a kind that is in no release: an amount for a category."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    category_id: str
    amount_minor: int


class Notes:
    """The collection of them."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection = root.collection("notes")
        self._access = access

    def create(self, note: Note) -> None:
        """Write a new note."""
        self._access.batch.create(self._collection.document(note.id), note.model_dump())

    def has_any(self) -> bool:
        """Return whether there is any note."""
        return any(True for _ in self._collection.limit(1).stream())

    def stream_all(self) -> Iterator[Note]:
        """Return every note, by id."""
        documents = self._collection.order_by("__name__").stream(**self._access.reading)
        return (Note.model_validate(fields_of(document)) for document in documents)


def ensure_category_exists(
    note: Note, known: Mapping[str, Category], _accounts: Container[str]
) -> None:
    """Raise where the note's category is not there."""
    if note.category_id not in known:
        raise InvalidArgument.of("category_id", "is not a category of this ledger")


NOTES: RecordList[Note, Note] = RecordList(
    write=lambda note, _currency: note.model_dump(),
    read=lambda raw, _currency: Note.model_validate(raw),
    key=lambda note: ("id", note.id),
    check=ensure_category_exists,
)
KIND = Kind(
    Entity.PROFILE,  # It stands for a name of its own.
    needs=Action.READ,
    models=(f"{__name__}:Note",),
    backup=Section("notes", f"{__name__}:NOTES"),
)


@pytest.fixture(autouse=True)
def _known_kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the kind into the table, and its repository into the store."""
    caches = (backup_lists.collections_in_backups, backup_lists.record_lists)
    monkeypatch.setattr(backup_lists, "KINDS", (*kinds.KINDS, KIND))
    monkeypatch.setitem(kinds._BY_MODEL, KIND.models[0], KIND)  # noqa: SLF001 (its only way in)
    notes = property(lambda store: Notes(store._root, store._access))  # noqa: SLF001 (as in store.py)
    monkeypatch.setattr(TenantStore, "notes", notes, raising=False)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.fixture
def source(emulators: None) -> TenantStore:
    """Return a ledger with two notes."""
    store = new_ledger()
    for number in (1, 2):
        put_goal(store, f"G{number}")
    return store


def put_goal(store: TenantStore, goal_id: str) -> None:
    """Create a note as a service does."""
    note = Note(id=goal_id, category_id=some_category(store), amount_minor=100)

    def create(unit: TenantStore) -> None:
        unit.load()
        notes_of(unit).create(note)
        append_change(unit, operation(), None, note)

    store.transact(create)


def notes_of(store: TenantStore) -> Notes:
    notes: Notes = store.notes  # type: ignore[attr-defined]  # It is there in these tests alone.
    return notes


def some_category(store: TenantStore) -> str:
    return min(store.tenant.get().ledger.categories)


def exported(store: TenantStore) -> dict[str, Any]:
    content: dict[str, Any] = json.loads("".join(export_ledger(store, NOW)))
    return content


def read(content: dict[str, Any]) -> Backup:
    return read_backup(lambda: [json.dumps(content).encode()])


def test_things_of_the_kind_are_exported_and_restored_and_logged(source: TenantStore) -> None:
    store, content = new_ledger(), exported(source)

    restore_ledger(store, operation(), read(content))

    assert exported(store)["notes"] == content["notes"] == [
        note.model_dump() for note in notes_of(source).stream_all()
    ]  # fmt: skip
    logged = [c for c in store.changes.list_after(0, 1000) if c.entity_id.startswith("G")]
    assert [(c.entity, c.before, c.after) for c in logged] == [
        (KIND.entity, None, note) for note in content["notes"]
    ]
    assert_log_is_complete(store)


def test_a_backup_from_before_the_kind_was_known_is_restored(source: TenantStore) -> None:
    store, content = new_ledger(), exported(source)
    del content["notes"]

    restore_ledger(store, operation(), read(content))

    assert list(notes_of(store).stream_all()) == []


def test_a_ledger_with_things_of_the_kind_is_not_empty(source: TenantStore) -> None:
    with pytest.raises(LedgerNotEmpty):
        restore_ledger(source, operation(), read(exported(source)))


def test_what_a_thing_of_the_kind_names_must_be_there(source: TenantStore) -> None:
    content = exported(source)
    content["notes"][1]["category_id"] = "gone"

    with pytest.raises(InvalidArgument) as refusal:
        read(content)

    assert [error.field for error in refusal.value.errors] == ["notes.1.category_id"]


def test_a_restore_stops_where_what_a_thing_of_the_kind_names_was_removed_meanwhile(
    source: TenantStore,
) -> None:
    store, backup = new_ledger(), read(exported(source))
    with fault("crash after the commit"), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)
    categories.delete_category(store, operation(), some_category(source))

    with pytest.raises(RestoreStopped, match="profile G1, category_id"):
        restore_ledger(store, operation(), backup)
