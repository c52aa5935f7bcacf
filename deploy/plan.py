"""The plan: what makes a Firebase project with billing into a running FinanceFlow.

``plan`` is a pure function of the settings and the functions' manifest. The order matters: rules
and indexes stand before the code that relies on them, functions before those who call them.
"""

import re

from deploy.accounts import (
    ACCOUNTS,
    BUILD,
    ERASER_PERMISSIONS,
    ERASER_ROLE,
    RUNTIME,
    SCHEDULER,
    TRIGGER,
    Account,
)
from deploy.settings import DELIMITER, Settings
from deploy.steps import Ask, Command, Ensure, Run, Step
from functions.manifest import FUNCTIONS, ROLLUP_TOPIC, Audience, Function, Identity

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
DEAD_LETTERS = f"{ROLLUP_TOPIC}-dead-letters"
"""The topic of the messages that were given up on, and the subscription that keeps them."""

PUBSUB_AGENT = "serviceAccount:service-${PROJECT_NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com"
EVENTARC_AGENT = "serviceAccount:service-${PROJECT_NUMBER}@gcp-sa-eventarc.iam.gserviceaccount.com"

PATIENCE = 8
"""Attempts where a new account or role may not be known everywhere yet."""

SCHEDULER_RETRY = (
    "--max-retry-attempts=5",
    "--min-backoff=60s",
    "--max-backoff=3600s",
    "--max-doublings=5",
)


def plan(settings: Settings) -> list[Step]:
    """Return every step of a deployment, in order; each of them may be carried out again."""
    return [
        *_project(settings),
        *_accounts(settings),
        *_firestore(settings),
        *_topics(settings),
        *(_deploy(settings, function) for function in FUNCTIONS),
        *_invokers(settings),
        *_dead_lettering(settings),
        *_schedules(settings),
    ]


def _gcloud(settings: Settings, *arguments: str) -> Command:
    return Command(("gcloud", *arguments, f"--project={settings.project}", "--quiet"))


def _project(settings: Settings) -> list[Step]:
    ask = _gcloud(
        settings, "projects", "describe", settings.project, "--format=value(projectNumber)"
    )
    return [
        Run("Enable the APIs", _gcloud(settings, "services", "enable", *APIS)),
        Ask("Ask for the project's number", "PROJECT_NUMBER", ask),
        _service_agent(settings, "pubsub.googleapis.com"),
        _service_agent(settings, "eventarc.googleapis.com"),
        # Google grants this by itself some minutes after the API was enabled; a first deployment
        # would not wait for it.
        _grant_on_project(settings, EVENTARC_AGENT, "roles/eventarc.serviceAgent"),
    ]


def _service_agent(settings: Settings, service: str) -> Step:
    command = ("beta", "services", "identity", "create", f"--service={service}")
    return Run(f"Make sure that {service} has its service agent", _gcloud(settings, *command))


def _accounts(settings: Settings) -> list[Step]:
    grants = [
        _grant_on_project(settings, account.member(settings.project), role)
        for account in ACCOUNTS
        for role in account.roles_in(settings.project)
    ]
    return [
        *(_account(settings, account) for account in ACCOUNTS),
        _eraser_role(settings),
        *grants,
    ]


def _account(settings: Settings, account: Account) -> Step:
    # Not "describe": to that, a missing account may answer PERMISSION_DENIED.
    email = account.email(settings.project)
    return Ensure(
        f"Service account {account.id}",
        describe=_gcloud(
            settings,
            *("iam", "service-accounts", "list"),
            *(f"--filter=email={email}", "--format=value(email)"),
        ),
        create=_gcloud(
            settings,
            *("iam", "service-accounts", "create", account.id),
            f"--display-name=FinanceFlow: {account.purpose}",
        ),
    )


def _eraser_role(settings: Settings) -> Step:
    role = (
        ERASER_ROLE,
        "--title=FinanceFlow: erase users",
        f"--permissions={','.join(ERASER_PERMISSIONS)}",
        "--stage=GA",
    )
    return Ensure(
        f"Role {ERASER_ROLE}",
        describe=_gcloud(settings, "iam", "roles", "describe", ERASER_ROLE, "--format=value(name)"),
        create=_gcloud(settings, "iam", "roles", "create", *role),
        update=_gcloud(settings, "iam", "roles", "update", *role),
    )


