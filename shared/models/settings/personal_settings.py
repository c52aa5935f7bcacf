"""Personal settings: the own ledger's settings and the profile, changed as one."""

from typing import Self

from shared.models.ledger.tenant import Tenant
from shared.models.people.access import Identity, TenantKind, TenantRef
from shared.models.people.profile import Profile
from shared.models.people.profile_input import ProfilePatch
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from shared.models.values.base import example
from shared.models.values.frozen import frozen


class PersonalPatch(SettingsPatch, ProfilePatch):
    """Input that changes the named fields of settings and profile."""

    model_config = example(display_name="Ada Lovelace", timezone="Europe/London")


@frozen
class Personal:
    """Settings of a user's own ledger together with their profile."""

    identity: Identity
    tenant: TenantRef
    settings: LedgerSettings
    profile: Profile

    @classmethod
    def of(cls, identity: Identity, tenant: Tenant) -> Self:
        """Return the personal settings in a user's own tenant."""
        return cls(identity, tenant.ref, LedgerSettings.of(tenant), tenant.profile)

    @property
    def is_demo(self) -> bool:
        """Return whether the ledger is a demo."""
        return self.tenant.kind is TenantKind.DEMO

    @property
    def revision(self) -> int:
        """Return the sum of both revisions minus 1: it starts at 1, and grows with each change."""
        return self.settings.revision + self.profile.revision - 1
