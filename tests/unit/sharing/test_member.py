"""A member_list always has an active admin, and an owner who is one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import (
    AlreadyMember,
    FinanceFlowError,
    InvalidArgument,
    LastAdmin,
    NotFound,
    OwnerProtected,
    PermissionDenied,
    TooManyMembers,
)
from shared.models.people.access import Role
from shared.models.sharing.member import MAX_MEMBERS, Member, MemberList, MemberStatus
from shared.models.values.revision import revised

START = datetime(2026, 1, 1, tzinfo=UTC)


def member(uid: str, role: Role = Role.ADMIN, *, active: bool = True, joined: int = 0) -> Member:
    """Return a member who joined so many days after the start."""
    return Member(
        uid=uid,
        role=role,
        status=MemberStatus.ACTIVE if active else MemberStatus.DEACTIVATED,
        email=f"{uid}@example.com",
        joined_at=START + timedelta(days=joined),
    )


def member_list(*members: Member, owner: str = "ada") -> MemberList:
    """Return these members, of whom one is the owner."""
    return MemberList({one.uid: one for one in members}, owner)


ADA, BEA = member("ada"), member("bea", joined=1)
CLEO = member("cleo", Role.ANALYST, joined=2)


def test_an_admin_changes_others() -> None:
    after = member_list(ADA, BEA, CLEO).changed("bea", revised(CLEO, {"role": Role.VIEWER}))

    assert after.get("cleo").role is Role.VIEWER
    assert after.get("cleo").revision == 2
    assert after.owner_uid == "ada"


def test_what_changes_nothing_is_no_revision() -> None:
    before = member_list(ADA, BEA)

    assert before.changed("bea", revised(BEA, {"role": Role.ADMIN})) is before


@pytest.mark.parametrize("fields", [{"role": Role.VIEWER}, {"status": MemberStatus.DEACTIVATED}])
def test_the_last_active_admin_stays_one(fields: dict[str, object]) -> None:
    alone = member_list(ADA, member("bea", active=False), CLEO)

    with pytest.raises(LastAdmin):
        alone.changed("ada", revised(ADA, fields))
    with pytest.raises(LastAdmin):
        alone.with_removed("ada", "ada")
    member_list(ADA, BEA, CLEO).changed("ada", revised(ADA, fields))


def test_the_owner_is_nobody_elses_to_change() -> None:
    with pytest.raises(OwnerProtected):
        member_list(ADA, BEA).changed("bea", revised(ADA, {"role": Role.VIEWER}))
    with pytest.raises(OwnerProtected):
        member_list(ADA, BEA).with_removed("bea", "ada")
    assert member_list(ADA, BEA).with_removed("ada", "bea").members.keys() == {"ada"}


def test_the_ownership_goes_to_the_admin_who_joined_first() -> None:
    late, unknown = member("aaa", joined=9), BEA.model_copy(update={"joined_at": None, "uid": "u"})
    after = member_list(ADA, late, unknown, CLEO, BEA).with_removed("ada", "ada")

    assert after.owner_uid == "bea"
    assert member_list(ADA, unknown).with_removed("ada", "ada").owner_uid == "u"


def test_an_owner_hands_over_to_an_active_member() -> None:
    after = member_list(ADA, BEA, CLEO).with_owner("ada", "cleo")

    assert (after.owner_uid, after.get("cleo").role) == ("cleo", Role.ADMIN)
    for uid in ("nobody", "dora"):
        with pytest.raises(InvalidArgument):
            member_list(ADA, member("dora", active=False)).with_owner("ada", uid)
    with pytest.raises(OwnerProtected):
        member_list(ADA, BEA, CLEO).with_owner("bea", "bea")
    assert member_list(BEA, CLEO).with_owner("bea", "bea").owner_uid == "bea"


def test_administering_is_for_active_admins() -> None:
    members = member_list(ADA, CLEO, member("dora", active=False))

    members.require_admin("ada")
    with pytest.raises(PermissionDenied):
        members.require_admin("cleo")
    for uid in ("dora", "nobody"):
        with pytest.raises(NotFound):
            members.require_admin(uid)


def test_one_joins_once_and_where_there_is_room() -> None:
    assert member_list(ADA).with_member(CLEO).get("cleo") == CLEO
    with pytest.raises(AlreadyMember):
        member_list(ADA, CLEO).with_member(CLEO)
    with pytest.raises(AlreadyMember):
        member_list(ADA, CLEO).ensure_not_member("cleo@example.com")
    member_list(ADA).ensure_not_member("cleo@example.com")
    full = member_list(ADA, *(member(f"m{number}") for number in range(MAX_MEMBERS - 1)))
    with pytest.raises(TooManyMembers):
        full.with_member(CLEO)


UIDS = st.sampled_from(["ada", "bea", "cleo", "dora"])
DEEDS = st.sampled_from(["role", "status", "leave", "own"])
STEPS = st.lists(
    st.tuples(DEEDS, UIDS, UIDS, st.sampled_from(Role), st.sampled_from(MemberStatus)),
    max_size=12,
)


@given(STEPS)
def test_whatever_is_done_there_is_an_active_admin_and_the_owner_is_one(
    steps: list[tuple[str, str, str, Role, MemberStatus]],
) -> None:
    members = member_list(ADA, BEA, CLEO, member("dora", Role.VIEWER, joined=3))
    for what, actor, uid, role, status in steps:
        try:
            members.require_admin(actor)
            members.get(uid)
            if what == "role":
                members = members.changed(actor, revised(members.get(uid), {"role": role}))
            elif what == "status":
                members = members.changed(actor, revised(members.get(uid), {"status": status}))
            elif what == "leave":
                members = members.with_removed(actor, uid)
            else:
                members = members.with_owner(actor, uid)
        except FinanceFlowError:
            continue
        assert members.get(members.owner_uid).is_active_admin


def test_the_last_active_admin_of_others_needs_an_heir() -> None:
    gone = member("gone", active=False)

    assert member_list(ADA, CLEO).needs_successor_for("ada")
    assert member_list(ADA, CLEO, gone).needs_successor_for("ada")
    assert not member_list(ADA, CLEO, BEA).needs_successor_for("ada")
    assert not member_list(ADA).needs_successor_for("ada")
    assert not member_list(ADA, CLEO).needs_successor_for("cleo")


def test_whoever_is_erased_is_followed_by_who_is_active_may_do_most_and_joined_first() -> None:
    viewer, late = member("vera", Role.VIEWER), member("lou", Role.ANALYST, joined=9)
    gone = member("gone", active=False)

    after = member_list(ADA, gone, viewer, late, CLEO).without("ada")

    assert (after.get("cleo").role, after.owner_uid) == (Role.ADMIN, "cleo")
    assert [one.role for one in (after.get("vera"), after.get("lou"))] == ["viewer", "analyst"]
    assert member_list(ADA, gone).without("ada").get("gone").is_active_admin
    assert member_list(ADA, BEA, CLEO).without("ada").members == {"bea": BEA, "cleo": CLEO}
