"""Tenants, callers, roles, and the table of permissions."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from shared.errors import EmailNotVerified, NotFound, PermissionDenied
from shared.models.people.sign_in import SignIn
from shared.models.values.frozen import frozen


class TenantKind(StrEnum):
    """Kind of a tenant; the value is its root collection."""

    DEMO = "demo_users"
    USER = "users"
    WORKSPACE = "workspaces"


@frozen
class TenantRef:
    """Reference of a tenant: its kind and id."""

    kind: TenantKind
    id: str

    @classmethod
    def parse(cls, path: str) -> TenantRef:
        """Parse a document path like ``users/abc``.

        Raises:
            ValueError: There is no tenant at such a path.
        """
        kind, slash, tenant_id = path.partition("/")
        if not slash or not tenant_id or "/" in tenant_id:
            raise ValueError(f"not a tenant's path: {path}")
        return cls(TenantKind(kind), tenant_id)

    @property
    def path(self) -> str:
        """Return the document path, like ``users/abc``."""
        return f"{self.kind}/{self.id}"

    @property
    def demo(self) -> TenantRef:
        """Return the demo of the user with that uid."""
        return TenantRef(TenantKind.DEMO, self.id)

    @property
    def account(self) -> TenantRef:
        """Return the own ledger of the registered user with that uid."""
        return TenantRef(TenantKind.USER, self.id)


class Role(StrEnum):
    """Role of a member in a ledger."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    ADMIN = "admin"


class Action(StrEnum):
    """An action on a ledger; its value completes the sentence "Your role (viewer) cannot …"."""

    READ = "read"
    """Transactions, categories, accounts and reports, as they are now."""

    READ_ALL = "read former states, the trash, rules, imports or exports"
    """Also the trash, former states, rules and imports, and everything that a backup contains."""

    WRITE = "create or update"
    """Also to import, to keep rules, and to undo one's own changes."""

    DELETE = "delete, restore or merge"
    """Also to undo imports and changes of others."""

    ADMINISTER = "manage members or settings, or read the audit log"


PERMISSIONS: dict[Role, frozenset[Action]] = {
    Role.VIEWER: frozenset({Action.READ}),
    Role.ANALYST: frozenset({Action.READ, Action.READ_ALL, Action.WRITE}),
    Role.ADMIN: frozenset(Action),
}
"""The actions that each role allows. Each route declares the action that it requires, and
``functions/http/security/permissions.py`` checks it. ``firestore.rules`` has a copy, for reads of
browsers: change both; a test fails where they differ."""


@frozen
class Identity:
    """Verified Firebase user; anonymous users are demo visitors.

    ``email`` and ``methods`` are those in the user's token (see ``SignIn``). ``signed_in_at`` is
    the time of the last sign-in; refreshing a token does not change it.
    """

    uid: str
    is_anonymous: bool
    email: str | None = None
    email_verified: bool = False
    signed_in_at: datetime | None = None
    methods: tuple[str, ...] = ()
    token_issued_at: datetime | None = None

    def has_signed_in_since(self, instant: datetime) -> bool:
        """Return whether the user has signed in at that instant or later."""
        return self.signed_in_at is not None and self.signed_in_at >= instant

    @property
    def sign_in(self) -> SignIn:
        """Return how the user signs in, as of the token's issue."""
        return SignIn(
            methods=self.methods,
            email=self.email,
            email_verified=self.email_verified,
            told_at=self.token_issued_at,
        )

    def ensure_email_verified(self) -> None:
        """Raise if the user has an e-mail address that is not verified.

        Raises:
            EmailNotVerified: It is not.
        """
        if self.email and not self.email_verified:
            raise EmailNotVerified

    @property
    def verified_email(self) -> str | None:
        """Return the verified e-mail address in lower case, or None."""
        return self.email.lower() if self.email and self.email_verified else None


@frozen
class MemberCheck:
    """Check of a workspace's member at the beginning of a request, to be repeated by its commits.

    ``read_at`` is the time of the database at which the member was read. ``required`` has the
    actions that the request has asked for so far.
    """

    uid: str
    read_at: datetime
    required: set[Action] = field(default_factory=set)

    def ensure_still_allowed(self, role: Role | None) -> None:
        """Check the role that the member has now; None if they are no active member any more.

        Raises:
            NotFound: They are not.
            PermissionDenied: The role does not allow all that the request has asked for.
        """
        if role is None:
            raise NotFound("workspace")
        for action in sorted(self.required - PERMISSIONS[role]):
            raise PermissionDenied(role, action)


@frozen
class Caller:
    """Verified user with the tenant they act on and their role in it.

    ``check`` is that of the member of a workspace; None in the user's own ledger.
    """

    uid: str
    tenant: TenantRef
    role: Role
    check: MemberCheck | None = field(default=None, compare=False)

    @classmethod
    def of_own_ledger(cls, identity: Identity) -> Caller:
        """Return the user as admin of their own ledger, or of their demo."""
        kind = TenantKind.DEMO if identity.is_anonymous else TenantKind.USER
        return cls(identity.uid, TenantRef(kind, identity.uid), Role.ADMIN)

    def may(self, action: Action) -> bool:
        """Return whether the role permits the action."""
        return action in PERMISSIONS[self.role]

    def require(self, action: Action) -> None:
        """Check that the role allows the action.

        Raises:
            PermissionDenied: The role does not allow it.
        """
        if not self.may(action):
            raise PermissionDenied(self.role, action)
        if self.check is not None:
            self.check.required.add(action)
