"""The plan of a deployment, and how to look things up in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from deploy.accounts import SCHEDULER, TRIGGER
from deploy.configuration import Configuration
from deploy.plan import plan
from deploy.steps import Command
from functions.manifest import FUNCTIONS, Audience, Function

PROJECT = "my-project"
REGION = "europe-west1"
CONFIGURATION = Configuration(
    project=PROJECT,
    region=REGION,
    database_location="eur3",
    env={
        "ALLOWED_ORIGINS": "https://app.example,https://*--app.pages.example",
        "FIREBASE_API_KEY": "web-api-key",
        "DEMO_TTL_HOURS": "24",
        "DEMO_RATE_LIMIT_PER_HOUR": "20",
        "CALLER_RATE_LIMIT": "600/minute",
        "ADDRESS_RATE_LIMIT": "1200/minute",
        "EXPORT_RATE_LIMIT": "30/hour",
        "IMPORT_RATE_LIMIT": "60/hour",
        "INVITATION_RATE_LIMIT": "50/day",
        "REQUIRE_APP_CHECK": "1",
        "TRUSTED_PROXIES": "1",
        "REQUIRE_VERIFIED_EMAIL": "1",
        "ROLLUP_WORKERS": "4",
        "RATES_URL": "https://rates.example/eurofxref-hist.zip",
        "RATES_HOSTS": "rates.example",
        "MAIL_TRANSPORT": "smtp",
        "MAIL_FROM": "FinanceFlow <no-reply@app.example>",
        "PUBLIC_URL": "https://app.example/api",
        "APP_URL": "https://app.example",
        "SMTP_HOST": "smtp.example",
        "SMTP_PORT": "587",
        "SMTP_SECURITY": "starttls",
        "SMTP_USER": "financeflow",
    },
)
PLAN = plan(CONFIGURATION)
CALLERS = {Audience.SCHEDULER: SCHEDULER, Audience.PUBSUB: TRIGGER}

every_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
not_public = [function for function in FUNCTIONS if function.audience in CALLERS]
scheduled = [function for function in FUNCTIONS if function.schedule is not None]
triggered = [function for function in FUNCTIONS if function.topic is not None]
every_triggered = pytest.mark.parametrize("function", triggered, ids=lambda f: f.name)
SUBSCRIPTIONS = {
    "bookRecurring": "${BOOK_RECURRING_SUBSCRIPTION}",
    "rollupTenants": "${ROLLUP_TENANTS_SUBSCRIPTION}",
    "runLedgerJob": "${RUN_LEDGER_JOB_SUBSCRIPTION}",
    "sendNotifications": "${SEND_NOTIFICATIONS_SUBSCRIPTION}",
}


def all_commands() -> Iterator[Command]:
    """Yield every command of the plan, in order."""
    for step in PLAN:
        yield from step.commands


def commands_with(*words: str) -> list[tuple[str, ...]]:
    """Return every planned command that contains these arguments one after the other."""
    return [command.argv for command in all_commands() if contains(command.argv, words)]


def contains(argv: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether these words stand among the arguments, one after the other."""
    return any(tuple(argv[i : i + len(words)]) == words for i in range(len(argv)))


def the_command(*words: str) -> tuple[str, ...]:
    """Return the only planned command that contains these arguments."""
    (argv,) = commands_with(*words)
    return argv


def deployment_of(function: Function) -> tuple[str, ...]:
    """Return the command that deploys the function."""
    return the_command("functions", "deploy", function.name)


def position(*words: str) -> int:
    """Return the number of the only step with such a command."""
    (number,) = (
        number
        for number, step in enumerate(PLAN)
        if any(contains(command.argv, words) for command in step.commands)
    )
    return number


def value_of(argv: Sequence[str], flag: str) -> str:
    """Return the value of a flag of a command."""
    (value,) = (word.removeprefix(f"{flag}=") for word in argv if word.startswith(f"{flag}="))
    return value


def environment_of(function: Function) -> dict[str, str]:
    """Return the environment variables the function is deployed with."""
    pairs = value_of(deployment_of(function), "--set-env-vars").removeprefix("^|^").split("|")
    return dict(pair.split("=", 1) for pair in pairs)
