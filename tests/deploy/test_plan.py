"""Claims about what a deployment does, proved on its plan; nothing here reaches a cloud."""

import importlib.util
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from deploy.accounts import ACCOUNTS, RUNTIME, SCHEDULER, TRIGGER
from deploy.configuration import VARIABLES, Configuration
from deploy.messaging import PUBLISHERS
from deploy.plan import plan
from deploy.runner import script
from deploy.steps import Ask
from functions.manifest import (
    FUNCTIONS,
    JOBS_TOPIC,
    NOTIFICATIONS_TOPIC,
    RECURRING_TOPIC,
    ROLLUP_TOPIC,
    Audience,
    Function,
)
from tests.deploy.plans import (
    CALLERS,
    CONFIGURATION,
    PLAN,
    PROJECT,
    REGION,
    SUBSCRIPTIONS,
    all_commands,
    commands_with,
    contains,
    deployment_of,
    environment_of,
    every_function,
    every_triggered,
    not_public,
    position,
    scheduled,
    the_command,
    triggered,
    value_of,
)
from tests.support.observers.imported_names import imported_by

# Deployed functions


def test_the_functions_deployed_are_exactly_those_of_the_manifest() -> None:
    deployed = [argv[3] for argv in commands_with("functions", "deploy")]
    assert deployed == [function.name for function in FUNCTIONS]


@every_function
def test_a_function_is_entered_by_its_own_name(function: Function) -> None:
    assert value_of(deployment_of(function), "--entry-point") == function.name


def test_the_functions_open_to_everyone_are_exactly_the_public_ones() -> None:
    opened = {argv[3] for argv in commands_with("--allow-unauthenticated")}
    closed = {argv[3] for argv in commands_with("--no-allow-unauthenticated")}
    public = {function.name for function in FUNCTIONS if function.audience is Audience.PUBLIC}
    assert opened == public
    assert closed == {function.name for function in FUNCTIONS} - public


@every_function
def test_only_public_functions_are_reached_from_the_internet(function: Function) -> None:
    ingress = value_of(deployment_of(function), "--ingress-settings")
    public = function.audience is Audience.PUBLIC
    assert ingress == ("all" if public else "internal-only")


@every_function
def test_a_function_has_the_size_the_manifest_gives_it(function: Function) -> None:
    argv = deployment_of(function)
    assert value_of(argv, "--timeout") == f"{function.timeout_s}s"
    assert value_of(argv, "--memory") == f"{function.memory_mib}Mi"
    assert value_of(argv, "--concurrency") == str(function.concurrency)
    assert value_of(argv, "--max-instances") == str(function.max_instances)
    assert environment_of(function)["THREADS"] == str(function.concurrency)


@every_function
def test_a_function_gets_the_variables_it_reads_and_no_others(function: Function) -> None:
    own = {name: CONFIGURATION.env[name] for name in function.env}
    environment = environment_of(function)
    assert environment.pop("GOOGLE_CLOUD_PROJECT") == PROJECT
    assert environment.pop("THREADS")
    assert environment.pop("RES_OPTIONS") == "timeout:2 attempts:2"
    assert environment == own


def test_an_optional_variable_that_is_not_given_is_not_set() -> None:
    required = {variable.name: "https://app.example" for variable in VARIABLES if variable.required}
    steps = plan(Configuration(PROJECT, REGION, REGION, env=required))
    assert "DEMO_TTL_HOURS" not in script(steps)


def test_every_variable_of_the_manifest_can_be_given_to_the_command() -> None:
    read = {name for function in FUNCTIONS for name in function.env}
    assert read == {variable.name for variable in VARIABLES}


def test_rules_and_indexes_stand_before_functions_and_functions_before_their_callers() -> None:
    rules = position("firestore:rules,firestore:indexes")
    deployments = [position("functions", "deploy", function.name) for function in FUNCTIONS]
    callers = [position("scheduler", "jobs", "create", "http", f.name) for f in scheduled]
    assert rules < min(deployments)
    assert max(deployments) < min(callers)


# Service accounts and their roles


@every_function
def test_no_function_runs_as_the_default_service_account(function: Function) -> None:
    account = RUNTIME[function.service_account]
    argv = deployment_of(function)
    assert value_of(argv, "--service-account") == f"{account.id}@{PROJECT}.iam.gserviceaccount.com"
    assert value_of(argv, "--build-service-account").endswith(
        f"/serviceAccounts/financeflow-build@{PROJECT}.iam.gserviceaccount.com"
    )
    assert position("service-accounts", "create", account.id) < position(
        "functions", "deploy", function.name
    )


