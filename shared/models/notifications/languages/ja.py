"""Texts of notifications in Japanese."""

# ruff: noqa: E501 (texts are on one line)

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.parameters import NotBookedReason
from shared.models.notifications.texts import NotificationTexts
from shared.models.people.access import Role

TEXTS = NotificationTexts(
    titles={
        NotificationKind.IMPORT_DONE: "インポート完了：{file}",
        NotificationKind.IMPORT_FAILED: "インポート中断：{file}",
        NotificationKind.MONTH_DIFFERENCE: "{month}の締めに差異があります",
        NotificationKind.NEW_SIGN_IN: "新しいサインイン方法",
        NotificationKind.MEMBER_ADDED: "{workspace}への新しいアクセス",
        NotificationKind.MEMBER_CHANGED: "{workspace}での役割の変更",
        NotificationKind.MEMBER_REMOVED: "{workspace}へのアクセス終了",
        NotificationKind.INVITATION_RECEIVED: "{workspace}への招待",
        NotificationKind.RECURRING_DUE: "まもなく期日：{name}",
        NotificationKind.RECURRING_APPROVAL: "承認待ち：{name}",
        NotificationKind.RECURRING_COMING: "まもなく記帳：{name}",
        NotificationKind.RECURRING_BOOKED: "記帳済み：{name}",
        NotificationKind.RECURRING_MISSED: "未記帳：{name}",
        NotificationKind.RECURRING_PRICE_CHANGED: "金額の変更：{name}",
        NotificationKind.RECURRING_FOUND: "定期的な支払いが見つかりました：{count}",
        NotificationKind.LOW_BALANCE: "残高の低下: {account}",
        NotificationKind.WEBHOOK_OFF: "Webhookを停止：{name}",
    },
    texts={
        NotificationKind.IMPORT_DONE: "インポートした取引：{count}件。",
        NotificationKind.IMPORT_FAILED: "インポートは中断しました。インポートした取引：{count}件。残りをインポートするには、ファイルをもう一度プレビューしてください。",
        NotificationKind.MONTH_DIFFERENCE: "{month}の合計が前回の締めと異なります：収入{income}、支出{expenses}。",
        NotificationKind.NEW_SIGN_IN: "新しい方法でアカウントにサインインがありました：{method}。お心当たりがない場合は、パスワードを変更してください。",
        NotificationKind.MEMBER_ADDED: "{person}さんが{workspace}にアクセスできます（{role}）。",
        NotificationKind.MEMBER_CHANGED: "{workspace}での{person}さんの役割：{role}。",
        NotificationKind.MEMBER_REMOVED: "{person}さんは{workspace}にアクセスできなくなりました。",
        NotificationKind.INVITATION_RECEIVED: "{person}さんが{workspace}に招待しています（{role}）。アプリの招待一覧で承諾または辞退できます。",
        NotificationKind.RECURRING_DUE: "{name}の期日は{date}です：{amount}。支払いは銀行の明細が届くと照合されます。",
        NotificationKind.RECURRING_APPROVAL: "{date}の{name}が承認を待っています：{amount}。アプリで記帳またはスキップできます。",
        NotificationKind.RECURRING_COMING: "{name}は{date}に自動で記帳されます：{amount}。",
        NotificationKind.RECURRING_BOOKED: "{date}の{name}を記帳しました：{amount}。",
        NotificationKind.RECURRING_MISSED: "{date}に予定されていた{name}が記帳されていません：{amount}。",
        NotificationKind.RECURRING_PRICE_CHANGED: "{name}は{before}から{amount}に変わりました。",
        NotificationKind.RECURRING_FOUND: "定期的な支払いのようです：{name}。",
        NotificationKind.LOW_BALANCE: "{account}の残高は{amount}で、{limit}を下回っています。",
        NotificationKind.WEBHOOK_OFF: "Webhook {name}に接続できなくなったため、停止しました。未送信の通知は送信一覧から再送できます。",
    },
    roles={
        Role.ADMIN: "管理者",
        Role.ANALYST: "アナリスト",
        Role.VIEWER: "閲覧者",
    },
    reasons={
        NotBookedReason.ACCOUNT: "口座がアーカイブまたは削除されているか、適合しません。",
        NotBookedReason.CATEGORY: "カテゴリがアーカイブまたは削除されているか、適合しません。",
        NotBookedReason.CUSTOM_TYPE: "カスタムタイプがアーカイブまたは削除されているか、適合しません。",
        NotBookedReason.AMOUNT: "金額を記帳できません。",
        NotBookedReason.LIMIT: "帳簿の上限に達しました。",
        NotBookedReason.OTHER: "帳簿に適合しません。",
    },
    someone="メンバー",
    date="%Y/%m/%d",
    month="%Y/%m",
    decimal=".",
    digest="FinanceFlow：{count}件の通知",
    more="ほか{count}件。",
    doubtful="定期的な取引か確認が必要：{count}件。",
    open="FinanceFlowを開く",
    unsubscribe="このメールの配信を停止",
    unsubscribed="このメールは今後届きません。",
    confirm="このメールの配信を停止しますか？",
    security="このメールはアカウントの安全に関するもので、停止できません。",
)
