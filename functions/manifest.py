"""List of deployed functions, read by deployment, local server and documentation."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from functions.service_accounts import ServiceAccount
from shared.models.values.frozen import frozen

ROLLUP_TOPIC = "monthly-rollup"
"""The Pub/Sub topic that carries batches of tenants to ``rollupTenants``."""

JOBS_TOPIC = "ledger-jobs"
"""The Pub/Sub topic that carries the rest of long jobs on one ledger to ``runLedgerJob``."""

RECURRING_TOPIC = "recurring-entries"
"""The Pub/Sub topic that carries batches of due recurring entries to ``bookRecurring``."""

NOTIFICATIONS_TOPIC = "notifications"
"""The Pub/Sub topic that carries events to ``sendNotifications``."""


class Audience(StrEnum):
    """Callers that the platform lets invoke a function."""

    PUBLIC = "PUBLIC"
    """Anyone; the function itself requires a Firebase ID token where needed."""

    SCHEDULER = "SCHEDULER"
    """Only Cloud Scheduler's service account, with an OIDC token that the platform checks."""

    PUBSUB = "PUBSUB"
    """Only the Pub/Sub trigger; the function takes CloudEvents."""


@frozen
class Function:
    """Cloud Function; its entry point in ``main.py`` has the same name."""

    name: str
    module: str
    """The full name of the module that answers it."""

    audience: Audience
    service_account: ServiceAccount
    timeout_s: int = 60
    memory_mib: int = 512
    topic: str | None = None
    schedule: str | None = None
    """When Cloud Scheduler calls it: five cron fields, in UTC."""

    concurrency: int = 1
    """Requests one instance answers at a time; also its number of threads."""

    max_instances: int = 10
    env: tuple[str, ...] = ()
    """The environment variables it reads; others are not set for it."""

    secrets: tuple[str, ...] = ()
    """Those of them whose values are secrets, in Secret Manager; only where e-mails are sent."""

    shows: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Views of log entries by kind, as ``module:function``; every kind has one."""

    @property
    def signature_type(self) -> str:
        """Return the signature type for functions-framework: ``http`` or ``cloudevent``."""
        return "cloudevent" if self.audience is Audience.PUBSUB else "http"


_OF_PUBLIC = ("ALLOWED_ORIGINS", "TRUSTED_PROXIES", "ADDRESS_RATE_LIMIT", "REQUIRE_APP_CHECK")
_TENANTS_ENV = (*_OF_PUBLIC, "CALLER_RATE_LIMIT", "REQUIRE_VERIFIED_EMAIL")
"""Variables of every function on the ledger of a caller."""

_OF_MAIL = (
    "MAIL_TRANSPORT", "MAIL_FROM", "PUBLIC_URL", "APP_URL",
    "SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "SMTP_USER",
)  # fmt: skip

FUNCTIONS = (
    Function(
        "createDemoSession",
        "functions.people.create_demo_session",
        Audience.PUBLIC,
        ServiceAccount.DEMO,
        concurrency=4,
        env=(*_OF_PUBLIC, "FIREBASE_API_KEY", "DEMO_TTL_HOURS", "DEMO_RATE_LIMIT_PER_HOUR"),
    ),
    Function(
        "categories",
        "functions.ledger.categories",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"category": "functions.ledger.history_views:logged_category_view"},
    ),
    Function(
        "types",
        "functions.ledger.types",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"custom_type": "functions.ledger.type_views:logged_custom_type_view"},
    ),
    Function(
        "transactions",
        "functions.ledger.transactions",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"transaction": "functions.ledger.history_views:logged_transaction_view"},
    ),
    Function(
        "monthlyReport",
        "functions.reports.monthly_report",
        Audience.PUBLIC,
        ServiceAccount.API,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
    ),
    Function(
        "accounts",
        "functions.ledger.accounts",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"account": "functions.ledger.history_views:logged_account_view"},
    ),
    Function(
        "changes",
        "functions.history.changes",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
    ),
    Function(
        "dashboard",
        "functions.reports.dashboard",
        Audience.PUBLIC,
        ServiceAccount.API,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
    ),
    Function(
        "currencies",
        "functions.currencies.currencies",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"own_rate": "functions.currencies.views:logged_own_rate_view"},
    ),
    Function(
        "settings",
        "functions.settings.settings",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"settings": "functions.settings.views:logged_settings_view"},
    ),
    Function(
        "me",
        "functions.people.me",
        Audience.PUBLIC,
        ServiceAccount.ME,
        timeout_s=540,
        concurrency=8,
        max_instances=20,
        env=(*_TENANTS_ENV, "EXPORT_RATE_LIMIT"),
        shows={
            "profile": "functions.people.views:logged_profile_view",
            "sign_in": "functions.people.views:logged_sign_in_view",
        },
    ),
    Function(
        "notifications",
        "functions.notifications.notifications",
        Audience.PUBLIC,
        ServiceAccount.NOTIFIER,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        secrets=("UNSUBSCRIBE_KEY",),
        shows={
            "notification_preferences": (
                "functions.notifications.preference_views:logged_preferences_view"
            ),
            "webhook": "functions.notifications.webhook_views:logged_webhook_view",
        },
    ),
    Function(
        "workspaces",
        "functions.sharing.workspaces",
        Audience.PUBLIC,
        ServiceAccount.SHARING,
        concurrency=8,
        max_instances=20,
        env=(*_TENANTS_ENV, "INVITATION_RATE_LIMIT"),
        shows={
            "workspace": "functions.sharing.views:logged_workspace_view",
            "member": "functions.sharing.member_views:logged_member_view",
            "invitation": "functions.sharing.member_views:logged_invitation_view",
        },
    ),
    Function(
        "rules",
        "functions.rules.rules",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        timeout_s=540,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"rules": "functions.rules.views:logged_rules_view"},
    ),
    Function(
        "recurring",
        "functions.planning.recurring",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={
            "recurring": "functions.planning.views:logged_recurring_view",
            "occurrence": "functions.planning.occurrence_views:logged_occurrence_view",
            "settled_suggestion": "functions.planning.suggestion_views:logged_settled_view",
        },
    ),
    Function(
        "budgets",
        "functions.planning.budgets",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"budget": "functions.planning.budget_views:logged_budget_view"},
    ),
    Function(
        "forecasts",
        "functions.planning.forecasts.forecasts",
        Audience.PUBLIC,
        ServiceAccount.API,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
    ),
    Function(
        "goals",
        "functions.planning.goals.goals",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        concurrency=8,
        max_instances=20,
        env=_TENANTS_ENV,
        shows={"goal": "functions.planning.goals.views:logged_goal_view"},
    ),
    Function(
        "imports",
        "functions.imports.imports",
        Audience.PUBLIC,
        ServiceAccount.JOBS,
        timeout_s=540,
        memory_mib=1024,
        concurrency=2,
        max_instances=20,
        env=(*_TENANTS_ENV, "IMPORT_RATE_LIMIT"),
    ),
    Function(
        "exports",
        "functions.exports.exports",
        Audience.PUBLIC,
        ServiceAccount.API,
        timeout_s=540,
        concurrency=4,
        max_instances=20,
        env=(*_TENANTS_ENV, "EXPORT_RATE_LIMIT"),
    ),
    Function(
        "runLedgerJob",
        "functions.jobs.run_ledger_job",
        Audience.PUBSUB,
        ServiceAccount.JOB_RUNNER,
        timeout_s=540,
        memory_mib=1024,
        topic=JOBS_TOPIC,
    ),
    Function(
        "monthlyRollup",
        "functions.jobs.monthly_rollup",
        Audience.SCHEDULER,
        ServiceAccount.ROLLUP,
        timeout_s=300,
        schedule="0 3 1 * *",
        max_instances=1,
    ),
    Function(
        "rollupTenants",
        "functions.jobs.rollup_tenants",
        Audience.PUBSUB,
        ServiceAccount.ROLLUP,
        timeout_s=540,
        memory_mib=1024,
        topic=ROLLUP_TOPIC,
        env=("ROLLUP_WORKERS",),
    ),
    Function(
        "runRecurring",
        "functions.jobs.run_recurring",
        Audience.SCHEDULER,
        ServiceAccount.RECURRING,
        timeout_s=300,
        # Each hour, because each ledger's day begins in its own time zone.
        schedule="1 * * * *",
        max_instances=1,
    ),
    Function(
        "bookRecurring",
        "functions.jobs.book_recurring",
        Audience.PUBSUB,
        ServiceAccount.RECURRING,
        timeout_s=540,
        topic=RECURRING_TOPIC,
    ),
    Function(
        "sweepDemoSessions",
        "functions.jobs.sweep_demo_sessions",
        Audience.SCHEDULER,
        ServiceAccount.SWEEP,
        timeout_s=1800,
        schedule="30 4 * * *",
        max_instances=1,
    ),
    Function(
        "sendNotifications",
        "functions.notifications.send_notifications",
        Audience.PUBSUB,
        ServiceAccount.NOTIFIER,
        timeout_s=300,
        # It waits for mail servers and receivers of webhooks, a slow one beside quick ones.
        concurrency=16,
        topic=NOTIFICATIONS_TOPIC,
        env=_OF_MAIL,
        secrets=("UNSUBSCRIBE_KEY", "SMTP_PASSWORD"),
    ),
    Function(
        "scanNotifications",
        "functions.notifications.scan_notifications",
        Audience.SCHEDULER,
        ServiceAccount.NOTIFIER,
        timeout_s=120,
        schedule="*/5 * * * *",
        max_instances=1,
    ),
    Function(
        "updateExchangeRates",
        "functions.jobs.update_exchange_rates",
        Audience.SCHEDULER,
        ServiceAccount.RATES,
        timeout_s=300,
        # The European Central Bank publishes at about 16:00 in Frankfurt. The second call heals
        # what instances have booked meanwhile by rates that they had read before the first one.
        schedule="0,20 17 * * *",
        max_instances=1,
        env=("RATES_URL", "RATES_HOSTS"),
    ),
)


BY_NAME = {function.name: function for function in FUNCTIONS}