def test_the_roles_on_the_project_are_exactly_these() -> None:
    granted = {
        (value_of(argv, "--member").partition(":")[2].partition("@")[0], value_of(argv, "--role"))
        for argv in commands_with("projects", "add-iam-policy-binding")
    }
    eraser = f"projects/{PROJECT}/roles/financeflowUserEraser"
    disabler = f"projects/{PROJECT}/roles/financeflowUserDisabler"
    assert granted == {
        ("financeflow-api", "roles/datastore.user"),
        ("financeflow-api", "roles/firebaseauth.viewer"),
        ("financeflow-jobs", "roles/datastore.user"),
        ("financeflow-jobs", "roles/firebaseauth.viewer"),
        ("financeflow-sharing", "roles/datastore.user"),
        ("financeflow-sharing", "roles/firebaseauth.viewer"),
        ("financeflow-notifier", "roles/datastore.user"),
        ("financeflow-notifier", "roles/firebaseauth.viewer"),
        ("financeflow-me", "roles/datastore.user"),
        ("financeflow-me", eraser),
        ("financeflow-me", disabler),
        ("financeflow-job-runner", "roles/datastore.user"),
        ("financeflow-job-runner", eraser),
        ("financeflow-demo", "roles/datastore.user"),
        ("financeflow-demo", eraser),
        ("financeflow-rollup", "roles/datastore.user"),
        ("financeflow-recurring", "roles/datastore.user"),
        ("financeflow-rates", "roles/datastore.user"),
        ("financeflow-sweep", "roles/datastore.user"),
        ("financeflow-sweep", eraser),
        ("financeflow-trigger", "roles/eventarc.eventReceiver"),
        ("financeflow-build", "roles/cloudbuild.builds.builder"),
        ("service-${PROJECT_NUMBER}", "roles/eventarc.serviceAgent"),
    }


def test_only_functions_that_delete_users_may_delete_users() -> None:
    erasers = {
        function.name
        for function in FUNCTIONS
        if any("Eraser" in role for role in RUNTIME[function.service_account].project_roles)
    }
    assert erasers == {"createDemoSession", "me", "runLedgerJob", "sweepDemoSessions"}
    for argv in commands_with("financeflowUserEraser", "--title=FinanceFlow: erase users"):
        permissions = value_of(argv, "--permissions")
        assert permissions == "firebaseauth.users.delete,firebaseauth.users.get"


def test_only_me_may_disable_users() -> None:
    disablers = {
        function.name
        for function in FUNCTIONS
        if any("Disabler" in role for role in RUNTIME[function.service_account].project_roles)
    }
    assert disablers == {"me"}
    for argv in commands_with("financeflowUserDisabler", "--title=FinanceFlow: disable users"):
        assert value_of(argv, "--permissions") == "firebaseauth.users.update"


def test_an_account_publishes_to_its_own_topic_and_to_no_other() -> None:
    publishers = {
        (argv[4], value_of(argv, "--member").partition(":")[2].partition("@")[0])
        for argv in commands_with("pubsub", "topics", "add-iam-policy-binding")
    }
    assert publishers == {
        (ROLLUP_TOPIC, "financeflow-rollup"),
        (f"{ROLLUP_TOPIC}-dead-letters", "service-${PROJECT_NUMBER}"),
        (RECURRING_TOPIC, "financeflow-recurring"),
        (f"{RECURRING_TOPIC}-dead-letters", "service-${PROJECT_NUMBER}"),
        (JOBS_TOPIC, "financeflow-jobs"),
        (JOBS_TOPIC, "financeflow-me"),
        (JOBS_TOPIC, "financeflow-job-runner"),
        (JOBS_TOPIC, "financeflow-rates"),
        (f"{JOBS_TOPIC}-dead-letters", "service-${PROJECT_NUMBER}"),
        (NOTIFICATIONS_TOPIC, "financeflow-jobs"),
        (NOTIFICATIONS_TOPIC, "financeflow-sharing"),
        (NOTIFICATIONS_TOPIC, "financeflow-me"),
        (NOTIFICATIONS_TOPIC, "financeflow-job-runner"),
        (NOTIFICATIONS_TOPIC, "financeflow-rollup"),
        (NOTIFICATIONS_TOPIC, "financeflow-recurring"),
        (NOTIFICATIONS_TOPIC, "financeflow-notifier"),
        (f"{NOTIFICATIONS_TOPIC}-dead-letters", "service-${PROJECT_NUMBER}"),
    }


