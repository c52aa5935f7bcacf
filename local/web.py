"""Server of the built web app, with the API below ``/api``, as Netlify serves both."""

from __future__ import annotations

import gzip
import json
import mimetypes
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.security import safe_join
from werkzeug.wrappers import Request, Response

from local.netlify import Netlify
from local.processes.stack import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

DIST = ROOT / "web/dist"
NOT_BUILT = "The web app is not built. `make run` builds it; so does `npm run build` in web.\n"
_COMPRESSED = {".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt"}

mimetypes.add_type("application/manifest+json", ".webmanifest")


class WebServer:
    """WSGI application for the port of the web app.

    It applies the redirects and headers of ``netlify.toml``, and tells the page the addresses of
    the emulators, which the Content-Security-Policy then allows.
    """

    def __init__(
        self, api: WSGIApplication, emulators: Mapping[str, str], project: str, dist: Path = DIST
    ) -> None:
        self._api = api
        self._netlify = Netlify()
        self._dist = dist
        self._project = project
        self._auth = f"http://{emulators['auth']}"
        self._firestore = emulators["firestore"]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request by the API, a file, or the page."""
        if environ["PATH_INFO"].startswith("/api/"):
            return self._api(environ, start_response)
        return self._response(Request(environ))(environ, start_response)

    def _response(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return Response(status=HTTPStatus.METHOD_NOT_ALLOWED)
        if not (self._dist / "index.html").exists():
            return Response(NOT_BUILT, HTTPStatus.SERVICE_UNAVAILABLE)
        file, status = self._file(request.path), HTTPStatus.OK
        if file is None:
            redirect = self._netlify.redirect_of(request.path)
            file, status = self._dist / redirect.to.lstrip("/"), HTTPStatus(redirect.status)
        return self._send(request, file, status)

    def _file(self, path: str) -> Path | None:
        found = safe_join(str(self._dist), path.lstrip("/"))
        return Path(found) if found and Path(found).is_file() else None

    def _send(self, request: Request, file: Path, status: HTTPStatus) -> Response:
        content = file.read_bytes()
        if file.name == "index.html":
            content = self._with_configuration(content)
        response = Response(content, status, mimetype=mimetypes.guess_type(file.name)[0])
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        response.headers.update(self._netlify.headers_of(request.path))
        policy = response.headers["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = self._with_emulators(policy)
        response.add_etag()
        if file.suffix in _COMPRESSED and request.accept_encodings["gzip"]:
            response.set_data(_compress(content))
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        return response.make_conditional(request)

    def _with_configuration(self, page: bytes) -> bytes:
        configuration = {
            "projectId": self._project,
            "authEmulator": self._auth,
            "firestoreEmulator": self._firestore,
        }
        text = json.dumps(configuration)
        element = f'<script type="application/json" id="local-configuration">{text}</script>'
        return page.replace(b"</head>", element.encode() + b"</head>")

    def _with_emulators(self, policy: str) -> str:
        sources = f"{self._auth} http://{self._firestore}"
        return policy.replace("connect-src", f"connect-src {sources}").replace(
            "frame-src", f"frame-src {self._auth}"
        )


@lru_cache(256)
def _compress(content: bytes) -> bytes:
    return gzip.compress(content, 6)
