"""Ports and project of the local stack."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from local.errors import LocalStackError

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "127.0.0.1"

VARIABLES = {
    "port": "PORT",
    "auth_port": "AUTH_EMULATOR_PORT",
    "firestore_port": "FIRESTORE_EMULATOR_PORT",
    "pubsub_port": "PUBSUB_EMULATOR_PORT",
    "mail_port": "MAIL_PORT",
    "web_port": "WEB_PORT",
}
"""The environment variable that overrides each port."""

PROJECT_VARIABLE = "GOOGLE_CLOUD_PROJECT"
DEMO_PREFIX = "demo-"
MAX_PORT = 65_535


@dataclass(frozen=True)
class Configuration:
    """The addresses of one local stack, all on the loopback interface."""

    port: int = 8787
    auth_port: int = 9099
    firestore_port: int = 8080
    pubsub_port: int = 8085
    mail_port: int = 1025
    web_port: int = 5173
    project: str = "demo-financeflow"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Configuration:
        """Read the configuration from environment variables, with defaults.

        Raises:
            LocalStackError: A port is invalid, or the project is not a ``demo-`` project.
        """
        ports = {
            name: _read_port(variable, environment[variable])
            for name, variable in VARIABLES.items()
            if environment.get(variable)
        }
        return cls(**ports, project=_read_project(environment))

    def with_ports(self, ports: list[int]) -> Configuration:
        """Return the same configuration with other ports, in the order of ``VARIABLES``."""
        return replace(self, **dict(zip(VARIABLES, ports, strict=True)))  # type: ignore[arg-type] # The names are those of ports.

    def ports(self) -> dict[str, int]:
        """Return every port by the variable that overrides it."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {variable: values[name] for name, variable in VARIABLES.items()}

    @property
    def url(self) -> str:
        """Return the base URL of the functions."""
        return f"http://{HOST}:{self.port}"

    @property
    def web_url(self) -> str:
        """Return the address of the web app."""
        return f"http://{HOST}:{self.web_port}"

    def mail_environment(self) -> dict[str, str]:
        """Return the variables with which functions send e-mails to the mail catcher."""
        return {
            "MAIL_PORT": str(self.mail_port),
            "MAIL_TRANSPORT": "smtp",
            "MAIL_FROM": "FinanceFlow <financeflow@localhost>",
            "PUBLIC_URL": self.url,
            "SMTP_HOST": HOST,
            "SMTP_PORT": str(self.mail_port),
            "SMTP_SECURITY": "none",
            "UNSUBSCRIBE_KEY": "local",
        }

    def webhook_environment(self) -> dict[str, str]:
        """Return the variables with which functions may call webhooks on the local port."""
        return {"WEBHOOK_LOCAL_ORIGINS": self.url}

    def client_environment(self) -> dict[str, str]:
        """Return the variables that connect client libraries to the emulators."""
        return {
            "FIREBASE_AUTH_EMULATOR_HOST": f"{HOST}:{self.auth_port}",
            "FIRESTORE_EMULATOR_HOST": f"{HOST}:{self.firestore_port}",
            "PUBSUB_EMULATOR_HOST": f"{HOST}:{self.pubsub_port}",
            PROJECT_VARIABLE: self.project,
            "FIREBASE_API_KEY": "local",
        }


def _read_port(variable: str, text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < port <= MAX_PORT:
        raise LocalStackError(f"{variable} is {text!r}, which is not a port number.")
    return port


def _read_project(environment: Mapping[str, str]) -> str:
    project = environment.get(PROJECT_VARIABLE) or Configuration.project
    if not project.startswith(DEMO_PREFIX):
        raise LocalStackError(
            f"{PROJECT_VARIABLE} is {project!r}: the local stack takes only projects named"
            f" {DEMO_PREFIX}…, which can never be real ones."
        )
    return project
