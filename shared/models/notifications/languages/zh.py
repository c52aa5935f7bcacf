"""Texts of notifications in Chinese."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "导入完成：{file}",
        NotificationKind.IMPORT_FAILED: "导入中断：{file}",
        NotificationKind.MONTH_DIFFERENCE: "{month} 结账有差异",
        NotificationKind.NEW_SIGN_IN: "新的登录方式",
        NotificationKind.MEMBER_ADDED: "{workspace} 的新访问权限",
        NotificationKind.MEMBER_CHANGED: "{workspace} 中的角色变更",
        NotificationKind.MEMBER_REMOVED: "{workspace} 的访问权限已结束",
        NotificationKind.INVITATION_RECEIVED: "邀请加入 {workspace}",
        NotificationKind.RECURRING_DUE: "即将到期：{name}",
        NotificationKind.RECURRING_APPROVAL: "待批准：{name}",
        NotificationKind.RECURRING_COMING: "即将记账：{name}",
        NotificationKind.RECURRING_BOOKED: "已记账：{name}",
        NotificationKind.RECURRING_MISSED: "未记账：{name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "金额变更：{name}",
        NotificationKind.RECURRING_FOUND: "发现定期付款：{count}",
        NotificationKind.LOW_BALANCE: "余额偏低：{account}",
        NotificationKind.WEBHOOK_OFF: "Webhook 已关闭：{name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "已导入的交易：{count} 笔。",
        NotificationKind.IMPORT_FAILED: "导入已中断。已导入的交易：{count} 笔。请重新预览该文件以导入其余部分。",
        NotificationKind.MONTH_DIFFERENCE: "{month} 的合计与上次结账不同：收入相差 {income}，支出相差 {expenses}。",
        NotificationKind.NEW_SIGN_IN: "您的账户以新的方式登录：{method}。如果不是您本人，请更改密码。",
        NotificationKind.MEMBER_ADDED: "{person} 可以访问 {workspace}，角色：{role}。",
        NotificationKind.MEMBER_CHANGED: "{person} 在 {workspace} 中的角色现在是：{role}。",
        NotificationKind.MEMBER_REMOVED: "{person} 不再能访问 {workspace}。",
        NotificationKind.INVITATION_RECEIVED: "{person} 邀请您加入 {workspace}，角色：{role}。您可以在应用的邀请列表中接受或拒绝。",
        NotificationKind.RECURRING_DUE: "{name} 将于 {date} 到期：{amount}。付款随银行流水到达后会被识别。",
        NotificationKind.RECURRING_APPROVAL: "{date} 的 {name} 等待批准：{amount}。可以在应用中记账或跳过。",
        NotificationKind.RECURRING_COMING: "{name} 将于 {date} 自动记账：{amount}。",
        NotificationKind.RECURRING_BOOKED: "{date} 的 {name} 已记账：{amount}。",
        NotificationKind.RECURRING_MISSED: "{name} 预计于 {date} 发生，尚未记账：{amount}。",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name} 之前为 {before}，现在为 {amount}。",
        NotificationKind.RECURRING_FOUND: "似乎是定期付款：{name}。",
        NotificationKind.LOW_BALANCE: "{account} 的余额为 {amount}，低于 {limit}。",
        NotificationKind.WEBHOOK_OFF: "Webhook {name} 已无法访问，因此被关闭。未送出的内容可从发送列表中重新发送。",
    },
    roles={
        Role.ADMIN: "管理员",
        Role.ANALYST: "分析员",
        Role.VIEWER: "查看者",
    },
    reasons={
        NotBookedReason.ACCOUNT: "相关账户已归档、已删除或不适用。",
        NotBookedReason.CATEGORY: "其类别已归档、已删除或不适用。",
        NotBookedReason.CUSTOM_TYPE: "其自定义类型已归档、已删除或不适用。",
        NotBookedReason.AMOUNT: "其金额无法记账。",
        NotBookedReason.LIMIT: "已达到账本的上限。",
        NotBookedReason.OTHER: "与账本不符。",
    },
    someone="一位成员",
    date="%Y-%m-%d",
    month="%Y-%m",
    decimal=".",
    digest="FinanceFlow：{count} 条通知",
    more="还有 {count} 条。",
    doubtful="待确认是否为定期交易：{count} 笔。",
    open="打开 FinanceFlow",
    unsubscribe="停止接收此类邮件",
    unsubscribed="您将不再收到此类邮件。",
    confirm="要停止接收此类邮件吗？",
    security="此邮件涉及您账户的安全，无法关闭。",
)
