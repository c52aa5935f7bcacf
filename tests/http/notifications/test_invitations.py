"""Notifications of invitations: one for each day and workspace."""

from __future__ import annotations

import pytest

from tests.http.answers import ok
from tests.http.notifications.told import told
from tests.support.ledgers.people import registered_user
from tests.support.ledgers.workspaces import new_workspace

pytestmark = pytest.mark.usefixtures("emulators")


def test_invitations_of_one_day_to_a_workspace_are_one_notification_of_the_latest() -> None:
    creator, invited = (registered_user(is_verified=True) for _ in range(2))
    for person in (creator, invited):
        ok(person.get("/settings"))
    workspace = new_workspace(creator, "Home")
    for role in ("viewer", "analyst", "admin"):
        with told():
            sent = workspace.invite(invited.email, role)
        if role != "admin":
            path = f"{workspace.path}/invitations/{sent['id']}"
            ok(creator.delete(path), 204)
    with told():
        new_workspace(creator, "Club").invite(invited.email)

    items = ok(invited.get("/notifications"))["items"]
    assert [one["text"].partition(".")[0] for one in items] == [
        "A member invites you to Club as viewer",
        "A member invites you to Home as admin",
    ]
    assert items[1]["subject"]["id"] == sent["id"]
