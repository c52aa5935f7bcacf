"""Server of every function on one port; each runs in functions-framework, as in production."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import functions_framework
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from functions.manifest import FUNCTIONS
from local.mail import MailCatcher
from local.processes.stack import ROOT
from local.site import create_site
from local.webhooks import WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ALIASES = {
    "/api/auth/demo": "createDemoSession",
    "/api/reports/monthly": "monthlyReport",
}
"""Short paths of the web app, as in Netlify's redirects."""


def create_server() -> WSGIApplication:
    """Create the app that serves every function of the manifest under its name."""
    functions = {
        function.name: _load(function.name, function.signature_type) for function in FUNCTIONS
    }
    site = create_site()
    if port := os.environ.get("MAIL_PORT"):
        catcher = MailCatcher()
        catcher.start(int(port))
        catcher.add_to(site)
    if os.environ.get("WEBHOOK_LOCAL_ORIGINS"):
        WebhookReceiver().add_to(site)
    mounts = {f"{prefix}/{name}": app for name, app in functions.items() for prefix in ("", "/api")}
    mounts |= {alias: functions[name] for alias, name in ALIASES.items()}
    return DispatcherMiddleware(site, mounts)


def _load(name: str, signature_type: str) -> WSGIApplication:
    app: WSGIApplication = functions_framework.create_app(
        name, str(ROOT / "main.py"), signature_type
    )

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # A function called by its bare name would see an empty path and redirect to "/".
        environ["PATH_INFO"] = environ.get("PATH_INFO") or "/"
        return app(environ, start_response)

    return serve
