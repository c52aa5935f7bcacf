"""Plan of a deployment: the steps that turn a Firebase project with billing into the backend.

``plan`` is a pure function of the configuration and the manifest. The order matters: rules and
indexes come before the code that relies on them, functions before their callers.
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
from deploy.configuration import DELIMITER, Configuration
from deploy.gcloud import GRANT_ATTEMPTS, account_id_of, describe, gcloud, variable_of
from deploy.messaging import dead_lettering, topics
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


def plan(configuration: Configuration) -> list[Step]:
    """Return every step of a deployment, in order; each step can be repeated."""
    return [
        *_project(configuration),
        *_accounts(configuration),
        *_firestore(configuration),
        *topics(configuration),
        *(_deploy(configuration, function) for function in FUNCTIONS),
        *_invokers(configuration),
        *dead_lettering(configuration),
        *_schedules(configuration),
    ]


def _project(configuration: Configuration) -> list[Step]:
    ask = gcloud(
        configuration,
        "projects",
        "describe",
        configuration.project,
        "--format=value(projectNumber)",
    )
    return [
        Run("Enable the APIs", gcloud(configuration, "services", "enable", *APIS)),
        Ask("Ask for the project's number", "PROJECT_NUMBER", ask),
        _service_agent(configuration, "pubsub.googleapis.com"),
        _service_agent(configuration, "eventarc.googleapis.com"),
        # Google grants this by itself some minutes after the API was enabled, which is too late
        # for a first deployment.
        _grant_on_project(configuration, EVENTARC_AGENT, "roles/eventarc.serviceAgent"),
    ]


def _service_agent(configuration: Configuration, service: str) -> Step:
    command = ("beta", "services", "identity", "create", f"--service={service}")
    return Run(f"Create the service agent of {service}", gcloud(configuration, *command))


def _accounts(configuration: Configuration) -> list[Step]:
    grants = [
        _grant_on_project(configuration, account.member(configuration.project), role)
        for account in ACCOUNTS
        for role in account.roles_in(configuration.project)
    ]
    return [
        *(_account(configuration, account) for account in ACCOUNTS),
        _role(configuration, ERASER_ROLE, "erase users", ERASER_PERMISSIONS),
        _role(configuration, DISABLER_ROLE, "disable users", DISABLER_PERMISSIONS),
        *grants,
    ]


def _account(configuration: Configuration, account: Account) -> Step:
    # Not "describe", which may return PERMISSION_DENIED for a missing account.
    email = account.email(configuration.project)
    return Ensure(
        f"Service account {account.id}",
        describe=gcloud(
            configuration,
            *("iam", "service-accounts", "list"),
            *(f"--filter=email={email}", "--format=value(email)"),
        ),
        create=gcloud(
            configuration,
            *("iam", "service-accounts", "create", account.id),
            f"--display-name=FinanceFlow: {account.purpose}",
        ),
    )


def _role(
    configuration: Configuration, name: str, purpose: str, permissions: tuple[str, ...]
) -> Step:
    role = (
        name,
        f"--title=FinanceFlow: {purpose}",
        f"--permissions={','.join(permissions)}",
        "--stage=GA",
    )
    return Ensure(
        f"Role {name}",
        describe=gcloud(configuration, "iam", "roles", "describe", name, "--format=value(name)"),
        create=gcloud(configuration, "iam", "roles", "create", *role),
        update=gcloud(configuration, "iam", "roles", "update", *role),
    )


def _grant_on_project(configuration: Configuration, member: str, role: str) -> Step:
    command = gcloud(
        configuration,
        *("projects", "add-iam-policy-binding", configuration.project),
        *(f"--member={member}", f"--role={role}", "--condition=None", "--format=none"),
    )
    return Run(f"Grant {role} to {account_id_of(member)}", command, attempts=GRANT_ATTEMPTS)


def _firestore(configuration: Configuration) -> list[Step]:
    release = (
        *("npx", "--no-install", "firebase", "deploy"),
        *("--only", "firestore:rules,firestore:indexes"),
        *("--project", configuration.project, "--non-interactive"),
    )
    return [
        Ensure(
            "The Firestore database",
            describe=gcloud(
                configuration,
                *("firestore", "databases", "describe"),
                *(f"--database={DATABASE}", "--format=value(name)"),
            ),
            create=gcloud(
                configuration,
                *("firestore", "databases", "create", f"--database={DATABASE}"),
                *(f"--location={configuration.database_location}", "--type=firestore-native"),
                "--delete-protection",
            ),
        ),
        # gcloud has no command for security rules, so the Firebase CLI releases both.
        Run("Release the security rules and indexes", Command(release)),
        _rate_limits_ttl(configuration),
    ]


def _rate_limits_ttl(configuration: Configuration) -> Step:
    group = ("--collection-group=rate_limits", f"--database={DATABASE}")
    return Ensure(
        "Let Firestore delete expired rate limits",
        describe=gcloud(
            configuration, "firestore", "fields", "ttls", "list", *group, "--format=value(name)"
        ),
        create=gcloud(
            configuration,
            *("firestore", "fields", "ttls", "update", "expires_at"),
            *(*group, "--enable-ttl", "--async"),
        ),
    )


def _deploy(configuration: Configuration, function: Function) -> Step:
    builder = (
        f"projects/{configuration.project}/serviceAccounts/{BUILD.email(configuration.project)}"
    )
    command = gcloud(
        configuration,
        *("functions", "deploy", function.name, "--gen2", f"--region={configuration.region}"),
        *("--source=.", f"--entry-point={function.name}", f"--runtime={configuration.runtime}"),
        f"--service-account={RUNTIME[function.service_account].email(configuration.project)}",
        f"--build-service-account={builder}",
        *_size(function),
        f"--set-env-vars={_environment(configuration, function)}",
        *_secrets(configuration, function),
        *_ingress_options(configuration, function),
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


def _environment(configuration: Configuration, function: Function) -> str:
    values = {
        # Saves a request to the metadata server at each cold start.
        "GOOGLE_CLOUD_PROJECT": configuration.project,
        # Number of threads of functions-framework; the default depends on the processors.
        "THREADS": str(function.concurrency),
        # A lookup of a name ends after four seconds; the usual ten would hold threads of webhooks.
        "RES_OPTIONS": "timeout:2 attempts:2",
    }
    values |= {name: configuration.env[name] for name in function.env if name in configuration.env}
    pairs = DELIMITER.join(f"{name}={value}" for name, value in values.items())
    return f"^{DELIMITER}^{pairs}"  # See ``gcloud topic escaping``.


def _secrets(configuration: Configuration, function: Function) -> tuple[str, ...]:
    """Return the option that passes secrets of Secret Manager on, where e-mails are sent.

    The operator makes them, and lets the function's service account read them (deploy/README.md).
    """
    transport = configuration.env.get("MAIL_TRANSPORT")
    needed = [name for name in function.secrets if name != "SMTP_PASSWORD" or transport == "smtp"]
    if transport is None or not needed:
        return ()
    return (f"--set-secrets={','.join(f'{name}={name}:latest' for name in needed)}",)


def _ingress_options(configuration: Configuration, function: Function) -> tuple[str, ...]:
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
        f"--trigger-location={configuration.region}",
        f"--trigger-service-account={TRIGGER.email(configuration.project)}",
        "--retry",
        "--no-allow-unauthenticated",
        "--ingress-settings=internal-only",
    )


_CALLERS = {Audience.SCHEDULER: SCHEDULER, Audience.PUBSUB: TRIGGER}


def _invokers(configuration: Configuration) -> list[Step]:
    return [
        _grant_invoking(configuration, function, _CALLERS[function.audience])
        for function in FUNCTIONS
        if function.audience in _CALLERS
    ]


def _grant_invoking(configuration: Configuration, function: Function, caller: Account) -> Step:
    # Grants roles/run.invoker on the function's own Cloud Run service, whatever its name.
    command = gcloud(
        configuration,
        *("functions", "add-invoker-policy-binding", function.name),
        *(f"--region={configuration.region}", f"--member={caller.member(configuration.project)}"),
        "--format=none",
    )
    return Run(f"Let {caller.id} call {function.name}", command, attempts=GRANT_ATTEMPTS)


def _schedules(configuration: Configuration) -> list[Step]:
    return [
        step
        for function in FUNCTIONS
        if function.schedule is not None
        for step in _schedule(configuration, function, function.schedule)
    ]


def _schedule(configuration: Configuration, function: Function, cron: str) -> list[Step]:
    # The run.app address: the audience that Cloud Run checks, and the only address at which Cloud
    # Scheduler counts as internal traffic.
    variable = variable_of(function, "URL")
    address = describe(configuration, function, "serviceConfig.uri")
    jobs = ("scheduler", "jobs")
    where = (function.name, f"--location={configuration.region}")
    call = _call(configuration, function, cron, f"${{{variable}}}")
    content_type = "Content-Type=application/json"
    return [
        Ask(f"Ask for the address of {function.name}", variable, address),
        Ensure(
            f"Call {function.name} at {cron} UTC",
            describe=gcloud(configuration, *jobs, "describe", *where, "--format=value(name)"),
            create=gcloud(
                configuration, *jobs, "create", "http", *where, *call, f"--headers={content_type}"
            ),
            update=gcloud(
                configuration,
                *jobs,
                "update",
                "http",
                *where,
                *call,
                f"--update-headers={content_type}",
            ),
        ),
    ]


def _call(configuration: Configuration, function: Function, cron: str, url: str) -> tuple[str, ...]:
    return (
        f"--schedule={cron}",
        "--time-zone=Etc/UTC",
        f"--uri={url}",
        "--http-method=POST",
        "--message-body={}",
        f"--oidc-service-account-email={SCHEDULER.email(configuration.project)}",
        f"--oidc-token-audience={url}",
        f"--attempt-deadline={function.timeout_s}s",
        *SCHEDULER_RETRY,
    )
