"""The table of kinds of notifications, and the channels by which they reach a person.

A new kind is a member of ``NotificationKind``, one more value here, and its texts in each module of
``languages``; nothing else asks for a kind by name.
"""

from __future__ import annotations

from enum import StrEnum

from shared.models.people.access import Action
from shared.models.values.frozen import frozen


class NotificationKind(StrEnum):
    """Kind of an event that people are notified of."""

    # Values are stored, in notifications and in preferences: they never change.
    IMPORT_DONE = "IMPORT_DONE"
    IMPORT_FAILED = "IMPORT_FAILED"
    MONTH_DIFFERENCE = "MONTH_DIFFERENCE"
    NEW_SIGN_IN = "NEW_SIGN_IN"
    MEMBER_ADDED = "MEMBER_ADDED"
    MEMBER_CHANGED = "MEMBER_CHANGED"
    MEMBER_REMOVED = "MEMBER_REMOVED"
    INVITATION_RECEIVED = "INVITATION_RECEIVED"
    RECURRING_DUE = "RECURRING_DUE"
    """The payment of an entry of mode REMIND, which comes with the bank's transactions."""

    RECURRING_APPROVAL = "RECURRING_APPROVAL"
    """An occurrence of mode APPROVE, which a person books or skips."""

    RECURRING_COMING = "RECURRING_COMING"
    """One of mode AUTO, which is booked on its date."""

    RECURRING_BOOKED = "RECURRING_BOOKED"
    RECURRING_MISSED = "RECURRING_MISSED"
    RECURRING_PRICE_CHANGED = "RECURRING_PRICE_CHANGED"
    RECURRING_FOUND = "RECURRING_FOUND"
    LOW_BALANCE = "LOW_BALANCE"
    BUDGET_THRESHOLD = "BUDGET_THRESHOLD"
    """A threshold of a budget is reached in a period."""

    BUDGET_PACE = "BUDGET_PACE"
    """Spending is far ahead of what is expected by now."""

    BUDGET_UNBUDGETED = "BUDGET_UNBUDGETED"
    """Much is spent in categories that no budget is on."""

    LOW_BALANCE_AHEAD = "LOW_BALANCE_AHEAD"
    """A balance falls below the low one by what is planned and booked ahead."""
    GOAL_MILESTONE = "GOAL_MILESTONE"
    GOAL_BEHIND = "GOAL_BEHIND"
    """A goal is a month or more behind its steady pace."""

    GOAL_SHORTFALL = "GOAL_SHORTFALL"
    """An account has less than what goals have of it."""

    WEBHOOK_OFF = "WEBHOOK_OFF"


class Severity(StrEnum):
    """How much a notification asks for attention."""

    INFO = "INFO"
    WARNING = "WARNING"
    SECURITY = "SECURITY"
    """About the access to an account or ledger; it cannot be turned off."""


class SubjectType(StrEnum):
    """Type of the resource that a notification is about."""

    TRANSACTION = "TRANSACTION"
    ACCOUNT = "ACCOUNT"
    IMPORT = "IMPORT"
    MONTH = "MONTH"
    MEMBER = "MEMBER"
    INVITATION = "INVITATION"
    SIGN_IN = "SIGN_IN"
    RECURRING = "RECURRING"
    SUGGESTION = "SUGGESTION"
    BUDGET = "BUDGET"
    GOAL = "GOAL"
    WEBHOOK = "WEBHOOK"


class Channel(StrEnum):
    """Way by which a notification reaches a person."""

    IN_APP = "IN_APP"
    EMAIL = "EMAIL"
    WEBHOOK = "WEBHOOK"


class Schedule(StrEnum):
    """When notifications of a kind are sent by a channel: at once, or with others in a digest."""

    INSTANT = "INSTANT"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    OFF = "OFF"


@frozen
class KindOfNotification:
    """Treatment of one kind.

    ``needs`` is the permission in a workspace that reading the subject requires. ``email`` is the
    schedule of a person who has chosen none; in the app, all kinds are shown at once, and webhooks,
    which a person has to make, get all kinds at once.
    """

    kind: NotificationKind
    subject: SubjectType
    needs: Action
    severity: Severity = Severity.INFO
    email: Schedule = Schedule.OFF

    @property
    def is_security(self) -> bool:
        """Return whether it cannot be turned off, and does not wait for the end of quiet hours."""
        return self.severity is Severity.SECURITY

    def usual_schedule(self, channel: Channel) -> Schedule:
        """Return the schedule on a channel of a person who has chosen none."""
        return self.email if channel is Channel.EMAIL else Schedule.INSTANT


