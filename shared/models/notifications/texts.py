"""Title and text of a notification in the language of a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from string import Formatter

from shared.models.ledger.samples.texts import language_of
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Notification
from shared.models.notifications.parameters import (
    AmountParameter,
    DateParameter,
    MonthParameter,
    NotBookedReason,
    NumberParameter,
    Parameter,
    ReasonParameter,
    RoleParameter,
    TextParameter,
)
from shared.models.people.access import Role
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.money import format_minor

_IF_MISSING = {"file": "account"}
"""Parameters that are shown for others that are not there: an import may have no file name."""


@frozen
class NotificationTexts:
    """Texts in one language.

    Of each kind a title, which has no amounts, and a text; names in braces stand for parameters.
    A number follows what it counts, so that texts need no plural. ``someone`` is a person without
    a display name, ``missing`` a parameter that is not there, and ``open`` the text of a link to
    the web app. ``date`` and ``month`` are formats of ``strftime`` with numbers alone.
    """

    titles: Mapping[NotificationKind, str]
    texts: Mapping[NotificationKind, str]
    roles: Mapping[Role, str]
    reasons: Mapping[NotBookedReason, str]
    someone: str
    date: str
    month: str
    decimal: str
    digest: str
    more: str
    doubtful: str
    open: str
    unsubscribe: str
    unsubscribed: str
    confirm: str
    security: str
    missing: str = "–"


@frozen
class RenderedNotification:
    """Title and text of a notification, as plain text."""

    title: str
    text: str


def texts_for(locale: str) -> NotificationTexts:
    """Return the texts in the language of a BCP 47 tag, or in English as samples are."""
    package = __package__
    texts: NotificationTexts
    texts = import_module(f"{package}.languages.{language_of(locale)}").TEXTS
    return texts


def render(
    notification: Notification, texts: NotificationTexts, person_name: str | None
) -> RenderedNotification:
    """Return title and text of a notification; ``person_name`` is of the person that it names.

    The name of a workspace is added to a title that does not have it, and to a text the
    ``reason``, if there is one, how many rows are ``doubtful``, and how many ``more`` there are, of
    an event about several things.
    """
    values = {
        "person": person_name or texts.someone,
        "workspace": notification.workspace_name or texts.missing,
        **{name: rendered(one, texts) for name, one in notification.parameters.items()},
    }
    for name, other in _IF_MISSING.items():
        if other in values:
            values.setdefault(name, values[other])
    title, text = texts.titles[notification.kind], texts.texts[notification.kind]
    filled = _filled(title, values, texts)
    if notification.workspace_name and "{workspace}" not in title:
        filled = f"{filled} ({notification.workspace_name})"
    shown = _filled(text, values, texts)
    if "reason" in values:
        shown = f"{shown} {values['reason']}"
    for name, added in (("doubtful", texts.doubtful), ("more", texts.more)):
        if name in values:
            shown = f"{shown} {added.format(count=values[name])}"
    return RenderedNotification(filled, shown)


def rendered(parameter: Parameter, texts: NotificationTexts) -> str:
    """Return a parameter as text."""
    match parameter:
        case AmountParameter():
            number = format_minor(parameter.minor, parameter.currency)
            return f"{number.replace('.', texts.decimal)} {parameter.currency}"
        case TextParameter():
            return parameter.text
        case DateParameter():
            return parameter.date.strftime(texts.date)
        case MonthParameter():
            month = Month.parse(parameter.month)
            return date(month.year, month.month, 1).strftime(texts.month)
        case NumberParameter():
            return str(parameter.number)
        case RoleParameter() | ReasonParameter():
            return _phrase(parameter, texts)


def _phrase(parameter: RoleParameter | ReasonParameter, texts: NotificationTexts) -> str:
    if isinstance(parameter, ReasonParameter):
        return texts.reasons[parameter.reason]
    return texts.roles[parameter.role]


def names_in(template: str) -> set[str]:
    """Return the names of the parameters of a text."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _filled(template: str, values: Mapping[str, str], texts: NotificationTexts) -> str:
    present = {name: values.get(name, texts.missing) for name in names_in(template)}
    return template.format_map(present)
