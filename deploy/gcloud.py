"""gcloud's commands on the project that is deployed to."""

import re

from deploy.settings import Settings
from deploy.steps import Command
from functions.manifest import Function

PATIENCE = 8
"""Attempts where a new account or role may not be known everywhere yet."""


def gcloud(settings: Settings, *arguments: str) -> Command:
    """Return a command on the project that asks nothing."""
    return Command(("gcloud", *arguments, f"--project={settings.project}", "--quiet"))


def who(member: str) -> str:
    """Return the id of an account that an IAM policy names."""
    return member.removeprefix("serviceAccount:").partition("@")[0]


def variable_of(function: Function, what: str) -> str:
    """Return the name of an answer about a function: ``MONTHLY_ROLLUP_URL``."""
    return f"{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', function.name).upper()}_{what}"


def describe(settings: Settings, function: Function, value: str) -> Command:
    """Return the question for one value of a deployed function."""
    return gcloud(
        settings,
        *("functions", "describe", function.name, f"--region={settings.region}"),
        *("--v2", f"--format=value({value})"),
    )
