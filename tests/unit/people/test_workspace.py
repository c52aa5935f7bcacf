"""A workspace: its revisions, and until when a deleted one can be restored."""

from datetime import timedelta

from shared.models.people.workspace import RESTORABLE_FOR, Workspace
from tests.unit.examples import NOON

WORKSPACE = Workspace(id="w1", name="Flat", owner_uid="ann", created_at=NOON)
LATER = NOON + timedelta(days=1)


def test_each_change_is_one_revision_on() -> None:
    assert WORKSPACE.renamed("House").revision == 2
    assert WORKSPACE.renamed("House").with_owner("bob").revision == 3
    assert WORKSPACE.mark_deleted(NOON).restored() == WORKSPACE.model_copy(update={"revision": 3})


def test_what_is_so_already_stays_the_same_value() -> None:
    deleted = WORKSPACE.mark_deleted(NOON)

    assert WORKSPACE.renamed("Flat") is WORKSPACE
    assert WORKSPACE.with_owner("ann") is WORKSPACE
    assert WORKSPACE.restored() is WORKSPACE
    assert deleted.mark_deleted(NOON) is deleted


def test_a_deleted_workspace_can_be_restored_for_a_while() -> None:
    deleted = WORKSPACE.mark_deleted(NOON)

    assert deleted.is_restorable(NOON + RESTORABLE_FOR - timedelta(microseconds=1))
    assert not deleted.is_restorable(NOON + RESTORABLE_FOR)
    assert not WORKSPACE.is_restorable(LATER)
