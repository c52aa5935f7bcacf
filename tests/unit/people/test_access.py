"""One table says who may do what; every role and action is in this one."""

import re
from pathlib import Path

import pytest

from shared.errors import PermissionDenied
from shared.models.people.access import (
    PERMISSIONS,
    Action,
    Caller,
    Identity,
    Role,
    TenantKind,
    TenantRef,
)

ALLOWED = {
    ("viewer", "READ"): True,
    ("viewer", "WRITE"): False,
    ("viewer", "DELETE"): False,
    ("viewer", "ADMINISTER"): False,
    ("viewer", "READ_ALL"): False,
    ("analyst", "READ"): True,
    ("analyst", "WRITE"): True,
    ("analyst", "DELETE"): False,
    ("analyst", "ADMINISTER"): False,
    ("analyst", "READ_ALL"): True,
    ("admin", "READ"): True,
    ("admin", "WRITE"): True,
    ("admin", "DELETE"): True,
    ("admin", "ADMINISTER"): True,
    ("admin", "READ_ALL"): True,
}
CASES = [(Role(role), Action[action], allowed) for (role, action), allowed in ALLOWED.items()]


def test_every_role_and_action_is_in_the_table() -> None:
    assert {(role, action) for role, action, _ in CASES} == {(r, a) for r in Role for a in Action}
    assert set(PERMISSIONS) == set(Role)


@pytest.mark.parametrize(
    ("role", "action"), [(role, action) for role, action, allowed in CASES if allowed]
)
def test_a_role_may(role: Role, action: Action) -> None:
    caller = Caller("alice", TenantRef(TenantKind.WORKSPACE, "w"), role)

    caller.require(action)

    assert action in PERMISSIONS[role]


@pytest.mark.parametrize(
    ("role", "action"), [(role, action) for role, action, allowed in CASES if not allowed]
)
def test_a_role_may_not(role: Role, action: Action) -> None:
    caller = Caller("alice", TenantRef(TenantKind.WORKSPACE, "w"), role)

    with pytest.raises(PermissionDenied) as refusal:
        caller.require(action)

    assert refusal.value.message == f"Your role ({role}) cannot {action}."


@pytest.mark.parametrize(
    ("role", "action", "text"),
    [
        (Role.VIEWER, Action.READ, "Your role (viewer) cannot read."),
        (
            Role.VIEWER,
            Action.READ_ALL,
            "Your role (viewer) cannot read former states, the trash, rules, imports or exports.",
        ),
        (Role.VIEWER, Action.WRITE, "Your role (viewer) cannot create or update."),
        (Role.ANALYST, Action.DELETE, "Your role (analyst) cannot delete, restore or merge."),
        (
            Role.ANALYST,
            Action.ADMINISTER,
            "Your role (analyst) cannot manage members or settings, or read the audit log.",
        ),
    ],
)
def test_a_refusal_says_what_the_role_cannot(role: Role, action: Action, text: str) -> None:
    assert PermissionDenied(role, action).message == text


RULES = (Path(__file__).parents[3] / "firestore.rules").read_text(encoding="utf-8")
ROLE_LISTS = re.compile(
    r"function (\w+)\([^)]*\) {\s*return [^;]*?\[('(?:viewer|analyst|admin)'[^]]*)\]"
)
IN_RULES = {
    "mayRead": Action.READ,
    "mayReadAll": Action.READ_ALL,
    "mayWrite": Action.WRITE,
    "administrators": Action.ADMINISTER,
}
"""The functions of the security rules that list roles; nobody deletes, so none is of that."""


def test_the_security_rules_list_the_same_roles_for_each_action() -> None:
    listed = {
        function: set(re.findall(r"'(\w+)'", roles))
        for function, roles in ROLE_LISTS.findall(RULES)
    }

    assert listed == {
        function: {role.value for role in Role if action in PERMISSIONS[role]}
        for function, action in IN_RULES.items()
    }


def test_the_security_rules_name_roles_in_these_lists_alone() -> None:
    named = re.findall(r"'(?:viewer|analyst|admin)'", RULES)

    assert len(named) == sum(roles.count("'") // 2 for _, roles in ROLE_LISTS.findall(RULES))


def test_a_registered_user_is_admin_of_their_own_ledger() -> None:
    caller = Caller.of_own_ledger(Identity("alice", is_anonymous=False))

    assert caller == Caller("alice", TenantRef(TenantKind.USER, "alice"), Role.ADMIN)


def test_an_anonymous_user_is_admin_of_their_demo() -> None:
    caller = Caller.of_own_ledger(Identity("alice", is_anonymous=True))

    assert caller == Caller("alice", TenantRef(TenantKind.DEMO, "alice"), Role.ADMIN)


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        (TenantRef(TenantKind.DEMO, "a1"), "demo_users/a1"),
        (TenantRef(TenantKind.USER, "a1"), "users/a1"),
        (TenantRef(TenantKind.WORKSPACE, "a1"), "workspaces/a1"),
    ],
)
def test_a_tenant_is_known_by_its_path(ref: TenantRef, path: str) -> None:
    assert ref.path == path
    assert TenantRef.parse(path) == ref


@pytest.mark.parametrize(
    "path", ["", "users", "users/", "/a1", "users/a1/", "users/a1/transactions/t", "others/a1"]
)
def test_no_other_path_is_a_tenants(path: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the enumeration's own for an unknown kind)
        TenantRef.parse(path)
