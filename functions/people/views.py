"""Views of profile and memberships."""

from datetime import datetime

from pydantic import ConfigDict, Field

from functions.http.views import ETAG_OF_FIELDS, Name, etag_of, view_of
from functions.settings.views import SettingsView, settings_view
from shared.models.ledger.ledger import Ledger
from shared.models.people.access import Role
from shared.models.people.profile import Profile
from shared.models.people.sign_in import SignIn
from shared.models.settings.personal_settings import Personal
from shared.models.sharing.member import MemberStatus
from shared.models.values.base import FrozenModel


class PersonalView(SettingsView):
    """The caller, the settings of their ledger, and their profile."""

    model_config = ConfigDict(openapi_extra=ETAG_OF_FIELDS)  # type: ignore[typeddict-unknown-key]

    uid: str
    tenant: str = Field(
        description="The path of the document of the caller's own ledger, for live reads.",
        examples=["users/Wm3hY"],
    )
    email: str | None = Field(description="The address in the token; null for a demo visitor.")
    email_verified: bool
    is_demo: bool
    display_name: str | None
    locale: str


class MembershipView(FrozenModel):
    """A membership in a workspace; ``name`` is null if the member has no access to it."""

    workspace_id: str
    name: str | None
    role: Name[Role]
    status: Name[MemberStatus]
    joined_at: datetime | None


@view_of.register
def personal_view(personal: Personal) -> PersonalView:
    """Return the view of the caller's settings and profile."""
    identity, profile = personal.identity, personal.profile
    return PersonalView(
        **dict(settings_view(personal.settings)) | {"etag": etag_of(personal.revision)},
        uid=identity.uid,
        tenant=personal.tenant.path,
        email=identity.email,
        email_verified=identity.email_verified,
        is_demo=personal.is_demo,
        display_name=profile.display_name,
        locale=profile.locale,
    )


class ProfileView(FrozenModel):
    """A profile after a change."""

    display_name: str | None
    locale: str


class SignInView(FrozenModel):
    """Sign-in methods of a person: ``email`` of an address, else a provider's, like google.com."""

    methods: list[str]
    email: str | None
    email_verified: bool


def logged_profile_view(profile: Profile, _ledger: Ledger) -> ProfileView:
    """Return a profile of the change log as clients see it."""
    return ProfileView(**{name: getattr(profile, name) for name in ProfileView.model_fields})


def logged_sign_in_view(sign_in: SignIn, _ledger: Ledger) -> SignInView:
    """Return sign-in methods of the change log as clients see them."""
    return SignInView(
        methods=list(sign_in.methods), email=sign_in.email, email_verified=sign_in.email_verified
    )
