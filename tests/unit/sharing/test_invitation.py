from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.errors import InvitationGone, NotFound, Unreadable
from shared.models.ledger.page import cursor_to
from shared.models.people.access import Identity, Role, TenantKind, TenantRef
from shared.models.sharing.invitation import (
    VALID_FOR,
    Email,
    Invitation,
    InvitationStatus,
    InvitationToken,
    ReceivedPosition,
    new_secret,
)
from shared.models.sharing.member import Member, MemberStatus

NOW = datetime(2026, 6, 15, tzinfo=UTC)
INVITATION = Invitation(
    id="i1",
    email="ada@example.com",
    role=Role.VIEWER,
    invited_by="u1",
    created_at=NOW,
    expires_at=NOW + VALID_FOR,
)
ADMIN = Member(uid="u1", role=Role.ADMIN)
TOKEN = InvitationToken(TenantRef(TenantKind.WORKSPACE, "w1"), "i1", "secret")


WITHOUT_SECRET = InvitationToken(TOKEN.workspace, "i1")


@pytest.mark.parametrize("token", [TOKEN, WITHOUT_SECRET])
def test_a_token_is_read_as_it_was_written(token: InvitationToken) -> None:
    assert InvitationToken.parse(str(token)) == token


@pytest.mark.parametrize(
    "text", ["", "a", "a.", ".b", "a.b.c.d", ".b.c", "a..c", "a/b.c.d", "a.__x__.c"]
)
def test_no_other_text_is_a_token(text: str) -> None:
    with pytest.raises(NotFound):
        InvitationToken.parse(text)


def test_a_secret_matches_its_own_hash_alone() -> None:
    TOKEN.ensure_matches(TOKEN.hash)
    for other in ("Secret", "", "secret ", "é\ud800"):
        with pytest.raises(NotFound):
            InvitationToken(TOKEN.workspace, "i1", other).ensure_matches(TOKEN.hash)
    with pytest.raises(NotFound):
        TOKEN.ensure_matches("")


def test_a_token_without_a_secret_leaves_the_proof_to_the_address() -> None:
    assert str(WITHOUT_SECRET) == "w1.i1"
    WITHOUT_SECRET.ensure_matches(TOKEN.hash)


def test_secrets_are_long_and_never_the_same() -> None:
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert min(map(len, secrets)) >= 43
    assert all("." not in secret for secret in secrets)


def test_an_invitation_is_for_whoever_has_proven_the_address() -> None:
    INVITATION.ensure_for(
        Identity("u", is_anonymous=False, email="Ada@Example.com", email_verified=True)
    )
    for identity in (
        Identity("u", is_anonymous=False, email="ada@example.com", email_verified=False),
        Identity("u", is_anonymous=False, email="bea@example.com", email_verified=True),
        Identity("u", is_anonymous=False, email=None, email_verified=True),
        Identity("u", is_anonymous=False, email="", email_verified=True),
    ):
        with pytest.raises(NotFound):
            INVITATION.ensure_for(identity)


def test_an_invitation_is_open_until_it_is_answered_or_expires() -> None:
    INVITATION.ensure_open(NOW + VALID_FOR - timedelta(microseconds=1), ADMIN)
    with pytest.raises(InvitationGone):
        INVITATION.ensure_open(NOW + VALID_FOR, ADMIN)
    for status in set(InvitationStatus) - {InvitationStatus.PENDING}:
        with pytest.raises(InvitationGone):
            INVITATION.answered(status).ensure_open(NOW, ADMIN)


@pytest.mark.parametrize(
    "inviter",
    [
        None,
        ADMIN.model_copy(update={"status": MemberStatus.DEACTIVATED}),
        ADMIN.model_copy(update={"role": Role.ANALYST}),
    ],
)
def test_an_invitation_is_open_as_long_as_its_inviter_is_an_active_admin(
    inviter: Member | None,
) -> None:
    INVITATION.ensure_open(NOW, ADMIN)
    with pytest.raises(InvitationGone):
        INVITATION.ensure_open(NOW, inviter)


def test_a_position_is_read_from_its_cursor_alone() -> None:
    position = ReceivedPosition.of(TOKEN.workspace, INVITATION)

    assert ReceivedPosition.from_cursor(position.to_cursor("list"), "list") == position
    for place in ((), (1, "w1"), (-1, "w1", "i1"), (1 << 63, "w1", "i1"), (1, "w/1", "i1"),
                  (1, "w1", "__i__"), ("1", "w1", "i1"), (1, 1, "i1")):  # fmt: skip
        with pytest.raises(Unreadable):
            ReceivedPosition.from_cursor(cursor_to("list", *place), "list")
    with pytest.raises(Unreadable):
        ReceivedPosition.from_cursor(position.to_cursor("other"), "list")


@pytest.mark.parametrize("text", ["a@example.com", " A@Example.com ", "a.b+c@sub.example.co.uk"])
def test_an_address_is_kept_in_lower_case(text: str) -> None:
    assert TypeAdapter(Email).validate_python(text) == text.strip().lower()


@pytest.mark.parametrize("text", ["", "a", "a@b", "a@b.", "a@.b", "@b.c", "a@b@c.d", "a b@c.d"])
def test_no_other_text_is_an_address(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Email).validate_python(text)
