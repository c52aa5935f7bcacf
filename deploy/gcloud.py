"""gcloud commands on the project of a deployment."""

import re

from deploy.configuration import Configuration
from deploy.steps import Command
from functions.manifest import Function

GRANT_ATTEMPTS = 8
"""Number of attempts of a grant, because a new account or role takes time to propagate."""


def gcloud(configuration: Configuration, *arguments: str) -> Command:
    """Return a gcloud command on the project, without interactive questions."""
    return Command(("gcloud", *arguments, f"--project={configuration.project}", "--quiet"))


def account_id_of(member: str) -> str:
    """Return the id of the account that an IAM policy member names."""
    return member.removeprefix("serviceAccount:").partition("@")[0]


def variable_of(function: Function, suffix: str) -> str:
    """Return the name of the variable for a value of a function: ``MONTHLY_ROLLUP_URL``."""
    return f"{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', function.name).upper()}_{suffix}"


def describe(configuration: Configuration, function: Function, value: str) -> Command:
    """Return the command that prints one value of a deployed function."""
    return gcloud(
        configuration,
        *("functions", "describe", function.name, f"--region={configuration.region}"),
        *("--v2", f"--format=value({value})"),
    )
