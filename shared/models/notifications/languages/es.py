"""Texts of notifications in Spanish."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "Importación terminada: {file}",
        NotificationKind.IMPORT_FAILED: "Importación interrumpida: {file}",
        NotificationKind.MONTH_DIFFERENCE: "{month} se cerró con una diferencia",
        NotificationKind.NEW_SIGN_IN: "Nueva forma de inicio de sesión",
        NotificationKind.MEMBER_ADDED: "Nuevo acceso a {workspace}",
        NotificationKind.MEMBER_CHANGED: "Otro rol en {workspace}",
        NotificationKind.MEMBER_REMOVED: "Fin del acceso a {workspace}",
        NotificationKind.INVITATION_RECEIVED: "Invitación a {workspace}",
        NotificationKind.RECURRING_DUE: "Vence pronto: {name}",
        NotificationKind.RECURRING_APPROVAL: "Por aprobar: {name}",
        NotificationKind.RECURRING_COMING: "Se registrará pronto: {name}",
        NotificationKind.RECURRING_BOOKED: "Registrado: {name}",
        NotificationKind.RECURRING_MISSED: "No registrado: {name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "Otro importe: {name}",
        NotificationKind.RECURRING_FOUND: "Pagos recurrentes encontrados: {count}",
        NotificationKind.LOW_BALANCE: "Saldo bajo: {account}",
        NotificationKind.WEBHOOK_OFF: "Webhook desactivado: {name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "Transacciones importadas: {count}.",
        NotificationKind.IMPORT_FAILED: "La importación se interrumpió. Transacciones importadas: {count}. Abra de nuevo la vista previa del archivo para importar el resto.",
        NotificationKind.MONTH_DIFFERENCE: "Los totales de {month} difieren del último cierre: ingresos en {income}, gastos en {expenses}.",
        NotificationKind.NEW_SIGN_IN: "Alguien inició sesión en su cuenta de una forma nueva: {method}. Si no fue usted, cambie su contraseña.",
        NotificationKind.MEMBER_ADDED: "{person} tiene acceso a {workspace}, rol: {role}.",
        NotificationKind.MEMBER_CHANGED: "El rol de {person} en {workspace} es ahora: {role}.",
        NotificationKind.MEMBER_REMOVED: "{person} ya no tiene acceso a {workspace}.",
        NotificationKind.INVITATION_RECEIVED: "{person} le invita a {workspace}, rol: {role}. Puede aceptarla o rechazarla en la aplicación, entre sus invitaciones.",
        NotificationKind.RECURRING_DUE: "{name} vence el {date}: {amount}. El pago se reconoce cuando llega con los movimientos del banco.",
        NotificationKind.RECURRING_APPROVAL: "{name} del {date} espera aprobación: {amount}. Se puede registrar u omitir en la aplicación.",
        NotificationKind.RECURRING_COMING: "{name} se registra automáticamente el {date}: {amount}.",
        NotificationKind.RECURRING_BOOKED: "{name} del {date} se registró: {amount}.",
        NotificationKind.RECURRING_MISSED: "{name} se esperaba el {date} y no está registrado: {amount}.",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name} era de {before} y ahora es de {amount}.",
        NotificationKind.RECURRING_FOUND: "Parecen pagarse con regularidad: {name}.",
        NotificationKind.LOW_BALANCE: "El saldo de {account} es de {amount}, por debajo de {limit}.",
        NotificationKind.WEBHOOK_OFF: "El webhook {name} se ha desactivado porque ya no responde. Lo pendiente se puede reenviar desde la lista de envíos.",
    },
    roles={
        Role.ADMIN: "administrador",
        Role.ANALYST: "analista",
        Role.VIEWER: "lector",
    },
    reasons={
        NotBookedReason.ACCOUNT: "Una de sus cuentas está archivada, eliminada o no es adecuada.",
        NotBookedReason.CATEGORY: "Su categoría está archivada, eliminada o no es adecuada.",
        NotBookedReason.CUSTOM_TYPE: "Su tipo personalizado está archivado, eliminado o no es adecuado.",
        NotBookedReason.AMOUNT: "Su importe no se puede registrar.",
        NotBookedReason.LIMIT: "Se alcanzó un límite del libro de cuentas.",
        NotBookedReason.OTHER: "No es adecuado para el libro de cuentas.",
    },
    someone="Un miembro",
    date="%d/%m/%Y",
    month="%m/%Y",
    decimal=",",
    digest="FinanceFlow: {count} notificaciones",
    more="Y {count} más.",
    doubtful="Por revisar, pues pueden ser recurrentes: {count}.",
    open="Abrir FinanceFlow",
    unsubscribe="No recibir más estos correos",
    unsubscribed="Ya no recibirá estos correos.",
    confirm="¿Desea dejar de recibir estos correos?",
    security="Este correo trata de la seguridad de su cuenta y no se puede desactivar.",
)
