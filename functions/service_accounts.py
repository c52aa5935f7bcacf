"""Service accounts of the deployed functions, each with the least rights that they need."""

from enum import StrEnum


class ServiceAccount(StrEnum):
    """Service account of a function, by its id; ``deploy`` grants its roles."""

    API = "financeflow-api"
    """Reads and writes Firestore, and looks up users to see revoked tokens."""

    DEMO = "financeflow-demo"
    """As API, and deletes users: a demo session that could not be finished leaves none."""

    JOBS = "financeflow-jobs"
    """As API, and publishes to the topics of ledger jobs and notifications."""

    SHARING = "financeflow-sharing"
    """As API, and publishes to the topic of notifications."""

    ME = "financeflow-me"
    """As JOBS, and disables and deletes users who request their erasure."""

    JOB_RUNNER = "financeflow-job-runner"
    """Reads and writes Firestore, publishes to its own topic, and deletes users being erased."""

    ROLLUP = "financeflow-rollup"
    """Reads and writes Firestore and publishes to the rollup topic; has no access to users."""

    RECURRING = "financeflow-recurring"
    """Reads and writes Firestore, and publishes to the topics of recurring entries and
    notifications; has no access to users."""

    RATES = "financeflow-rates"
    """Reads and writes Firestore, publishes to the topic of ledger jobs, and calls the server of
    the exchange rates."""

    NOTIFIER = "financeflow-notifier"
    """As API, publishes to the topic of notifications, and reads the secrets of e-mails."""

    SWEEP = "financeflow-sweep"
    """Reads and writes Firestore and deletes the users of expired demos."""