def test_jobs_are_handed_on_by_the_functions_that_have_long_ones_and_no_other() -> None:
    publishing = {f.name for f in FUNCTIONS if f.service_account in PUBLISHERS[JOBS_TOPIC]}
    publish = ("functions.http.background.jobs", "publish")
    # All functions can, for requests that record transactions; these record some.
    matching = "functions.http.background.matching"
    recording = {"goals", "recurring", "rules", "transactions"}
    others = {f.name for f in FUNCTIONS if publish in imported_by(f.module, matching)}
    assert publishing == others | recording
    assert publishing == {
        "accounts", "budgets", "categories", "changes", "currencies", "goals", "imports", "me",
        "recurring", "rules", "runLedgerJob", "settings", "transactions", "types",
        "updateExchangeRates",
    }  # fmt: skip


def test_each_function_that_is_not_public_has_exactly_one_caller() -> None:
    invokers = {
        argv[3]: value_of(argv, "--member")
        for argv in commands_with("functions", "add-invoker-policy-binding")
    }
    assert invokers == {f.name: CALLERS[f.audience].member(PROJECT) for f in not_public}


def test_service_account_ids_are_of_a_length_google_takes() -> None:
    assert all(6 <= len(account.id) <= 30 for account in ACCOUNTS)


# Callers of functions


@pytest.mark.parametrize("function", scheduled, ids=lambda f: f.name)
@pytest.mark.parametrize("verb", ["create", "update"])
def test_a_scheduled_call_proves_itself_to_the_function_it_calls(
    function: Function, verb: str
) -> None:
    job = the_command("scheduler", "jobs", verb, "http", function.name)
    address = value_of(job, "--uri")
    assert value_of(job, "--oidc-token-audience") == address
    assert value_of(job, "--oidc-service-account-email") == SCHEDULER.email(PROJECT)
    (question,) = (s for s in PLAN if isinstance(s, Ask) and f"${{{s.variable}}}" == address)
    assert contains(question.command.argv, ("functions", "describe", function.name))
    assert "--format=value(serviceConfig.uri)" in question.command.argv


@pytest.mark.parametrize("function", scheduled, ids=lambda f: f.name)
def test_a_scheduled_call_is_a_post_at_the_manifests_time_and_is_retried(
    function: Function,
) -> None:
    job = the_command("scheduler", "jobs", "create", "http", function.name)
    assert value_of(job, "--schedule") == function.schedule
    assert value_of(job, "--time-zone") == "Etc/UTC"
    assert value_of(job, "--http-method") == "POST"
    assert value_of(job, "--max-retry-attempts") == "5"
    # Cloud Scheduler waits between 15 seconds and 30 minutes for an answer.
    assert value_of(job, "--attempt-deadline") == f"{function.timeout_s}s"
    assert 15 <= function.timeout_s <= 1800


def test_each_function_of_the_scheduler_is_called_at_its_times() -> None:
    assert {f.name: f.schedule for f in scheduled} == {
        "monthlyRollup": "0 3 1 * *",
        "runRecurring": "1 * * * *",
        "scanNotifications": "*/5 * * * *",
        "sweepDemoSessions": "30 4 * * *",
        "updateExchangeRates": "0,20 17 * * *",
    }


def test_secrets_are_passed_on_only_where_e_mails_are_sent() -> None:
    given = {f.name: value_of(deployment_of(f), "--set-secrets") for f in FUNCTIONS if f.secrets}
    assert given == {
        "notifications": "UNSUBSCRIBE_KEY=UNSUBSCRIBE_KEY:latest",
        "sendNotifications": (
            "UNSUBSCRIBE_KEY=UNSUBSCRIBE_KEY:latest,SMTP_PASSWORD=SMTP_PASSWORD:latest"
        ),
    }
    required = {variable.name: "https://app.example" for variable in VARIABLES if variable.required}
    without = plan(Configuration(PROJECT, REGION, REGION, env=required))
    assert not any("--set-secrets" in part for s in without for part in str(s).split("'"))


