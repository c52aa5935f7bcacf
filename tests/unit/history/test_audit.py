"""Permissions to read and undo changes: by role, author, cause and kind."""

from itertools import product

import pytest

from shared.errors import PermissionDenied
from shared.models.history.audit import ensure_readable, ensure_undoable_by, may_follow
from shared.models.history.change import Cause, Change
from shared.models.history.kinds import Entity
from shared.models.people.access import Caller, Role, TenantKind, TenantRef
from tests.unit.examples import category
from tests.unit.history.changes import change

AUTHORS = {"own": "alice", "another's": "bob"}
FREELY_UNDONE = {Cause.API, Cause.RULES, Cause.UNDO}
"""The causes of changes that an analyst may undo, if they are their own."""


def caller(role: Role) -> Caller:
    return Caller("alice", TenantRef(TenantKind.WORKSPACE, "w"), role)


def by(author: str, cause: Cause = Cause.API, entity: Entity = Entity.CATEGORY) -> Change:
    return change(None, category(), actor=AUTHORS[author], cause=cause, entity=entity)


def may_read(role: Role, logged: Change) -> bool:
    try:
        ensure_readable(caller(role), logged)
    except PermissionDenied:
        return False
    return True


def may_undo(role: Role, *logged: Change) -> bool:
    try:
        ensure_undoable_by(caller(role), logged)
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize("cause", Cause)
def test_only_an_author_who_is_an_analyst_or_an_admin_undoes(cause: Cause) -> None:
    freely = cause in FREELY_UNDONE
    allowed = {
        (role, author): may_undo(role, by(author, cause)) for role, author in product(Role, AUTHORS)
    }
    assert allowed == {
        (Role.VIEWER, "own"): False,
        (Role.VIEWER, "another's"): False,
        (Role.ANALYST, "own"): freely,
        (Role.ANALYST, "another's"): False,
        (Role.ADMIN, "own"): True,
        (Role.ADMIN, "another's"): True,
    }


@pytest.mark.parametrize("others_first", [True, False])
def test_one_change_of_another_user_is_enough_for_a_refusal(others_first: bool) -> None:  # noqa: FBT001 (a parameter of the case)
    changes = [by("another's"), by("own")] if others_first else [by("own"), by("another's")]
    assert not may_undo(Role.ANALYST, *changes)
    assert may_undo(Role.ADMIN, *changes)


@pytest.mark.parametrize(
    ("entity", "may"), [(Entity.CATEGORY, True), (Entity.RULES, True), (Entity.SETTINGS, False)]
)
def test_an_analyst_reads_and_undoes_own_changes_of_the_ledger_only(
    entity: Entity,
    may: bool,  # noqa: FBT001 (a parameter of the case)
) -> None:
    own = by("own", entity=entity)
    assert may_undo(Role.ANALYST, own) is may
    assert may_read(Role.ANALYST, own) is may
    assert may_follow(caller(Role.ANALYST), own) is may


def test_who_reads_a_change_with_its_actor() -> None:
    allowed = {
        (role, author): may_read(role, by(author)) for role, author in product(Role, AUTHORS)
    }
    assert allowed == {
        (Role.VIEWER, "own"): False,
        (Role.VIEWER, "another's"): False,
        (Role.ANALYST, "own"): True,
        (Role.ANALYST, "another's"): False,
        (Role.ADMIN, "own"): True,
        (Role.ADMIN, "another's"): True,
    }


@pytest.mark.parametrize(
    ("entity", "roles"),
    [
        (Entity.CATEGORY, {Role.VIEWER, Role.ANALYST, Role.ADMIN}),
        (Entity.RULES, {Role.ANALYST, Role.ADMIN}),
        (Entity.SETTINGS, {Role.ADMIN}),
    ],
)
def test_the_kind_says_who_follows_a_change(entity: Entity, roles: set[Role]) -> None:
    followed = by("another's", entity=entity)
    assert {role for role in Role if may_follow(caller(role), followed)} == roles
