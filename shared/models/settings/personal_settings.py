"""What is somebody's own: their ledger's settings and their profile, shown and changed as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from shared.errors import InvalidArgument
from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Identity, TenantKind
from shared.models.people.profile import Profile, ProfilePatch
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch


class PersonalPatch(SettingsPatch, ProfilePatch):
    """What somebody wants to change of their settings and profile; what is not named stays."""


@dataclass(frozen=True)
class Personal:
    """Somebody's own ledger's settings, and their profile."""

    identity: Identity
    is_demo: bool
    settings: LedgerSettings
    profile: Profile

    @classmethod
    def of(cls, identity: Identity, tenant: Tenant) -> Self:
        """What there is of somebody whose own ledger it is."""
        is_demo = tenant.ref.kind is TenantKind.DEMO
        return cls(identity, is_demo, LedgerSettings.of(tenant), tenant.profile)

    @property
    def revision(self) -> int:
        """Number of the change of either that made both so: each counts its own, upwards."""
        return self.settings.revision + self.profile.revision - 1

    def ensure_fits(self, patch: PersonalPatch) -> None:
        """Pass unless e-mails are wanted by somebody who has no address.

        Raises:
            InvalidArgument: They are.
        """
        if patch.notifications and patch.notifications.email and not self.identity.email:
            raise InvalidArgument.of("notifications.email", "needs an e-mail address to send to")
