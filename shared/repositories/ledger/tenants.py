"""Tenant documents: settings, the charts of categories and accounts, and totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from google.cloud import firestore

from shared.errors import ClaimRunning, DemoClaimed, DemoExpired, TenantMissing
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.restore_progress import RestoreProgress
from shared.models.ledger.summary import AccountFigures, Totals
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.demo_use import DemoUse
from shared.models.people.profile import Profile
from shared.models.people.sign_in import SignIn
from shared.models.people.takeover import Claim
from shared.models.values.dates import Calendar
from shared.repositories.firestore.client import Access, OthersAreFirst, fields_of
from shared.repositories.firestore.write_lease import TURN_FIELD, Turn

_OF_DEMOS = frozenset({"expires_at", "sample_transaction_count", "claim", "demo_use", TURN_FIELD})
"""Fields that a demo's document does not leave to the account that claims it."""


class TenantRepository:
    """The document of one tenant."""

    def __init__(
        self,
        ref: TenantRef,
        root: firestore.DocumentReference,
        access: Access,
        turn: Turn | None = None,
    ) -> None:
        self.reference = root
        self._ref = ref
        self._access = access
        self._turn = turn
        self._has_turn_to_end = False
        self._document: Mapping[str, Any] = {}
        self._is_let_in = False
        self._changed: dict[str, Any] = {}
        self._sequence = 0
        self._read_version: Any = None
        self._is_new = False

    def find(self) -> Tenant | None:
        """The tenant, or None where it does not exist."""
        snapshot = self.reference.get(**self._access.reading)
        return self.decode(snapshot) if snapshot.exists else None

    def get(self) -> Tenant:
        """The tenant.

        Raises:
            TenantMissing: It does not exist.
        """
        tenant = self.find()
        if tenant is None:
            raise TenantMissing
        return tenant

    def create(self, tenant: Tenant) -> None:
        """Write the tenant with its charts; the transaction fails where it exists."""
        document: dict[str, Any] = {
            "currency": tenant.currency,
            "timezone": tenant.timezone,
            "created_at": tenant.created_at,
            "categories": {key: _encode(c) for key, c in tenant.categories.items()},
            "accounts": {key: _encode(a) for key, a in tenant.accounts.items()},
            "default_account_id": tenant.default_account_id,
            "month_start_day": tenant.calendar.start_day,
        }
        if profile := _encode_profile(tenant.profile):
            document["profile"] = profile
        if tenant.expires_at is not None:
            document["expires_at"] = tenant.expires_at
            document["sample_transaction_count"] = tenant.sample_transaction_count
        if tenant.owner_uid:
            document |= {"name": tenant.name, "owner_uid": tenant.owner_uid}
        self._access.batch.create(self.reference, document)
        self._is_new = True

    def create_from(self, demo: TenantRepository, claim: Claim) -> None:
        """Write the tenant as the demo was read, for an account that has claimed it.

        The transaction fails where the tenant exists.
        """
        document = {k: v for k, v in demo._document.items() if k not in _OF_DEMOS}
        self._access.batch.create(self.reference, document | {"claim": asdict(claim)})
        self._sequence, self._is_new = document.get("sequence", 0), True

    def put_claim(self, claim: Claim) -> None:
        """Write how far the demo's claim has come; with a finished one, its time is over."""
        self._put(asdict(claim), "claim")
        if claim.finished_at is not None:
            self._put(claim.finished_at, "expires_at")
        self._is_let_in = True

    def put_erasing(self, at: datetime) -> None:
        """Write that the demo is being erased from now on, and nothing else."""
        self._put(at, "erasing_at")
        self._is_let_in = True

    def put_category(self, category: Category) -> None:
        """Write one category."""
        self._put(_encode(category), "categories", category.id)

    def remove_category(self, category_id: str) -> None:
        """Take one category away."""
        self._put(firestore.DELETE_FIELD, "categories", category_id)

    def put_account(self, account: Account) -> None:
        """Write one account."""
        self._put(_encode(account), "accounts", account.id)

    def remove_account(self, account_id: str) -> None:
        """Take one account away, and its figures, which are zeros by then."""
        self._put(firestore.DELETE_FIELD, "accounts", account_id)
        self._put(firestore.DELETE_FIELD, "by_account", account_id)

    def put_default_account(self, account_id: str) -> None:
        """Make an account the default."""
        self._put(account_id, "default_account_id")

    def put_charts(
        self,
        categories: Mapping[str, Category],
        accounts: Mapping[str, Account],
        default_account_id: str,
    ) -> None:
        """Write both charts anew."""
        self._put({key: _encode(c) for key, c in categories.items()}, "categories")
        self._put({key: _encode(a) for key, a in accounts.items()}, "accounts")
        self.put_default_account(default_account_id)

    def put_currency(self, currency: str) -> None:
        """Write the currency, of a ledger that has no amounts yet."""
        self._put(currency, "currency")

    def put_restore(self, progress: RestoreProgress) -> None:
        """Write how far a backup has been restored."""
        self._put(asdict(progress), "restore")

    def put_timezone(self, timezone: str) -> None:
        """Write the time zone."""
        self._put(timezone, "timezone")

    def put_calendar(self, calendar: Calendar) -> None:
        """Put a calendar in force; none is being built any more."""
        self._put(calendar.start_day, "month_start_day")
        self.remove_next_calendar()

    def put_next_calendar(self, calendar: Calendar, rebuild_id: str) -> None:
        """Have the summaries of a calendar kept beside those in force, and built."""
        self._put(calendar.start_day, "next_month_start_day")
        self._put(rebuild_id, "rebuild_id")

    def remove_next_calendar(self) -> None:
        """Have no summaries kept beside those in force."""
        self._put(firestore.DELETE_FIELD, "next_month_start_day")
        self._put(firestore.DELETE_FIELD, "rebuild_id")

    def put_settings_revision(self, revision: int) -> None:
        """Write the number of the last change of the settings."""
        self._put(revision, "settings_revision")

    def put_profile(self, profile: Profile) -> None:
        """Write the profile of whose own ledger it is."""
        self._put(_encode_profile(profile), "profile")

    def put_sign_in(self, sign_in: SignIn) -> None:
        """Write how the person signs in whose own ledger it is."""
        self._put(sign_in.model_dump(exclude_defaults=True), "sign_in")

    def put_rebuilt(self, at: datetime) -> None:
        """Write when summaries were last built, or cleared away, otherwise than by a change."""
        self._put(at, "rebuilt_at")

    def put_repairs(self, count: int) -> None:
        """Write how often sums had to be put right."""
        self._put(count, "repairs")

    def put_verified(self, at: datetime) -> None:
        """Write when a rollup last verified the ledger."""
        self._put(at, "verified_at")

    def put_demo_transactions(self, count: int) -> None:
        """Write how many transactions a demo has had."""
        self._put(count, "demo_use", "transactions")

    def put_demo_imports(self, count: int) -> None:
        """Write how many imports a demo has had."""
        self._put(count, "demo_use", "imports")

    def put_imported(self, at: datetime) -> None:
        """Write when an import was last planned or went on, or a mapping was forgotten."""
        self._put(at, "imported_at")

    def put_workspace(self, tenant: Tenant) -> None:
        """Write what only workspaces have: name, owner, and when it was deleted."""
        self._put(tenant.name, "name")
        self._put(tenant.owner_uid, "owner_uid")
        self._put(tenant.deleted_at or firestore.DELETE_FIELD, "deleted_at")
        self._put(tenant.workspace_revision, "workspace_revision")

    def next_sequence(self) -> int:
        """The number of a further change, written as the last one."""
        self._sequence += 1
        self._put(self._sequence, "sequence")
        return self._sequence

    def put_totals(self, totals: Totals, changed: Totals) -> None:
        """Write those totals that ``changed`` names; the transaction has read them."""
        for account_id in changed.by_account:
            self._put(asdict(totals.by_account[account_id]), "by_account", account_id)
        for tag in changed.tags:
            self._put(totals.tags.get(tag, firestore.DELETE_FIELD), "tags", tag)

    def flush(self) -> None:
        """Write what was put, all at once.

        The commit fails where the tenant has changed since it was read here: whoever changes
        anything of a ledger writes its document, so all that was read after it still holds.

        Raises:
            ClaimRunning, DemoClaimed: This is a demo that is being claimed, or was.
            DemoExpired: This is a demo that is being erased.
        """
        if self._has_turn_to_end and self._changed:
            self._put(firestore.DELETE_FIELD, TURN_FIELD)
        if self._is_new:
            if self._changed:
                self._access.batch.update(self.reference, self._changed)
        elif self._changed or len(self._access.batch):
            assert self._read_version, "a ledger is read before it is changed"  # noqa: S101
            assert self._changed, "whoever changes a ledger writes its document"  # noqa: S101
            self._ensure_open()
            unchanged = firestore.LastUpdateOption(self._read_version)
            self._access.batch.update(self.reference, self._changed, option=unchanged)

    def _ensure_open(self) -> None:
        """Pass unless this is a demo that is to stay as it is until it is erased."""
        if self._ref.kind is not TenantKind.DEMO or self._is_let_in:
            return
        claim = self._document.get("claim")
        if claim is not None:
            raise ClaimRunning if claim["finished_at"] is None else DemoClaimed
        if "erasing_at" in self._document:
            raise DemoExpired

    def _put(self, value: object, *path: str) -> None:
        self._changed[firestore.Client.field_path(*path)] = value

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Tenant:
        """The tenant in a snapshot of its document.

        Raises:
            OthersAreFirst: It is read for a commit, and another is to come before.
        """
        self._document = document = fields_of(snapshot)
        if self._turn and self._turn.is_anothers(document, snapshot.read_time):
            raise OthersAreFirst
        self._has_turn_to_end = TURN_FIELD in document
        self._read_version, self._sequence = snapshot.update_time, document.get("sequence", 0)
        next_day, restore = document.get("next_month_start_day"), document.get("restore")
        return Tenant(
            ref=self._ref,
            currency=document["currency"],
            timezone=document["timezone"],
            created_at=document["created_at"],
            expires_at=document.get("expires_at"),
            sample_transaction_count=document.get("sample_transaction_count", 0),
            categories={k: Category(id=k, **v) for k, v in document.get("categories", {}).items()},
            accounts={k: Account(id=k, **v) for k, v in document.get("accounts", {}).items()},
            default_account_id=document.get("default_account_id", ""),
            totals=Totals(
                {k: AccountFigures(**v) for k, v in document.get("by_account", {}).items()},
                dict(document.get("tags", {})),
            ),
            sequence=document.get("sequence", 0),
            calendar=Calendar(document.get("month_start_day", 1)),
            next_calendar=Calendar(next_day) if next_day else None,
            rebuild_id=document.get("rebuild_id"),
            settings_revision=document.get("settings_revision", 1),
            repairs=document.get("repairs", 0),
            restore=RestoreProgress(**restore) if restore else None,
            erasing_at=document.get("erasing_at"),
            **_decode_whose(document),
        )


def _decode_whose(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a tenant has for being a person's, a visitor's, or a workspace."""
    claim, sign_in = document.get("claim"), document.get("sign_in")
    return {
        "profile": Profile(**document.get("profile", {})),
        "sign_in": None if sign_in is None else SignIn(**sign_in),
        "claim": Claim(**claim) if claim else None,
        "demo_use": DemoUse(**document.get("demo_use", {})) if "expires_at" in document else None,
        "name": document.get("name", ""),
        "owner_uid": document.get("owner_uid", ""),
        "deleted_at": document.get("deleted_at"),
        "workspace_revision": document.get("workspace_revision", 1),
    }


def _encode_profile(profile: Profile) -> dict[str, Any]:
    return profile.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)


def _encode(part: Category | Account) -> dict[str, Any]:
    """The fields of a category or account that are not as usual.

    Every request decodes all of them, so they are kept light: what has its default value is left
    out, and times are RFC 3339 text, which the client library decodes much faster than timestamps.
    """
    return part.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