def _security(kind: NotificationKind, subject: SubjectType, needs: Action) -> KindOfNotification:
    return KindOfNotification(kind, subject, needs, Severity.SECURITY, Schedule.INSTANT)


def _of_plans(
    kind: NotificationKind, subject: SubjectType, email: Schedule = Schedule.DAILY
) -> KindOfNotification:
    return KindOfNotification(kind, subject, Action.READ, Severity.WARNING, email)


_RECURRING = SubjectType.RECURRING

KINDS = (
    KindOfNotification(NotificationKind.IMPORT_DONE, SubjectType.IMPORT, Action.READ_ALL),
    KindOfNotification(
        NotificationKind.IMPORT_FAILED,
        SubjectType.IMPORT,
        Action.READ_ALL,
        Severity.WARNING,
        Schedule.INSTANT,
    ),
    KindOfNotification(
        NotificationKind.MONTH_DIFFERENCE, SubjectType.MONTH, Action.READ, Severity.WARNING
    ),
    _security(NotificationKind.NEW_SIGN_IN, SubjectType.SIGN_IN, Action.READ),
    _security(NotificationKind.MEMBER_ADDED, SubjectType.MEMBER, Action.ADMINISTER),
    _security(NotificationKind.MEMBER_CHANGED, SubjectType.MEMBER, Action.ADMINISTER),
    _security(NotificationKind.MEMBER_REMOVED, SubjectType.MEMBER, Action.ADMINISTER),
    KindOfNotification(
        NotificationKind.INVITATION_RECEIVED,
        SubjectType.INVITATION,
        Action.READ,
        email=Schedule.INSTANT,
    ),
    KindOfNotification(
        NotificationKind.RECURRING_DUE, _RECURRING, Action.READ, email=Schedule.DAILY
    ),
    KindOfNotification(
        NotificationKind.RECURRING_APPROVAL, _RECURRING, Action.READ, email=Schedule.DAILY
    ),
    KindOfNotification(
        NotificationKind.RECURRING_COMING, _RECURRING, Action.READ, email=Schedule.DAILY
    ),
    KindOfNotification(NotificationKind.RECURRING_BOOKED, _RECURRING, Action.READ),
    KindOfNotification(
        NotificationKind.RECURRING_MISSED,
        _RECURRING,
        Action.READ,
        Severity.WARNING,
        Schedule.DAILY,
    ),
    KindOfNotification(
        NotificationKind.RECURRING_PRICE_CHANGED,
        _RECURRING,
        Action.READ,
        Severity.WARNING,
        Schedule.DAILY,
    ),
    KindOfNotification(NotificationKind.RECURRING_FOUND, SubjectType.SUGGESTION, Action.READ_ALL),
    KindOfNotification(
        NotificationKind.LOW_BALANCE,
        SubjectType.ACCOUNT,
        Action.READ,
        Severity.WARNING,
        Schedule.INSTANT,
    ),
    _of_plans(NotificationKind.BUDGET_THRESHOLD, SubjectType.BUDGET, Schedule.INSTANT),
    _of_plans(NotificationKind.BUDGET_PACE, SubjectType.BUDGET),
    _of_plans(NotificationKind.BUDGET_UNBUDGETED, SubjectType.MONTH),
    _of_plans(NotificationKind.LOW_BALANCE_AHEAD, SubjectType.ACCOUNT),
    KindOfNotification(
        NotificationKind.GOAL_MILESTONE, SubjectType.GOAL, Action.READ, email=Schedule.DAILY
    ),
    _of_plans(NotificationKind.GOAL_BEHIND, SubjectType.GOAL),
    _of_plans(NotificationKind.GOAL_SHORTFALL, SubjectType.ACCOUNT),
    KindOfNotification(
        NotificationKind.WEBHOOK_OFF,
        SubjectType.WEBHOOK,
        Action.READ,
        Severity.WARNING,
        Schedule.INSTANT,
    ),
)
"""Every kind, in the order of ``NotificationKind``."""

_BY_KIND = {one.kind: one for one in KINDS}


def kind_of(kind: NotificationKind) -> KindOfNotification:
    """Return the treatment of a kind."""
    return _BY_KIND[kind]
