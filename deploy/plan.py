"""Plan of a deployment: the steps that turn a Firebase project with billing into the backend.

``plan`` is a pure function of the settings and the functions' manifest. The order matters: rules
and indexes come before the code that relies on them, functions before their callers.
"""

from deploy.accounts import (
    ACCOUNTS,
    BUILD,
    DISABLER_PERMISSIONS,
    DISABLER_ROLE,
    ERASER_PERMISSIONS,
    ERASER_ROLE,
    RUNTIME,
    SCHEDULER,
    TRIGGER,
    Account,
)
from deploy.gcloud import GRANT_ATTEMPTS, account_id_of, describe, gcloud, variable_of
from deploy.messaging import dead_lettering, topics
from deploy.settings import DELIMITER, Settings
from deploy.steps import Ask, Command, Ensure, Run, Step
from functions.manifest import FUNCTIONS, Audience, Function

APIS = tuple(
    f"{name}.googleapis.com"
    for name in (
        "artifactregistry",
        "cloudbuild",
        "cloudfunctions",
        "cloudresourcemanager",
        "cloudscheduler",
        "eventarc",
        "firebase",
        "firebaserules",
        "firestore",
        "iam",
        "identitytoolkit",
        "logging",
        "pubsub",
        "run",
    )
)

DATABASE = "(default)"
EVENTARC_AGENT = "serviceAccount:service-${PROJECT_NUMBER}@gcp-sa-eventarc.iam.gserviceaccount.com"

SCHEDULER_RETRY = (
    "--max-retry-attempts=5",
    "--min-backoff=60s",
    "--max-backoff=3600s",
    "--max-doublings=5",
)


def plan(settings: Settings) -> list[Step]:
    """Return every step of a deployment, in order; each step can be repeated."""
    return [
        *_project(settings),
        *_accounts(settings),
        *_firestore(settings),
        *topics(settings),
        *(_deploy(settings, function) for function in FUNCTIONS),
        *_invokers(settings),
        *dead_lettering(settings),
        *_schedules(settings),
    ]


def _project(settings: Settings) -> list[Step]:
    ask = gcloud(
        settings, "projects", "describe", settings.project, "--format=value(projectNumber)"
    )
    return [
        Run("Enable the APIs", gcloud(settings, "services", "enable", *APIS)),
        Ask("Ask for the project's number", "PROJECT_NUMBER", ask),
        _service_agent(settings, "pubsub.googleapis.com"),
        _service_agent(settings, "eventarc.googleapis.com"),
        # Google grants this by itself some minutes after the API was enabled, which is too late
        # for a first deployment.
        _grant_on_project(settings, EVENTARC_AGENT, "roles/eventarc.serviceAgent"),
    ]


def _service_agent(settings: Settings, service: str) -> Step:
    command = ("beta", "services", "identity", "create", f"--service={service}")
    return Run(f"Create the service agent of {service}", gcloud(settings, *command))


def _accounts(settings: Settings) -> list[Step]:
    grants = [
        _grant_on_project(settings, account.member(settings.project), role)
        for account in ACCOUNTS
        for role in account.roles_in(settings.project)
    ]
    return [
        *(_account(settings, account) for account in ACCOUNTS),
        _role(settings, ERASER_ROLE, "erase users", ERASER_PERMISSIONS),
        _role(settings, DISABLER_ROLE, "disable users", DISABLER_PERMISSIONS),
        *grants,
    ]


def _account(settings: Settings, account: Account) -> Step:
    # Not "describe", which may return PERMISSION_DENIED for a missing account.
    email = account.email(settings.project)
    return Ensure(
        f"Service account {account.id}",
        describe=gcloud(
            settings,
            *("iam", "service-accounts", "list"),
            *(f"--filter=email={email}", "--format=value(email)"),
        ),
        create=gcloud(
            settings,
            *("iam", "service-accounts", "create", account.id),
            f"--display-name=FinanceFlow: {account.purpose}",
        ),
    )


def _role(settings: Settings, name: str, purpose: str, permissions: tuple[str, ...]) -> Step:
    role = (
        name,
        f"--title=FinanceFlow: {purpose}",
        f"--permissions={','.join(permissions)}",
        "--stage=GA",
    )
    return Ensure(
        f"Role {name}",
        describe=gcloud(settings, "iam", "roles", "describe", name, "--format=value(name)"),
        create=gcloud(settings, "iam", "roles", "create", *role),
        update=gcloud(settings, "iam", "roles", "update", *role),
    )


def _grant_on_project(settings: Settings, member: str, role: str) -> Step:
    command = gcloud(
        settings,
        *("projects", "add-iam-policy-binding", settings.project),
        *(f"--member={member}", f"--role={role}", "--condition=None", "--format=none"),
    )
    return Run(f"Grant {role} to {account_id_of(member)}", command, attempts=GRANT_ATTEMPTS)


def _firestore(settings: Settings) -> list[Step]:
    release = (
        *("npx", "--no-install", "firebase", "deploy"),
        *("--only", "firestore:rules,firestore:indexes"),
        *("--project", settings.project, "--non-interactive"),
    )
    return [
        Ensure(
            "The Firestore database",
            describe=gcloud(
                settings,
                *("firestore", "databases", "describe"),
                *(f"--database={DATABASE}", "--format=value(name)"),
            ),
            create=gcloud(
                settings,
                *("firestore", "databases", "create", f"--database={DATABASE}"),
                *(f"--location={settings.database_location}", "--type=firestore-native"),
                "--delete-protection",
            ),
        ),
        # gcloud has no command for security rules, so the Firebase CLI releases both.
        Run("Release the security rules and indexes", Command(release)),
        _rate_limits_ttl(settings),
    ]


