"""Texts of notifications in Polish."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "Import zakończony: {file}",
        NotificationKind.IMPORT_FAILED: "Import przerwany: {file}",
        NotificationKind.MONTH_DIFFERENCE: "Zamknięcie z różnicą: {month}",
        NotificationKind.NEW_SIGN_IN: "Nowy sposób logowania",
        NotificationKind.MEMBER_ADDED: "Nowy dostęp: {workspace}",
        NotificationKind.MEMBER_CHANGED: "Inna rola: {workspace}",
        NotificationKind.MEMBER_REMOVED: "Koniec dostępu: {workspace}",
        NotificationKind.INVITATION_RECEIVED: "Zaproszenie: {workspace}",
        NotificationKind.RECURRING_DUE: "Zbliża się termin: {name}",
        NotificationKind.RECURRING_APPROVAL: "Do zatwierdzenia: {name}",
        NotificationKind.RECURRING_COMING: "Wkrótce zaksięgowane: {name}",
        NotificationKind.RECURRING_BOOKED: "Zaksięgowano: {name}",
        NotificationKind.RECURRING_MISSED: "Nie zaksięgowano: {name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "Inna kwota: {name}",
        NotificationKind.RECURRING_FOUND: "Znalezione płatności cykliczne: {count}",
        NotificationKind.LOW_BALANCE: "Niskie saldo: {account}",
        NotificationKind.WEBHOOK_OFF: "Wyłączono webhook: {name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "Zaimportowane transakcje: {count}.",
        NotificationKind.IMPORT_FAILED: "Import został przerwany. Zaimportowane transakcje: {count}. Otwórz ponownie podgląd pliku, aby zaimportować resztę.",
        NotificationKind.MONTH_DIFFERENCE: "Sumy miesiąca {month} różnią się od ostatniego zamknięcia: przychody o {income}, wydatki o {expenses}.",
        NotificationKind.NEW_SIGN_IN: "Na Twoje konto zalogowano się w nowy sposób: {method}. Jeśli to nie Ty, zmień hasło.",
        NotificationKind.MEMBER_ADDED: "{person} ma dostęp do {workspace}, rola: {role}.",
        NotificationKind.MEMBER_CHANGED: "Nowa rola w {workspace}, {person}: {role}.",
        NotificationKind.MEMBER_REMOVED: "{person} nie ma już dostępu do {workspace}.",
        NotificationKind.INVITATION_RECEIVED: "{person} zaprasza Cię do {workspace}, rola: {role}. Możesz je przyjąć lub odrzucić w aplikacji, wśród swoich zaproszeń.",
        NotificationKind.RECURRING_DUE: "Termin płatności {name} to {date}: {amount}. Płatność zostanie rozpoznana, gdy pojawi się wśród operacji banku.",
        NotificationKind.RECURRING_APPROVAL: "Płatność {name} z dnia {date} czeka na zatwierdzenie: {amount}. Można ją zaksięgować lub pominąć w aplikacji.",
        NotificationKind.RECURRING_COMING: "Płatność {name} zostanie zaksięgowana automatycznie w dniu {date}: {amount}.",
        NotificationKind.RECURRING_BOOKED: "Zaksięgowano {name} z dnia {date}: {amount}.",
        NotificationKind.RECURRING_MISSED: "Płatność {name} była oczekiwana {date} i nie jest zaksięgowana: {amount}.",
        NotificationKind.RECURRING_PRICE_CHANGED: "Poprzednia kwota {name}: {before}, nowa kwota: {amount}.",
        NotificationKind.RECURRING_FOUND: "Wydają się regularne: {name}.",
        NotificationKind.LOW_BALANCE: "Saldo konta {account} wynosi {amount}, poniżej {limit}.",
        NotificationKind.WEBHOOK_OFF: "Webhook {name} został wyłączony, ponieważ nie można się już z nim połączyć. To, co miało zostać wysłane, można wysłać ponownie z listy wysyłek.",
    },
    roles={
        Role.ADMIN: "administrator",
        Role.ANALYST: "analityk",
        Role.VIEWER: "czytelnik",
    },
    reasons={
        NotBookedReason.ACCOUNT: "Jedno z jej kont jest zarchiwizowane, usunięte lub nie pasuje.",
        NotBookedReason.CATEGORY: "Jej kategoria jest zarchiwizowana, usunięta lub nie pasuje.",
        NotBookedReason.CUSTOM_TYPE: "Jej własny typ jest zarchiwizowany, usunięty lub nie pasuje.",
        NotBookedReason.AMOUNT: "Jej kwoty nie można zaksięgować.",
        NotBookedReason.LIMIT: "Osiągnięto limit księgi.",
        NotBookedReason.OTHER: "Nie pasuje do księgi.",
    },
    someone="Członek",
    date="%d.%m.%Y",
    month="%m.%Y",
    decimal=",",
    digest="FinanceFlow: powiadomienia ({count})",
    more="I jeszcze {count}.",
    doubtful="Do sprawdzenia, być może cykliczne: {count}.",
    open="Otwórz FinanceFlow",
    unsubscribe="Zrezygnuj z tych e-maili",
    unsubscribed="Nie będziesz już otrzymywać tych e-maili.",
    confirm="Czy chcesz zrezygnować z tych e-maili?",
    security="Ten e-mail dotyczy bezpieczeństwa Twojego konta i nie można go wyłączyć.",
)