def test_each_topic_triggers_its_function_and_failures_are_retried() -> None:
    triggers = {}
    for function in triggered:
        argv = deployment_of(function)
        triggers[function.name] = value_of(argv, "--trigger-topic")
        assert value_of(argv, "--trigger-service-account") == TRIGGER.email(PROJECT)
        assert "--retry" in argv
    assert triggers == {
        "bookRecurring": RECURRING_TOPIC,
        "rollupTenants": ROLLUP_TOPIC,
        "runLedgerJob": JOBS_TOPIC,
        "sendNotifications": NOTIFICATIONS_TOPIC,
    }
    assert {f.name for f in FUNCTIONS if f.audience is Audience.PUBSUB} == triggers.keys()


@every_triggered
def test_the_subscription_that_is_given_a_policy_is_that_of_the_functions_trigger(
    function: Function,
) -> None:
    asked = {step.variable: step.command.argv for step in PLAN if isinstance(step, Ask)}
    variable = SUBSCRIPTIONS[function.name][2:-1]
    trigger = variable.replace("SUBSCRIPTION", "TRIGGER")
    assert contains(asked[variable], ("triggers", "describe", f"${{{trigger}}}"))
    assert contains(asked[trigger], ("functions", "describe", function.name))


@every_triggered
def test_a_message_given_up_on_is_kept_as_a_dead_letter(function: Function) -> None:
    dead_letters = f"{function.topic}-dead-letters"
    policy = the_command("subscriptions", "update", SUBSCRIPTIONS[function.name])
    assert value_of(policy, "--dead-letter-topic") == dead_letters
    assert 5 <= int(value_of(policy, "--max-delivery-attempts")) <= 100
    keeper = the_command("subscriptions", "create", dead_letters)
    assert value_of(keeper, "--topic") == dead_letters
    assert value_of(keeper, "--expiration-period") == "never"


@every_triggered
def test_a_message_is_not_sent_again_while_it_is_being_worked_on(function: Function) -> None:
    policy = the_command("subscriptions", "update", SUBSCRIPTIONS[function.name])
    assert int(value_of(policy, "--ack-deadline")) > function.timeout_s


@every_triggered
def test_pubsub_may_forward_dead_letters_before_it_is_told_to(function: Function) -> None:
    agent = (
        "--member=serviceAccount:service-${PROJECT_NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com"
    )
    subscription, dead_letters = SUBSCRIPTIONS[function.name], f"{function.topic}-dead-letters"
    subscriber = the_command("subscriptions", "add-iam-policy-binding", subscription)
    assert agent in subscriber
    assert "--role=roles/pubsub.subscriber" in subscriber
    policy = position("subscriptions", "update", subscription)
    assert position("topics", "add-iam-policy-binding", dead_letters, agent) < policy
    assert position("subscriptions", "add-iam-policy-binding", subscription) < policy


# Commands and flags of gcloud


def completions() -> dict[str, Any]:
    """Return gcloud's own tree of commands and flags, which its shell completion reads."""
    gcloud = shutil.which("gcloud")
    tree = gcloud and Path(gcloud).resolve().parents[1] / "data/cli/gcloud_completions.py"
    if not tree or not tree.exists():
        pytest.skip("There is no gcloud here to say which flags it has.")
    spec = importlib.util.spec_from_file_location("gcloud_completions", tree)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    commands: dict[str, Any] = module.STATIC_COMPLETION_CLI_TREE
    return commands


def test_gcloud_has_every_command_and_flag_of_the_plan() -> None:
    root = completions()
    unknown = {
        f"{' '.join(argv[:6])} … {flag}"
        for argv in (command.argv for command in all_commands())
        if argv[0] == "gcloud"
        for flag in _unknown_flags(root, argv[1:])
    }
    assert not unknown


def _unknown_flags(root: dict[str, Any], words: Sequence[str]) -> list[str]:
    node = root
    for word in words:
        if word not in node["commands"]:
            break
        node = node["commands"][word]
    assert not node["commands"], f"{' '.join(words)} names no command"
    known = set(root["flags"]) | set(node["flags"])
    known |= {
        flag.replace("--", "--no-", 1) for flag, kind in node["flags"].items() if kind == "bool"
    }
    return [w for w in words if w.startswith("--") and w.partition("=")[0] not in known]
