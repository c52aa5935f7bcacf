"""Texts of notifications in Italian."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "Importazione completata: {file}",
        NotificationKind.IMPORT_FAILED: "Importazione interrotta: {file}",
        NotificationKind.MONTH_DIFFERENCE: "{month} è stato chiuso con una differenza",
        NotificationKind.NEW_SIGN_IN: "Nuovo modo di accesso",
        NotificationKind.MEMBER_ADDED: "Nuovo accesso a {workspace}",
        NotificationKind.MEMBER_CHANGED: "Altro ruolo in {workspace}",
        NotificationKind.MEMBER_REMOVED: "Accesso a {workspace} terminato",
        NotificationKind.INVITATION_RECEIVED: "Invito a {workspace}",
        NotificationKind.RECURRING_DUE: "In scadenza: {name}",
        NotificationKind.RECURRING_APPROVAL: "Da approvare: {name}",
        NotificationKind.RECURRING_COMING: "Registrato a breve: {name}",
        NotificationKind.RECURRING_BOOKED: "Registrato: {name}",
        NotificationKind.RECURRING_MISSED: "Non registrato: {name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "Altro importo: {name}",
        NotificationKind.RECURRING_FOUND: "Pagamenti ricorrenti trovati: {count}",
        NotificationKind.LOW_BALANCE: "Saldo basso: {account}",
        NotificationKind.WEBHOOK_OFF: "Webhook disattivato: {name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "Transazioni importate: {count}.",
        NotificationKind.IMPORT_FAILED: "L’importazione si è interrotta. Transazioni importate: {count}. Apra di nuovo l’anteprima del file per importare il resto.",
        NotificationKind.MONTH_DIFFERENCE: "I totali di {month} differiscono dall’ultima chiusura: entrate di {income}, uscite di {expenses}.",
        NotificationKind.NEW_SIGN_IN: "Qualcuno ha effettuato l’accesso al Suo account in un modo nuovo: {method}. Se non è stato Lei, cambi la password.",
        NotificationKind.MEMBER_ADDED: "{person} ha accesso a {workspace}, ruolo: {role}.",
        NotificationKind.MEMBER_CHANGED: "Il ruolo di {person} in {workspace} ora è: {role}.",
        NotificationKind.MEMBER_REMOVED: "{person} non ha più accesso a {workspace}.",
        NotificationKind.INVITATION_RECEIVED: "{person} La invita a {workspace}, ruolo: {role}. Può accettarlo o rifiutarlo nell'app, tra i Suoi inviti.",
        NotificationKind.RECURRING_DUE: "{name} scade il {date}: {amount}. Il pagamento viene riconosciuto quando arriva con i movimenti della banca.",
        NotificationKind.RECURRING_APPROVAL: "{name} del {date} attende l’approvazione: {amount}. Si può registrare o saltare nell’app.",
        NotificationKind.RECURRING_COMING: "{name} viene registrato automaticamente il {date}: {amount}.",
        NotificationKind.RECURRING_BOOKED: "{name} del {date} è stato registrato: {amount}.",
        NotificationKind.RECURRING_MISSED: "{name} era previsto il {date} e non è registrato: {amount}.",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name} era di {before} e ora è di {amount}.",
        NotificationKind.RECURRING_FOUND: "Sembrano essere pagati regolarmente: {name}.",
        NotificationKind.LOW_BALANCE: "Il saldo di {account} è di {amount}, sotto {limit}.",
        NotificationKind.WEBHOOK_OFF: "Il webhook {name} è stato disattivato perché non è più raggiungibile. Ciò che era da inviare può essere inviato di nuovo dall'elenco degli invii.",
    },
    roles={
        Role.ADMIN: "amministratore",
        Role.ANALYST: "analista",
        Role.VIEWER: "lettore",
    },
    reasons={
        NotBookedReason.ACCOUNT: "Un suo conto è archiviato, eliminato o non adatto.",
        NotBookedReason.CATEGORY: "La sua categoria è archiviata, eliminata o non adatta.",
        NotBookedReason.CUSTOM_TYPE: "Il suo tipo personalizzato è archiviato, eliminato o non adatto.",
        NotBookedReason.AMOUNT: "Il suo importo non può essere registrato.",
        NotBookedReason.LIMIT: "È stato raggiunto un limite del libro dei conti.",
        NotBookedReason.OTHER: "Non è adatto al libro dei conti.",
    },
    someone="Un membro",
    date="%d/%m/%Y",
    month="%m/%Y",
    decimal=",",
    digest="FinanceFlow: {count} notifiche",
    more="Altre: {count}.",
    doubtful="Da verificare, forse ricorrenti: {count}.",
    open="Apri FinanceFlow",
    unsubscribe="Non ricevere più queste e-mail",
    unsubscribed="Non riceverà più queste e-mail.",
    confirm="Vuole smettere di ricevere queste e-mail?",
    security="Questa e-mail riguarda la sicurezza del Suo account e non può essere disattivata.",
)
