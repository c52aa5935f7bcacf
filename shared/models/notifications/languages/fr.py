"""Texts of notifications in French."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "Importation terminée : {file}",
        NotificationKind.IMPORT_FAILED: "Importation interrompue : {file}",
        NotificationKind.MONTH_DIFFERENCE: "{month} a été clôturé avec un écart",
        NotificationKind.NEW_SIGN_IN: "Nouveau mode de connexion",
        NotificationKind.MEMBER_ADDED: "Nouvel accès à {workspace}",
        NotificationKind.MEMBER_CHANGED: "Autre rôle dans {workspace}",
        NotificationKind.MEMBER_REMOVED: "Fin de l’accès à {workspace}",
        NotificationKind.INVITATION_RECEIVED: "Invitation à {workspace}",
        NotificationKind.RECURRING_DUE: "Bientôt à échéance : {name}",
        NotificationKind.RECURRING_APPROVAL: "À approuver : {name}",
        NotificationKind.RECURRING_COMING: "Bientôt enregistré : {name}",
        NotificationKind.RECURRING_BOOKED: "Enregistré : {name}",
        NotificationKind.RECURRING_MISSED: "Non enregistré : {name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "Autre montant : {name}",
        NotificationKind.RECURRING_FOUND: "Paiements récurrents trouvés : {count}",
        NotificationKind.LOW_BALANCE: "Solde bas : {account}",
        NotificationKind.WEBHOOK_OFF: "Webhook désactivé : {name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "Opérations importées : {count}.",
        NotificationKind.IMPORT_FAILED: "L’importation s’est interrompue. Opérations importées : {count}. Ouvrez de nouveau l’aperçu du fichier pour importer le reste.",
        NotificationKind.MONTH_DIFFERENCE: "Les totaux de {month} diffèrent de la dernière clôture : revenus de {income}, dépenses de {expenses}.",
        NotificationKind.NEW_SIGN_IN: "Quelqu’un s’est connecté à votre compte d’une nouvelle façon : {method}. Si ce n’était pas vous, changez votre mot de passe.",
        NotificationKind.MEMBER_ADDED: "{person} a accès à {workspace}, rôle : {role}.",
        NotificationKind.MEMBER_CHANGED: "Le rôle de {person} dans {workspace} est maintenant : {role}.",
        NotificationKind.MEMBER_REMOVED: "{person} n’a plus accès à {workspace}.",
        NotificationKind.INVITATION_RECEIVED: "{person} vous invite dans {workspace}, rôle : {role}. Vous pouvez l’accepter ou la refuser dans l’application, parmi vos invitations.",
        NotificationKind.RECURRING_DUE: "{name} arrive à échéance le {date} : {amount}. Le paiement est reconnu dès qu’il arrive avec les opérations de la banque.",
        NotificationKind.RECURRING_APPROVAL: "{name} du {date} attend une approbation : {amount}. Il peut être enregistré ou ignoré dans l’application.",
        NotificationKind.RECURRING_COMING: "{name} est enregistré automatiquement le {date} : {amount}.",
        NotificationKind.RECURRING_BOOKED: "{name} du {date} a été enregistré : {amount}.",
        NotificationKind.RECURRING_MISSED: "{name} était attendu le {date} et n’est pas enregistré : {amount}.",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name} était de {before} et est maintenant de {amount}.",
        NotificationKind.RECURRING_FOUND: "Apparemment payés régulièrement : {name}.",
        NotificationKind.LOW_BALANCE: "Le solde de {account} est de {amount}, en dessous de {limit}.",
        NotificationKind.WEBHOOK_OFF: "Le webhook {name} a été désactivé, car il n'est plus joignable. Ce qui restait à envoyer peut être renvoyé depuis la liste des envois.",
    },
    roles={
        Role.ADMIN: "administrateur",
        Role.ANALYST: "analyste",
        Role.VIEWER: "lecteur",
    },
    reasons={
        NotBookedReason.ACCOUNT: "Un de ses comptes est archivé, supprimé ou ne convient pas.",
        NotBookedReason.CATEGORY: "Sa catégorie est archivée, supprimée ou ne convient pas.",
        NotBookedReason.CUSTOM_TYPE: "Son type personnalisé est archivé, supprimé ou ne convient pas.",
        NotBookedReason.AMOUNT: "Son montant ne peut pas être enregistré.",
        NotBookedReason.LIMIT: "Une limite du livre de comptes est atteinte.",
        NotBookedReason.OTHER: "Cela ne convient pas au livre de comptes.",
    },
    someone="Un membre",
    date="%d/%m/%Y",
    month="%m/%Y",
    decimal=",",
    digest="FinanceFlow : {count} notifications",
    more="Et {count} de plus.",
    doubtful="À vérifier, car peut-être récurrentes : {count}.",
    open="Ouvrir FinanceFlow",
    unsubscribe="Ne plus recevoir ces e-mails",
    unsubscribed="Vous ne recevrez plus ces e-mails.",
    confirm="Voulez-vous ne plus recevoir ces e-mails ?",
    security="Cet e-mail concerne la sécurité de votre compte et ne peut pas être désactivé.",
)
