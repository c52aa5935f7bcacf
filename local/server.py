"""Server of every function on one port; each runs in functions-framework, as in production."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import functions_framework
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from functions.manifest import FUNCTIONS
from local.configuration import PROJECT_VARIABLE
from local.mail import MailCatcher
from local.processes.stack import ROOT
from local.site import create_site
from local.web import WebServer
from local.webhooks import WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
    api = DispatcherMiddleware(site, mounts)
    web_port = os.environ.get("WEB_PORT")
    return _by_port(api, {web_port: _web_server(api)}) if web_port else api


def _web_server(api: WSGIApplication) -> WSGIApplication:
    emulators = {
        name: os.environ[f"{variable}_EMULATOR_HOST"]
        for name, variable in (("auth", "FIREBASE_AUTH"), ("firestore", "FIRESTORE"))
    }
    return WebServer(api, emulators, os.environ[PROJECT_VARIABLE])


def _by_port(usual: WSGIApplication, others: Mapping[str, WSGIApplication]) -> WSGIApplication:
    """Answer by another application on some ports, so that one process serves all of them."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return others.get(environ["SERVER_PORT"], usual)(environ, start_response)

    return serve


def _load(name: str, signature_type: str) -> WSGIApplication:
    app: WSGIApplication = functions_framework.create_app(
        name, str(ROOT / "main.py"), signature_type
    )

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # A function called by its bare name would see an empty path and redirect to "/".
        environ["PATH_INFO"] = environ.get("PATH_INFO") or "/"
        return app(environ, start_response)

    return serve
