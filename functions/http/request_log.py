"""Log one line of JSON per request in Cloud Logging's format, without data of people.

Source of the field names: https://cloud.google.com/logging/docs/structured-logging.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import traceback
import uuid
from typing import Any

from flask import Request

from shared.models.values.frozen import frozen
from shared.repositories.firestore.usage import Usage

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_TRACE = re.compile(r"(?:00-)?([0-9a-f]{32})(?:[-/].*)?", re.ASCII)
_MAX_METHOD_LENGTH, _MAX_FRAMES = 20, 40
"""How much of a method and of a stack is logged; a client determines the length of both."""


@frozen
class RequestLine:
    """Log line of an answered request."""

    function: str
    request_id: str
    method: str
    status: int
    milliseconds: float
    usage: Usage
    uid: str | None
    trace: str | None

    def write(self) -> None:
        """Print the line."""
        server_error = 500
        write_line(
            "ERROR" if self.status >= server_error else "INFO",
            f"{self.method[:_MAX_METHOD_LENGTH]} {self.function} {self.status}",
            function=self.function,
            request_id=self.request_id,
            status=self.status,
            milliseconds=round(self.milliseconds, 1),
            documents_read=self.usage.reads,
            documents_written=self.usage.writes,
            documents_deleted=self.usage.deletes,
            uid_hash=hashed(self.uid) if self.uid else None,
            **({"logging.googleapis.com/trace": self.trace} if self.trace else {}),
        )


def write_line(severity: str, message: str, **fields: Any) -> None:
    """Print one structured line on standard output."""
    content = {"severity": severity, "message": message, **fields}
    print_line(json.dumps(content))


def print_line(line: str) -> None:
    """Print a line in one write; functions write to their log only here."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def write_crash(function: str, request_id: str, error: BaseException) -> None:
    """Log type and place of an unexpected failure, without its message, which may contain data."""
    frames = traceback.extract_tb(error.__traceback__)[-_MAX_FRAMES:]
    write_line(
        "ERROR",
        f"{function} failed: {type(error).__name__}",
        function=function,
        request_id=request_id,
        stack=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )


def hashed(identifier: str) -> str:
    """Return the hash that stands for a person or tenant in the log."""
    return hashlib.sha256(identifier.encode()).hexdigest()[:16]


def request_id_of(request: Request) -> str:
    """Return the client's X-Request-Id if it is valid, else a new one."""
    given = request.headers.get("X-Request-Id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def trace_of(request: Request, project: str | None) -> str | None:
    """Return the platform's trace of the request in Cloud Logging's format."""
    header = request.headers.get("traceparent") or request.headers.get("X-Cloud-Trace-Context", "")
    match = _TRACE.fullmatch(header)
    return f"projects/{project}/traces/{match[1]}" if match and project else None
