"""Texts of notifications in English."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "Import finished: {file}",
        NotificationKind.IMPORT_FAILED: "Import stopped: {file}",
        NotificationKind.MONTH_DIFFERENCE: "{month} was closed with a difference",
        NotificationKind.NEW_SIGN_IN: "New way of signing in",
        NotificationKind.MEMBER_ADDED: "New access to {workspace}",
        NotificationKind.MEMBER_CHANGED: "Other role in {workspace}",
        NotificationKind.MEMBER_REMOVED: "Access to {workspace} ended",
        NotificationKind.INVITATION_RECEIVED: "Invitation to {workspace}",
        NotificationKind.RECURRING_DUE: "Due soon: {name}",
        NotificationKind.RECURRING_APPROVAL: "To approve: {name}",
        NotificationKind.RECURRING_COMING: "Booked soon: {name}",
        NotificationKind.RECURRING_BOOKED: "Booked: {name}",
        NotificationKind.RECURRING_MISSED: "Not booked: {name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "Other amount: {name}",
        NotificationKind.RECURRING_FOUND: "Recurring payments found: {count}",
        NotificationKind.LOW_BALANCE: "Low balance: {account}",
        NotificationKind.WEBHOOK_OFF: "Webhook turned off: {name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "Transactions imported: {count}.",
        NotificationKind.IMPORT_FAILED: "The import was stopped. Transactions imported: {count}. Preview the file again to import the rest.",
        NotificationKind.MONTH_DIFFERENCE: "The totals of {month} are not those of the last close: income differs by {income}, expenses by {expenses}.",
        NotificationKind.NEW_SIGN_IN: "Your account was signed in to in a new way: {method}. If this was not you, change your password.",
        NotificationKind.MEMBER_ADDED: "{person} has access to {workspace} as {role}.",
        NotificationKind.MEMBER_CHANGED: "The role of {person} in {workspace} is now: {role}.",
        NotificationKind.MEMBER_REMOVED: "{person} has no access to {workspace} any more.",
        NotificationKind.INVITATION_RECEIVED: "{person} invites you to {workspace} as {role}. You can accept or decline it in the app, among your invitations.",
        NotificationKind.RECURRING_DUE: "{name} is due on {date}: {amount}. The payment is recognised when it comes with the transactions of the bank.",
        NotificationKind.RECURRING_APPROVAL: "{name} of {date} waits for approval: {amount}. It can be booked or skipped in the app.",
        NotificationKind.RECURRING_COMING: "{name} is booked by itself on {date}: {amount}.",
        NotificationKind.RECURRING_BOOKED: "{name} of {date} was booked: {amount}.",
        NotificationKind.RECURRING_MISSED: "{name} was expected on {date} and is not booked: {amount}.",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name} was {before} before and is now {amount}.",
        NotificationKind.RECURRING_FOUND: "Paid regularly, as it seems: {name}.",
        NotificationKind.LOW_BALANCE: "The balance of {account} is {amount}, below {limit}.",
        NotificationKind.WEBHOOK_OFF: "The webhook {name} was turned off, because it cannot be reached any more. What was to be sent can be sent again from the list of deliveries.",
    },
    roles={
        Role.ADMIN: "admin",
        Role.ANALYST: "analyst",
        Role.VIEWER: "viewer",
    },
    reasons={
        NotBookedReason.ACCOUNT: "An account of it is archived, deleted, or does not fit.",
        NotBookedReason.CATEGORY: "Its category is archived, deleted, or does not fit.",
        NotBookedReason.CUSTOM_TYPE: "Its custom type is archived, deleted, or does not fit.",
        NotBookedReason.AMOUNT: "Its amount cannot be booked.",
        NotBookedReason.LIMIT: "A limit of the ledger is reached.",
        NotBookedReason.OTHER: "It does not fit the ledger.",
    },
    someone="A member",
    date="%Y-%m-%d",
    month="%Y-%m",
    decimal=".",
    digest="FinanceFlow: {count} notifications",
    more="And {count} more.",
    doubtful="To review, as they may be recurring: {count}.",
    open="Open FinanceFlow",
    unsubscribe="Stop these e-mails",
    unsubscribed="You will not get these e-mails any more.",
    confirm="Do you want to stop these e-mails?",
    security="This e-mail is about the security of your account and cannot be turned off.",
)
