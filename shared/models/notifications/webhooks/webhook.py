"""Webhooks: the endpoints of a person that notifications are sent to, and their secrets."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.preferences import AnyKind
from shared.models.notifications.webhooks.addresses import MAX_URL, WebhookUrl
from shared.models.notifications.webhooks.signing import MAX_SECRET, checked_secret
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.characters.names import HIDDEN_REFUSED, visible
from shared.models.values.text import BLANK_AS_NULL, trimmed
from shared.models.values.validation import not_null

MAX_WEBHOOKS = 10
"""Webhooks that a person has."""

OLD_SECRET_FOR = timedelta(hours=24)
"""How long messages are also signed with the secret before a rotation."""

TURNED_OFF_AFTER = timedelta(days=3)
"""A webhook is turned off at a failure when every attempt has failed for so long."""

_MAX_DESCRIPTION = 200


class OffReason(StrEnum):
    """Why a webhook was turned off by itself."""

    GONE = "GONE"
    """It answered 410."""

    FAILING = "FAILING"
    """Every attempt has failed for days."""


Url = Annotated[
    str,
    trimmed(MAX_URL, 1),
    Field(
        description="https on port 443, of a host of the internet by its name.",
        examples=["https://example.com/financeflow"],
    ),
]
Description = Annotated[
    Annotated[str, trimmed(_MAX_DESCRIPTION), visible(_MAX_DESCRIPTION), HIDDEN_REFUSED] | None,
    BLANK_AS_NULL,
    Field(description="A note on what it is for."),
]
Kinds = Annotated[
    tuple[AnyKind, ...] | None,
    Field(min_length=1, max_length=len(NotificationKind), description="Null: all kinds."),
]
Secret = Annotated[
    str,
    Field(
        max_length=MAX_SECRET,
        description="`whsec_` with the base64 of 24 to 64 random bytes; null: one is made.",
    ),
    AfterValidator(checked_secret),
]
OptionalSecret = Annotated[Secret | None, BLANK_AS_NULL]


class WebhookDraft(InputModel):
    """Input that creates a webhook."""

    model_config = example(url="https://example.com/financeflow", kinds=["IMPORT_DONE"])

    url: Url
    description: Description = None
    kinds: Kinds = None
    enabled: bool = Field(
        default=True, strict=True, description="Whether notifications are sent to it."
    )
    secret: OptionalSecret = Field(default=None, repr=False)


class WebhookPatch(InputModel):
    """Input that changes the named fields of a webhook."""

    model_config = example(enabled=False)

    url: Url | None = None
    description: Description = None
    kinds: Kinds = None
    enabled: bool | None = Field(
        default=None, strict=True, description="Whether notifications are sent to it."
    )

    _fields_not_null = not_null("url", "enabled")


class WebhookRotation(InputModel):
    """Input that replaces the secret of a webhook."""

    model_config = example()

    secret: OptionalSecret = Field(default=None, repr=False)


class Webhook(FrozenModel):
    """An endpoint of a person, as the change log has it: without secrets, and without its path.

    The path may have a secret of the receiver. ``kinds`` is None for all. ``off_reason`` says why
    it was turned off by itself.
    """

    id: str
    origin: str
    path: str = Field(default="/", repr=False)
    description: str | None = None
    kinds: tuple[NotificationKind, ...] | None = None
    enabled: bool = True
    off_reason: OffReason | None = None
    secret_changed_at: datetime
    created_at: datetime
    updated_at: datetime
    revision: int = 1

    @property
    def url(self) -> str:
        """Return the URL that messages are sent to."""
        return f"{self.origin}{self.path}"

    def wants(self, kind: NotificationKind) -> bool:
        """Return whether notifications of a kind are sent to it."""
        return self.enabled and (self.kinds is None or kind in self.kinds)


class SigningSecret(FrozenModel):
    """A secret of a webhook; ``until`` is the end of one that was replaced."""

    secret: str = Field(repr=False)
    until: datetime | None = None


class WebhookState(FrozenModel):
    """Secrets of a webhook, the latest first, and since when it fails; not its definition.

    It is in no log, backup or export, and only the server reads it. ``failing_since`` is the first
    failure after the last success.
    """

    id: str
    secrets: tuple[SigningSecret, ...]
    failing_since: datetime | None = None

    def signing(self, now: datetime) -> list[str]:
        """Return the secrets that messages are signed with at an instant."""
        return [one.secret for one in self.secrets if one.until is None or now < one.until]

    def rotated(self, secret: str, now: datetime) -> Self:
        """Return it with another secret; the one before is used for a day, and no older one."""
        former = self.secrets[0].model_copy(update={"until": now + OLD_SECRET_FOR})
        secrets = (SigningSecret(secret=secret), former)
        return self.model_copy(update={"secrets": secrets})


def fields_of_input(
    wanted: WebhookDraft | WebhookPatch, url: WebhookUrl | None
) -> dict[str, object]:
    """Return the fields of a webhook that an input sets; ``url`` is its checked one."""
    is_draft = isinstance(wanted, WebhookDraft)
    names = ("description", "kinds", "enabled")
    fields: dict[str, object] = {
        name: getattr(wanted, name) for name in names if is_draft or name in wanted.model_fields_set
    }
    if fields.get("kinds") is not None:
        kinds = set(wanted.kinds or ())
        fields["kinds"] = tuple(kind for kind in NotificationKind if kind in kinds)
    if url is not None:
        fields |= {"origin": url.origin, "path": url.path}
    return fields