def _grant_on_project(settings: Settings, member: str, role: str) -> Step:
    command = _gcloud(
        settings,
        *("projects", "add-iam-policy-binding", settings.project),
        *(f"--member={member}", f"--role={role}", "--condition=None", "--format=none"),
    )
    return Run(f"Grant {role} to {_who(member)}", command, attempts=PATIENCE)


def _who(member: str) -> str:
    return member.removeprefix("serviceAccount:").partition("@")[0]


def _firestore(settings: Settings) -> list[Step]:
    release = (
        *("npx", "--no-install", "firebase", "deploy"),
        *("--only", "firestore:rules,firestore:indexes"),
        *("--project", settings.project, "--non-interactive"),
    )
    return [
        Ensure(
            "The Firestore database",
            describe=_gcloud(
                settings,
                *("firestore", "databases", "describe"),
                *(f"--database={DATABASE}", "--format=value(name)"),
            ),
            create=_gcloud(
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
        "Let Firestore delete rate limits that are over",
        describe=_gcloud(
            settings, "firestore", "fields", "ttls", "list", *group, "--format=value(name)"
        ),
        create=_gcloud(
            settings,
            *("firestore", "fields", "ttls", "update", "expires_at"),
            *(*group, "--enable-ttl", "--async"),
        ),
    )


def _topics(settings: Settings) -> list[Step]:
    publisher = RUNTIME[Identity.ROLLUP].member(settings.project)
    return [
        _topic(settings, ROLLUP_TOPIC),
        _topic(settings, DEAD_LETTERS),
        _dead_letters_kept(settings),
        _grant_publishing(settings, ROLLUP_TOPIC, publisher),
        _grant_publishing(settings, DEAD_LETTERS, PUBSUB_AGENT),
    ]


def _topic(settings: Settings, topic: str) -> Step:
    return Ensure(
        f"Topic {topic}",
        describe=_gcloud(settings, "pubsub", "topics", "describe", topic, "--format=value(name)"),
        create=_gcloud(settings, "pubsub", "topics", "create", topic),
    )


def _dead_letters_kept(settings: Settings) -> Step:
    kept = ("--expiration-period=never", "--message-retention-duration=31d")
    subscriptions = ("pubsub", "subscriptions")
    return Ensure(
        "Keep dead letters until someone looks",
        describe=_gcloud(
            settings, *subscriptions, "describe", DEAD_LETTERS, "--format=value(name)"
        ),
        create=_gcloud(
            settings, *subscriptions, "create", DEAD_LETTERS, f"--topic={DEAD_LETTERS}", *kept
        ),
        update=_gcloud(settings, *subscriptions, "update", DEAD_LETTERS, *kept),
    )


def _grant_publishing(settings: Settings, topic: str, member: str) -> Step:
    command = _gcloud(
        settings,
        *("pubsub", "topics", "add-iam-policy-binding", topic, f"--member={member}"),
        *("--role=roles/pubsub.publisher", "--format=none"),
    )
    return Run(f"Let {_who(member)} publish to {topic}", command, attempts=PATIENCE)


def _deploy(settings: Settings, function: Function) -> Step:
    builder = f"projects/{settings.project}/serviceAccounts/{BUILD.email(settings.project)}"
    command = _gcloud(
        settings,
        *("functions", "deploy", function.name, "--gen2", f"--region={settings.region}"),
        *("--source=.", f"--entry-point={function.name}", f"--runtime={settings.runtime}"),
        f"--service-account={RUNTIME[function.identity].email(settings.project)}",
        f"--build-service-account={builder}",
        *_size(function),
        f"--set-env-vars={_environment(settings, function)}",
        *_door(settings, function),
    )
    # The first event trigger of a project fails for some minutes while its rights spread.
    attempts = PATIENCE if function.audience is Audience.PUBSUB else 1
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
        # Saves each cold start a question to the metadata server.
        "GOOGLE_CLOUD_PROJECT": settings.project,
        # functions-framework's threads; by default it counts the machine's processors.
        "THREADS": str(function.concurrency),
    }
    values |= {name: settings.env[name] for name in function.env if name in settings.env}
    pairs = DELIMITER.join(f"{name}={value}" for name, value in values.items())
    return f"^{DELIMITER}^{pairs}"  # See ``gcloud topic escaping``.


def _door(settings: Settings, function: Function) -> tuple[str, ...]:
    """Return how a function is reached and by whom.

    "internal-only" shuts out the internet but lets in Cloud Scheduler, Eventarc and Pub/Sub of the
    same project, if they call the run.app address:
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
    command = _gcloud(
        settings,
        *("functions", "add-invoker-policy-binding", function.name),
        *(f"--region={settings.region}", f"--member={caller.member(settings.project)}"),
        "--format=none",
    )
    return Run(f"Let {caller.id} call {function.name}", command, attempts=PATIENCE)


def _dead_lettering(settings: Settings) -> list[Step]:
    return [
        step
        for function in FUNCTIONS
        if function.topic is not None
        for step in _dead_lettering_of(settings, function)
    ]


def _dead_lettering_of(settings: Settings, function: Function) -> list[Step]:
    """Return the steps that give the trigger's subscription a dead-letter policy.

    Eventarc makes the subscription and leaves its retries to be set on it:
    https://cloud.google.com/eventarc/docs/retry-events
    The Pub/Sub service agent publishes the dead letter and acknowledges the original:
    https://cloud.google.com/pubsub/docs/handling-failures#grant_forwarding_permissions
    """
    trigger = _describe(settings, function, "eventTrigger.trigger")
    subscription = _gcloud(
        settings,
        *("eventarc", "triggers", "describe", "${TRIGGER}", f"--location={settings.region}"),
        "--format=value(transport.pubsub.subscription)",
    )
    return [
        Ask(f"Ask for the trigger of {function.name}", "TRIGGER", trigger),
        Ask("Ask for the trigger's subscription", "SUBSCRIPTION", subscription),
        _let_pubsub_forward(settings),
        _dead_letter_policy(settings),
    ]


def _let_pubsub_forward(settings: Settings) -> Step:
    command = _gcloud(
        settings,
        *("pubsub", "subscriptions", "add-iam-policy-binding", "${SUBSCRIPTION}"),
        *(f"--member={PUBSUB_AGENT}", "--role=roles/pubsub.subscriber", "--format=none"),
    )
    return Run("Let Pub/Sub take given-up messages off the subscription", command, PATIENCE)


def _dead_letter_policy(settings: Settings) -> Step:
    # 600 s is the longest deadline there is, and more than the function's own 540 s.
    command = _gcloud(
        settings,
        *("pubsub", "subscriptions", "update", "${SUBSCRIPTION}"),
        *(f"--dead-letter-topic={DEAD_LETTERS}", "--max-delivery-attempts=10"),
        *("--ack-deadline=600", "--min-retry-delay=10s", "--max-retry-delay=600s"),
    )
    return Run("Give up on a message after ten attempts, and keep it", command)


def _describe(settings: Settings, function: Function, value: str) -> Command:
    return _gcloud(
        settings,
        *("functions", "describe", function.name, f"--region={settings.region}"),
        *("--v2", f"--format=value({value})"),
    )


def _schedules(settings: Settings) -> list[Step]:
    return [
        step
        for function in FUNCTIONS
        if function.schedule is not None
        for step in _schedule(settings, function, function.schedule)
    ]


def _schedule(settings: Settings, function: Function, cron: str) -> list[Step]:
    # The run.app address: it is the audience Cloud Run checks, and the only one on which Cloud
    # Scheduler counts as internal traffic.
    variable = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", function.name).upper() + "_URL"
    address = _describe(settings, function, "serviceConfig.uri")
    jobs = ("scheduler", "jobs")
    where = (function.name, f"--location={settings.region}")
    call = _call(settings, function, cron, f"${{{variable}}}")
    content_type = "Content-Type=application/json"
    return [
        Ask(f"Ask for the address of {function.name}", variable, address),
        Ensure(
            f"Call {function.name} at {cron} UTC",
            describe=_gcloud(settings, *jobs, "describe", *where, "--format=value(name)"),
            create=_gcloud(
                settings, *jobs, "create", "http", *where, *call, f"--headers={content_type}"
            ),
            update=_gcloud(
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