def _rate_limits_ttl(settings: Settings) -> Step:
    group = ("--collection-group=rate_limits", f"--database={DATABASE}")
    return Ensure(
        "Let Firestore delete expired rate limits",
        describe=gcloud(
            settings, "firestore", "fields", "ttls", "list", *group, "--format=value(name)"
        ),
        create=gcloud(
            settings,
            *("firestore", "fields", "ttls", "update", "expires_at"),
            *(*group, "--enable-ttl", "--async"),
        ),
    )


def _deploy(settings: Settings, function: Function) -> Step:
    builder = f"projects/{settings.project}/serviceAccounts/{BUILD.email(settings.project)}"
    command = gcloud(
        settings,
        *("functions", "deploy", function.name, "--gen2", f"--region={settings.region}"),
        *("--source=.", f"--entry-point={function.name}", f"--runtime={settings.runtime}"),
        f"--service-account={RUNTIME[function.identity].email(settings.project)}",
        f"--build-service-account={builder}",
        *_size(function),
        f"--set-env-vars={_environment(settings, function)}",
        *_ingress_options(settings, function),
    )
    # The first event trigger of a project fails for some minutes until its grants have propagated.
    attempts = GRANT_ATTEMPTS if function.audience is Audience.PUBSUB else 1
    return Run(f"Function {function.name}", command, attempts)


def _size(function: Function) -> tuple[str, ...]:
    return (
        f"--memory={function.memory_mib}Mi",
        "--cpu=1",
        f"--timeout={function.timeout_s}s",
        f"--concurrency={function.concurrency}",
        "--min-instances=0",
        f"--max-instances={function.max_instances}",
    )


def _environment(settings: Settings, function: Function) -> str:
    values = {
        # Saves a request to the metadata server at each cold start.
        "GOOGLE_CLOUD_PROJECT": settings.project,
        # Number of threads of functions-framework; the default depends on the processors.
        "THREADS": str(function.concurrency),
    }
    values |= {name: settings.env[name] for name in function.env if name in settings.env}
    pairs = DELIMITER.join(f"{name}={value}" for name, value in values.items())
    return f"^{DELIMITER}^{pairs}"  # See ``gcloud topic escaping``.


def _ingress_options(settings: Settings, function: Function) -> tuple[str, ...]:
    """Return the options that restrict how a function is reached, and by whom.

    "internal-only" blocks the internet but admits Cloud Scheduler, Eventarc and Pub/Sub of the same
    project, if they call the run.app address:
    https://cloud.google.com/run/docs/securing/ingress#settings
    """
    if function.audience is Audience.PUBLIC:
        return "--trigger-http", "--allow-unauthenticated", "--ingress-settings=all"
    if function.audience is Audience.SCHEDULER:
        return "--trigger-http", "--no-allow-unauthenticated", "--ingress-settings=internal-only"
    return (
        f"--trigger-topic={function.topic}",
        f"--trigger-location={settings.region}",
        f"--trigger-service-account={TRIGGER.email(settings.project)}",
        "--retry",
        "--no-allow-unauthenticated",
        "--ingress-settings=internal-only",
    )


_CALLERS = {Audience.SCHEDULER: SCHEDULER, Audience.PUBSUB: TRIGGER}


def _invokers(settings: Settings) -> list[Step]:
    return [
        _grant_invoking(settings, function, _CALLERS[function.audience])
        for function in FUNCTIONS
        if function.audience in _CALLERS
    ]


def _grant_invoking(settings: Settings, function: Function, caller: Account) -> Step:
    # Grants roles/run.invoker on the function's own Cloud Run service, whatever its name.
    command = gcloud(
        settings,
        *("functions", "add-invoker-policy-binding", function.name),
        *(f"--region={settings.region}", f"--member={caller.member(settings.project)}"),
        "--format=none",
    )
    return Run(f"Let {caller.id} call {function.name}", command, attempts=GRANT_ATTEMPTS)


def _schedules(settings: Settings) -> list[Step]:
    return [
        step
        for function in FUNCTIONS
        if function.schedule is not None
        for step in _schedule(settings, function, function.schedule)
    ]


def _schedule(settings: Settings, function: Function, cron: str) -> list[Step]:
    # The run.app address: the audience that Cloud Run checks, and the only address at which Cloud
    # Scheduler counts as internal traffic.
    variable = variable_of(function, "URL")
    address = describe(settings, function, "serviceConfig.uri")
    jobs = ("scheduler", "jobs")
    where = (function.name, f"--location={settings.region}")
    call = _call(settings, function, cron, f"${{{variable}}}")
    content_type = "Content-Type=application/json"
    return [
        Ask(f"Ask for the address of {function.name}", variable, address),
        Ensure(
            f"Call {function.name} at {cron} UTC",
            describe=gcloud(settings, *jobs, "describe", *where, "--format=value(name)"),
            create=gcloud(
                settings, *jobs, "create", "http", *where, *call, f"--headers={content_type}"
            ),
            update=gcloud(
                settings, *jobs, "update", "http", *where, *call, f"--update-headers={content_type}"
            ),
        ),
    ]


def _call(settings: Settings, function: Function, cron: str, url: str) -> tuple[str, ...]:
    return (
        f"--schedule={cron}",
        "--time-zone=Etc/UTC",
        f"--uri={url}",
        "--http-method=POST",
        "--message-body={}",
        f"--oidc-service-account-email={SCHEDULER.email(settings.project)}",
        f"--oidc-token-audience={url}",
        f"--attempt-deadline={function.timeout_s}s",
        *SCHEDULER_RETRY,
    )
