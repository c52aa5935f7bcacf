"""Configuration of a deployment: the target, and the environment variables of the functions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")
_LOCATION = re.compile(r"[a-z][a-z0-9-]*[0-9]")
_ORIGIN = re.compile(
    r"https://([a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9*-]+(\.[a-z0-9-]+){2,})(:[0-9]{1,5})?"
    r"|https?://(localhost|127\.0\.0\.1)(:([0-9]{1,5}|\*))?",
    re.IGNORECASE,
)
_RUNTIME = re.compile(r"python3[0-9]{2}")

DELIMITER = "|"
"""Separates the variables in ``--set-env-vars``, since origins are separated by commas."""


@dataclass(frozen=True)
class Variable:
    """An environment variable that the operator sets and functions read."""

    name: str
    meaning: str
    required: bool = False

    @property
    def reference(self) -> str:
        """Return the shell reference that a printed plan shows in place of a missing value."""
        return f"${{{self.name}}}"


VARIABLES = (
    Variable("ALLOWED_ORIGINS", "web origins allowed to call, comma-separated", required=True),
    Variable(
        "FIREBASE_API_KEY",
        "the Firebase web API key; it names the project, is part of every web page that uses it, "
        "and is no secret, so it is printed",
        required=True,
    ),
    Variable("DEMO_TTL_HOURS", "how long a demo lives"),
    Variable("DEMO_RATE_LIMIT_PER_HOUR", "how many demos one client address may start"),
    Variable("CALLER_RATE_LIMIT", "how often one user may call, like 600/minute"),
    Variable("ADDRESS_RATE_LIMIT", "how often one client address may call, like 1200/minute"),
    Variable("EXPORT_RATE_LIMIT", "how often one user may export, like 30/hour"),
    Variable("IMPORT_RATE_LIMIT", "how often one user may preview or restore, like 60/hour"),
    Variable("INVITATION_RATE_LIMIT", "how often one user may invite somebody, like 50/day"),
    Variable("REQUIRE_APP_CHECK", "1: only requests with a Firebase App Check token are answered"),
    Variable("TRUSTED_PROXIES", "how many proxies before a function are believed (default 1)"),
    Variable("REQUIRE_VERIFIED_EMAIL", "1 refuses users whose e-mail address is not verified"),
    Variable("ROLLUP_WORKERS", "how many tenants are closed at a time (default 8)"),
    Variable("MAIL_TRANSPORT", "smtp or extension; without it no e-mails are sent"),
    Variable("MAIL_FROM", "the sender of e-mails, like FinanceFlow <no-reply@example.com>"),
    Variable("PUBLIC_URL", "the address below which functions are called, for links in e-mails"),
    Variable("APP_URL", "the address of the web app, which e-mails link to"),
    Variable("SMTP_HOST", "the mail server"),
    Variable("SMTP_PORT", "its port (default 587)"),
    Variable("SMTP_SECURITY", "starttls (default), tls or none"),
    Variable("SMTP_USER", "the account on the mail server"),
    Variable("RATES_URL", "the https address of the file of exchange rates"),
    Variable("RATES_HOSTS", "hosts that rates may come from, comma-separated"),
)


class InvalidConfiguration(ValueError):
    """A setting has a value that cannot be deployed."""


@dataclass(frozen=True)
class Configuration:
    """Target and environment of a deployment; validated, so that every plan is well-formed.

    Raises:
        InvalidConfiguration: A name is malformed, or a value cannot be passed to the functions.
    """

    project: str
    region: str
    database_location: str
    runtime: str = "python313"
    env: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check("project", self.project, _PROJECT)
        _check("region", self.region, _LOCATION)
        _check("database location", self.database_location, _LOCATION)
        _check("runtime", self.runtime, _RUNTIME)
        references = {variable.name: variable.reference for variable in VARIABLES}
        for name, value in self.env.items():
            if value != references.get(name):
                _check_value(name, value)


def _check(kind: str, value: str, pattern: re.Pattern[str]) -> None:
    if not pattern.fullmatch(value):
        raise InvalidConfiguration(f"{value!r} is not the name of a {kind}.")


def _check_value(name: str, value: str) -> None:
    # A "$" would be expanded by the shell when a printed plan is pasted into it.
    if not value.isprintable() or DELIMITER in value or "$" in value:
        raise InvalidConfiguration(f"{name} holds a character that cannot be passed on.")
    if name == "ALLOWED_ORIGINS":
        _check_origins(value)


def _check_origins(value: str) -> None:
    """Check that each origin is one of web pages that the operator can own.

    A ``*`` stands for a part of the first label of a host name, or for all of it; behind it there
    must be two labels, because anybody can register a name below one.
    """
    for origin in filter(None, map(str.strip, value.split(","))):
        if not _ORIGIN.fullmatch(origin):
            raise InvalidConfiguration(
                f"{origin!r} is not an origin like https://app.example.com or"
                " https://*--app.netlify.app."
            )
