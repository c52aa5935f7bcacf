"""Texts of notifications in Portuguese."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "Importação concluída: {file}",
        NotificationKind.IMPORT_FAILED: "Importação interrompida: {file}",
        NotificationKind.MONTH_DIFFERENCE: "{month} foi fechado com uma diferença",
        NotificationKind.NEW_SIGN_IN: "Nova forma de início de sessão",
        NotificationKind.MEMBER_ADDED: "Novo acesso a {workspace}",
        NotificationKind.MEMBER_CHANGED: "Outra função em {workspace}",
        NotificationKind.MEMBER_REMOVED: "Fim do acesso a {workspace}",
        NotificationKind.INVITATION_RECEIVED: "Convite para {workspace}",
        NotificationKind.RECURRING_DUE: "Vence em breve: {name}",
        NotificationKind.RECURRING_APPROVAL: "A aprovar: {name}",
        NotificationKind.RECURRING_COMING: "Registado em breve: {name}",
        NotificationKind.RECURRING_BOOKED: "Registado: {name}",
        NotificationKind.RECURRING_MISSED: "Não registado: {name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "Outro valor: {name}",
        NotificationKind.RECURRING_FOUND: "Pagamentos recorrentes encontrados: {count}",
        NotificationKind.LOW_BALANCE: "Saldo baixo: {account}",
        NotificationKind.WEBHOOK_OFF: "Webhook desativado: {name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "Transações importadas: {count}.",
        NotificationKind.IMPORT_FAILED: "A importação parou. Transações importadas: {count}. Abra de novo a pré-visualização do ficheiro para importar o resto.",
        NotificationKind.MONTH_DIFFERENCE: "Os totais de {month} diferem do último fecho: receitas em {income}, despesas em {expenses}.",
        NotificationKind.NEW_SIGN_IN: "Alguém iniciou sessão na sua conta de uma nova forma: {method}. Se não foi você, altere a sua palavra-passe.",
        NotificationKind.MEMBER_ADDED: "{person} tem acesso a {workspace}, função: {role}.",
        NotificationKind.MEMBER_CHANGED: "A função de {person} em {workspace} é agora: {role}.",
        NotificationKind.MEMBER_REMOVED: "{person} já não tem acesso a {workspace}.",
        NotificationKind.INVITATION_RECEIVED: "{person} convida-o para {workspace}, função: {role}. Pode aceitá-lo ou recusá-lo na aplicação, entre os seus convites.",
        NotificationKind.RECURRING_DUE: "{name} vence em {date}: {amount}. O pagamento é reconhecido quando chega com os movimentos do banco.",
        NotificationKind.RECURRING_APPROVAL: "{name} de {date} aguarda aprovação: {amount}. Pode ser registado ou ignorado na aplicação.",
        NotificationKind.RECURRING_COMING: "{name} é registado automaticamente em {date}: {amount}.",
        NotificationKind.RECURRING_BOOKED: "{name} de {date} foi registado: {amount}.",
        NotificationKind.RECURRING_MISSED: "{name} era esperado em {date} e não está registado: {amount}.",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name} era de {before} e agora é de {amount}.",
        NotificationKind.RECURRING_FOUND: "Parecem ser pagos regularmente: {name}.",
        NotificationKind.LOW_BALANCE: "O saldo de {account} é de {amount}, abaixo de {limit}.",
        NotificationKind.WEBHOOK_OFF: "O webhook {name} foi desativado, porque já não responde. O que estava por enviar pode ser reenviado a partir da lista de envios.",
    },
    roles={
        Role.ADMIN: "administrador",
        Role.ANALYST: "analista",
        Role.VIEWER: "leitor",
    },
    reasons={
        NotBookedReason.ACCOUNT: "Uma das suas contas está arquivada, eliminada ou não é adequada.",
        NotBookedReason.CATEGORY: "A sua categoria está arquivada, eliminada ou não é adequada.",
        NotBookedReason.CUSTOM_TYPE: "O seu tipo personalizado está arquivado, eliminado ou não é adequado.",
        NotBookedReason.AMOUNT: "O seu montante não pode ser registado.",
        NotBookedReason.LIMIT: "Foi atingido um limite do livro de contas.",
        NotBookedReason.OTHER: "Não é adequado ao livro de contas.",
    },
    someone="Um membro",
    date="%d/%m/%Y",
    month="%m/%Y",
    decimal=",",
    digest="FinanceFlow: {count} notificações",
    more="E mais {count}.",
    doubtful="A verificar, talvez recorrentes: {count}.",
    open="Abrir o FinanceFlow",
    unsubscribe="Deixar de receber estes e-mails",
    unsubscribed="Já não receberá estes e-mails.",
    confirm="Quer deixar de receber estes e-mails?",
    security="Este e-mail é sobre a segurança da sua conta e não pode ser desativado.",
)
