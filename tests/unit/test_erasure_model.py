"""What is put in the place of a person's name, and who follows an admin that goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.models.access import TenantKind, TenantRef
from shared.models.erasure import Membership, Traces, heir_of, needs_heir, next_owner
from tests.unit.examples import NOON

ADA = Traces("ada", frozenset({"ada@example.com"}))
WORKSPACE = TenantRef(TenantKind.WORKSPACE, "w")


def member(uid: str, role: str = "viewer", *, days: int = 0, is_active: bool = True) -> Membership:
    return Membership(
        WORKSPACE, uid, role, is_active=is_active, joined_at=NOON + timedelta(days=days)
    )


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("ada", "erased"),
        ("Ada@Example.com", "erased"),
        ("adam", "adam"),
        (["ada", 5, None, True], ["erased", 5, None, True]),
        ({"invited_by": "ada", "email": "bob@example.com"},
         {"invited_by": "erased", "email": "bob@example.com"}),
        ({"uid": "ada", "email": "old@example.com", "display_name": "Ada", "role": "admin"},
         {"uid": "erased", "email": "erased", "display_name": "erased", "role": "admin"}),
        ({"uid": "ada", "display_name": None}, {"uid": "erased", "display_name": None}),
        ({"uid": "bob", "display_name": "Ada"}, {"uid": "bob", "display_name": "Ada"}),
        ({"email": "ada@example.com", "role": "viewer"}, {"email": "erased", "role": "viewer"}),
        ({"receipt": {"updated": ["ada", "bob"]}}, {"receipt": {"updated": ["erased", "bob"]}}),
    ],
)  # fmt: skip
def test_what_names_a_person_names_nobody_and_all_else_stays(content: object, left: object) -> None:
    assert ADA.without(content) == left


def test_the_last_active_admin_of_others_needs_an_heir() -> None:
    admin, viewer = member("a", "admin"), member("v")
    assert needs_heir(admin, [viewer])
    assert needs_heir(admin, [viewer, member("d", "admin", is_active=False)])
    assert not needs_heir(admin, [viewer, member("b", "admin")])
    assert not needs_heir(admin, [])
    assert not needs_heir(member("a", "analyst"), [viewer])
    assert not needs_heir(member("a", "admin", is_active=False), [viewer])


def test_the_heir_is_active_before_all_then_may_do_most_then_joined_first() -> None:
    late, early = member("x", "analyst", days=2), member("y", "analyst", days=1)
    viewer, gone = member("v"), member("g", "admin", is_active=False)
    assert heir_of([gone, viewer, late, early]) == early
    assert heir_of([gone, viewer]) == viewer
    assert heir_of([gone]) == gone
    assert heir_of([member("odd", "king"), viewer]) == viewer


def test_the_next_owner_is_an_admin_where_there_is_one() -> None:
    assert next_owner([member("v"), member("b", "admin", days=5)]) == "b"
    assert next_owner([member("v"), member("a", "analyst")]) == "a"
