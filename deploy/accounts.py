"""Service accounts, one per kind of work, and their roles.

| account | for | roles | on |
| --- | --- | --- | --- |
| financeflow-api | dashboard, exports, forecasts, monthlyReport | datastore.user | project |
| | | firebaseauth.viewer | project |
| financeflow-demo | createDemoSession | datastore.user, financeflowUserEraser | project |
| financeflow-jobs | accounts, budgets, categories, changes, | datastore.user | project |
| | currencies, goals, imports, recurring, rules, settings, transactions, | | |
| | types | | |
| | | firebaseauth.viewer | project |
| | | pubsub.publisher | the topics of ledger jobs and notifications |
| financeflow-sharing | workspaces | datastore.user, firebaseauth.viewer | project |
| | | pubsub.publisher | the topic of notifications |
| financeflow-me | me | datastore.user | project |
| | | financeflowUserEraser, financeflowUserDisabler | project |
| | | pubsub.publisher | the topics of ledger jobs and notifications |
| financeflow-job-runner | runLedgerJob | datastore.user, financeflowUserEraser | project |
| | | pubsub.publisher | the topics of ledger jobs and notifications |
| financeflow-rollup | monthlyRollup, rollupTenants | datastore.user | project |
| | | pubsub.publisher | the topics of the rollup and notifications |
| financeflow-rates | updateExchangeRates | datastore.user | project |
| | | pubsub.publisher | the topic of ledger jobs |
| financeflow-notifier | notifications, sendNotifications, | datastore.user | project |
| | scanNotifications | | |
| | | firebaseauth.viewer | project |
| | | pubsub.publisher | the topic of notifications |
| financeflow-sweep | sweepDemoSessions | datastore.user, financeflowUserEraser | project |
| financeflow-scheduler | Cloud Scheduler's calls | run.invoker | monthlyRollup, sweepDemoSessions |
| | | run.invoker | scanNotifications, updateExchangeRates |
| financeflow-trigger | the Pub/Sub triggers' calls | eventarc.eventReceiver | project |
| | | run.invoker | rollupTenants, runLedgerJob, sendNotifications |
| financeflow-build | Cloud Build | cloudbuild.builds.builder | project |

Anonymous users are created through the Identity Toolkit with the web API key, which needs no role.
``financeflowUserEraser`` is a custom role with two permissions: the predefined role that can delete
a user (``firebaseauth.admin``) can also change sign-in methods and read the secrets of password
hashes. ``financeflowUserDisabler`` has one: an erasure disables the user first, and no narrower
permission than changing users exists. ``firebaseauth.viewer`` is for ``check_revoked``, which looks
the user up.

No function runs as the project's default service account. Writing logs needs no role, because Cloud
Run collects standard output.
"""

from dataclasses import dataclass

from functions.service_accounts import ServiceAccount

ERASER_ROLE = "financeflowUserEraser"
ERASER_PERMISSIONS = ("firebaseauth.users.delete", "firebaseauth.users.get")

DISABLER_ROLE = "financeflowUserDisabler"
DISABLER_PERMISSIONS = ("firebaseauth.users.update",)

_FIRESTORE = "roles/datastore.user"
_SEE_USERS = "roles/firebaseauth.viewer"
_ERASE_USERS = f"projects/{{project}}/roles/{ERASER_ROLE}"
_DISABLE_USERS = f"projects/{{project}}/roles/{DISABLER_ROLE}"


@dataclass(frozen=True)
class Account:
    """A service account with its roles on the whole project; the plan has the narrower grants."""

    id: str
    purpose: str
    project_roles: tuple[str, ...] = ()

    def email(self, project: str) -> str:
        """Return the account's address in a project."""
        return f"{self.id}@{project}.iam.gserviceaccount.com"

    def member(self, project: str) -> str:
        """Return the account as an IAM policy member."""
        return f"serviceAccount:{self.email(project)}"

    def roles_in(self, project: str) -> tuple[str, ...]:
        """Return the full names of the account's roles on a project."""
        return tuple(role.format(project=project) for role in self.project_roles)


RUNTIME = {
    ServiceAccount.API: Account(ServiceAccount.API, "Tenants' requests", (_FIRESTORE, _SEE_USERS)),
    ServiceAccount.DEMO: Account(ServiceAccount.DEMO, "Starts demos", (_FIRESTORE, _ERASE_USERS)),
    ServiceAccount.JOBS: Account(
        ServiceAccount.JOBS, "Tenants' requests with long jobs", (_FIRESTORE, _SEE_USERS)
    ),
    ServiceAccount.SHARING: Account(
        ServiceAccount.SHARING, "Workspaces and their members", (_FIRESTORE, _SEE_USERS)
    ),
    ServiceAccount.ME: Account(
        ServiceAccount.ME,
        "Profiles, exports and erasure of users",
        (_FIRESTORE, _ERASE_USERS, _DISABLE_USERS),
    ),
    ServiceAccount.JOB_RUNNER: Account(
        ServiceAccount.JOB_RUNNER, "Long jobs in the background", (_FIRESTORE, _ERASE_USERS)
    ),
    ServiceAccount.ROLLUP: Account(ServiceAccount.ROLLUP, "Closes months", (_FIRESTORE,)),
    ServiceAccount.RECURRING: Account(
        ServiceAccount.RECURRING, "Books recurring entries", (_FIRESTORE,)
    ),
    ServiceAccount.RATES: Account(ServiceAccount.RATES, "Updates exchange rates", (_FIRESTORE,)),
    ServiceAccount.NOTIFIER: Account(
        ServiceAccount.NOTIFIER, "Notifies people of events", (_FIRESTORE, _SEE_USERS)
    ),
    ServiceAccount.SWEEP: Account(
        ServiceAccount.SWEEP, "Erases expired demos", (_FIRESTORE, _ERASE_USERS)
    ),
}
"""The roles of each service account that the manifest names."""

SCHEDULER = Account("financeflow-scheduler", "Cloud Scheduler's calls")
TRIGGER = Account(
    "financeflow-trigger", "The Pub/Sub triggers' calls", ("roles/eventarc.eventReceiver",)
)
# The role that gcloud requires of a build account; see
# https://cloud.google.com/functions/docs/troubleshooting#build-service-account
BUILD = Account("financeflow-build", "Builds", ("roles/cloudbuild.builds.builder",))

ACCOUNTS = (*RUNTIME.values(), SCHEDULER, TRIGGER, BUILD)
