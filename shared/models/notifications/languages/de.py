"""Texts of notifications in German."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "Import abgeschlossen: {file}",
        NotificationKind.IMPORT_FAILED: "Import abgebrochen: {file}",
        NotificationKind.MONTH_DIFFERENCE: "{month} wurde mit einer Abweichung abgeschlossen",
        NotificationKind.NEW_SIGN_IN: "Neue Art der Anmeldung",
        NotificationKind.MEMBER_ADDED: "Neuer Zugang zu {workspace}",
        NotificationKind.MEMBER_CHANGED: "Andere Rolle in {workspace}",
        NotificationKind.MEMBER_REMOVED: "Zugang zu {workspace} beendet",
        NotificationKind.INVITATION_RECEIVED: "Einladung zu {workspace}",
        NotificationKind.RECURRING_DUE: "Bald fällig: {name}",
        NotificationKind.RECURRING_APPROVAL: "Zu bestätigen: {name}",
        NotificationKind.RECURRING_COMING: "Wird bald gebucht: {name}",
        NotificationKind.RECURRING_BOOKED: "Gebucht: {name}",
        NotificationKind.RECURRING_MISSED: "Nicht gebucht: {name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "Anderer Betrag: {name}",
        NotificationKind.RECURRING_FOUND: "Regelmäßige Zahlungen gefunden: {count}",
        NotificationKind.LOW_BALANCE: "Niedriger Saldo: {account}",
        NotificationKind.WEBHOOK_OFF: "Webhook ausgeschaltet: {name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "Importierte Buchungen: {count}.",
        NotificationKind.IMPORT_FAILED: "Der Import wurde abgebrochen. Importierte Buchungen: {count}. Öffnen Sie die Vorschau der Datei erneut, um den Rest zu importieren.",
        NotificationKind.MONTH_DIFFERENCE: "Die Summen von {month} weichen vom letzten Abschluss ab: Einnahmen um {income}, Ausgaben um {expenses}.",
        NotificationKind.NEW_SIGN_IN: "Bei Ihrem Konto hat sich jemand auf eine neue Art angemeldet: {method}. Wenn Sie das nicht waren, ändern Sie Ihr Passwort.",
        NotificationKind.MEMBER_ADDED: "{person} hat Zugang zu {workspace}, Rolle: {role}.",
        NotificationKind.MEMBER_CHANGED: "Die Rolle von {person} in {workspace} ist jetzt: {role}.",
        NotificationKind.MEMBER_REMOVED: "{person} hat keinen Zugang zu {workspace} mehr.",
        NotificationKind.INVITATION_RECEIVED: "{person} lädt Sie zu {workspace} ein, Rolle: {role}. Sie können sie in der App unter Ihren Einladungen annehmen oder ablehnen.",
        NotificationKind.RECURRING_DUE: "{name} ist am {date} fällig: {amount}. Die Zahlung wird zugeordnet, sobald sie mit den Umsätzen der Bank kommt.",
        NotificationKind.RECURRING_APPROVAL: "{name} vom {date} wartet auf Bestätigung: {amount}. In der App kann das gebucht oder ausgelassen werden.",
        NotificationKind.RECURRING_COMING: "{name} wird am {date} von selbst gebucht: {amount}.",
        NotificationKind.RECURRING_BOOKED: "{name} vom {date} wurde gebucht: {amount}.",
        NotificationKind.RECURRING_MISSED: "{name} wurde am {date} erwartet und ist nicht gebucht: {amount}.",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name} war bisher {before} und ist jetzt {amount}.",
        NotificationKind.RECURRING_FOUND: "Anscheinend regelmäßig bezahlt: {name}.",
        NotificationKind.LOW_BALANCE: "Der Saldo von {account} beträgt {amount} und liegt unter {limit}.",
        NotificationKind.WEBHOOK_OFF: "Der Webhook {name} wurde ausgeschaltet, weil er nicht mehr erreichbar ist. Was zu senden war, kann aus der Liste der Zustellungen erneut gesendet werden.",
    },
    roles={
        Role.ADMIN: "Administrator",
        Role.ANALYST: "Analyst",
        Role.VIEWER: "Betrachter",
    },
    reasons={
        NotBookedReason.ACCOUNT: "Ein Konto davon ist archiviert, gelöscht oder passt nicht.",
        NotBookedReason.CATEGORY: "Die Kategorie ist archiviert, gelöscht oder passt nicht.",
        NotBookedReason.CUSTOM_TYPE: "Der eigene Typ ist archiviert, gelöscht oder passt nicht.",
        NotBookedReason.AMOUNT: "Der Betrag kann nicht gebucht werden.",
        NotBookedReason.LIMIT: "Eine Grenze des Kontobuchs ist erreicht.",
        NotBookedReason.OTHER: "Das passt nicht zum Kontobuch.",
    },
    someone="Ein Mitglied",
    date="%d.%m.%Y",
    month="%m.%Y",
    decimal=",",
    digest="FinanceFlow: {count} Benachrichtigungen",
    more="Und {count} weitere.",
    doubtful="Zu prüfen, ob wiederkehrend: {count}.",
    open="FinanceFlow öffnen",
    unsubscribe="Diese E-Mails abbestellen",
    unsubscribed="Sie erhalten diese E-Mails nicht mehr.",
    confirm="Möchten Sie diese E-Mails abbestellen?",
    security="Diese E-Mail betrifft die Sicherheit Ihres Kontos und kann nicht abbestellt werden.",
)
