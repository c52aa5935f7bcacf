"""Texts of notifications in Dutch."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "Import voltooid: {file}",
        NotificationKind.IMPORT_FAILED: "Import gestopt: {file}",
        NotificationKind.MONTH_DIFFERENCE: "{month} is afgesloten met een verschil",
        NotificationKind.NEW_SIGN_IN: "Nieuwe manier van inloggen",
        NotificationKind.MEMBER_ADDED: "Nieuwe toegang tot {workspace}",
        NotificationKind.MEMBER_CHANGED: "Andere rol in {workspace}",
        NotificationKind.MEMBER_REMOVED: "Toegang tot {workspace} beëindigd",
        NotificationKind.INVITATION_RECEIVED: "Uitnodiging voor {workspace}",
        NotificationKind.RECURRING_DUE: "Binnenkort te betalen: {name}",
        NotificationKind.RECURRING_APPROVAL: "Goed te keuren: {name}",
        NotificationKind.RECURRING_COMING: "Binnenkort geboekt: {name}",
        NotificationKind.RECURRING_BOOKED: "Geboekt: {name}",
        NotificationKind.RECURRING_MISSED: "Niet geboekt: {name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "Ander bedrag: {name}",
        NotificationKind.RECURRING_FOUND: "Terugkerende betalingen gevonden: {count}",
        NotificationKind.LOW_BALANCE: "Laag saldo: {account}",
        NotificationKind.WEBHOOK_OFF: "Webhook uitgeschakeld: {name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "Geïmporteerde transacties: {count}.",
        NotificationKind.IMPORT_FAILED: "De import is gestopt. Geïmporteerde transacties: {count}. Open het voorbeeld van het bestand opnieuw om de rest te importeren.",
        NotificationKind.MONTH_DIFFERENCE: "De totalen van {month} verschillen van de laatste afsluiting: inkomsten met {income}, uitgaven met {expenses}.",
        NotificationKind.NEW_SIGN_IN: "Er is op een nieuwe manier ingelogd op uw account: {method}. Was u dit niet, wijzig dan uw wachtwoord.",
        NotificationKind.MEMBER_ADDED: "{person} heeft toegang tot {workspace}, rol: {role}.",
        NotificationKind.MEMBER_CHANGED: "De rol van {person} in {workspace} is nu: {role}.",
        NotificationKind.MEMBER_REMOVED: "{person} heeft geen toegang meer tot {workspace}.",
        NotificationKind.INVITATION_RECEIVED: "{person} nodigt u uit voor {workspace}, rol: {role}. U kunt deze in de app bij uw uitnodigingen accepteren of weigeren.",
        NotificationKind.RECURRING_DUE: "{name} moet op {date} betaald worden: {amount}. De betaling wordt herkend zodra die met de transacties van de bank komt.",
        NotificationKind.RECURRING_APPROVAL: "{name} van {date} wacht op goedkeuring: {amount}. In de app kan dit geboekt of overgeslagen worden.",
        NotificationKind.RECURRING_COMING: "{name} wordt op {date} automatisch geboekt: {amount}.",
        NotificationKind.RECURRING_BOOKED: "{name} van {date} is geboekt: {amount}.",
        NotificationKind.RECURRING_MISSED: "{name} werd verwacht op {date} en is niet geboekt: {amount}.",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name} was {before} en is nu {amount}.",
        NotificationKind.RECURRING_FOUND: "Lijken regelmatig betaald te worden: {name}.",
        NotificationKind.LOW_BALANCE: "Het saldo van {account} is {amount}, lager dan {limit}.",
        NotificationKind.WEBHOOK_OFF: "De webhook {name} is uitgeschakeld, omdat hij niet meer bereikbaar is. Wat nog te verzenden was, kan vanuit de lijst van verzendingen opnieuw worden verzonden.",
    },
    roles={
        Role.ADMIN: "beheerder",
        Role.ANALYST: "analist",
        Role.VIEWER: "lezer",
    },
    reasons={
        NotBookedReason.ACCOUNT: "Een rekening ervan is gearchiveerd, verwijderd of past niet.",
        NotBookedReason.CATEGORY: "De categorie is gearchiveerd, verwijderd of past niet.",
        NotBookedReason.CUSTOM_TYPE: "Het eigen type is gearchiveerd, verwijderd of past niet.",
        NotBookedReason.AMOUNT: "Het bedrag kan niet worden geboekt.",
        NotBookedReason.LIMIT: "Een limiet van het kasboek is bereikt.",
        NotBookedReason.OTHER: "Het past niet bij het kasboek.",
    },
    someone="Een lid",
    date="%d-%m-%Y",
    month="%m-%Y",
    decimal=",",
    digest="FinanceFlow: {count} meldingen",
    more="En nog {count}.",
    doubtful="Te controleren, misschien terugkerend: {count}.",
    open="FinanceFlow openen",
    unsubscribe="Deze e-mails stoppen",
    unsubscribed="U ontvangt deze e-mails niet meer.",
    confirm="Wilt u deze e-mails niet meer ontvangen?",
    security="Deze e-mail gaat over de beveiliging van uw account en kan niet worden uitgezet.",
)
