"""The server of ``make run``, with measured CPU time, memory and documents of each request."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.cpu import children_of, cpu_seconds
from tests.attack.request import Sent, as_json
from tests.support.measures.memory import MemoryOf
from tests.support.running import running_functions

_TIMEOUT_S = 300.0
_POLL_S = 0.05
_QUIET_S = 0.3
_QUIET_CPU_S = 0.02
_LINE_TIMEOUT_S = 10.0
_KEPT_BYTES = 16 * 2**20


@dataclass(frozen=True)
class Cost:
    """An answer, and what it cost the server."""

    status: int
    body: bytes
    seconds: float
    cpu_s: float
    added_bytes: int
    documents_read: int
    documents_written: int

    @property
    def documents(self) -> int:
        """Return the number of documents read, written and deleted."""
        return self.documents_read + self.documents_written

    @property
    def answer(self) -> str:
        """Return the status, and the code of a problem; gunicorn's own errors have none."""
        if self.status < http.client.BAD_REQUEST or not self.body.startswith(b"{"):
            return str(self.status)
        return f"{self.status} {json.loads(self.body)['code']}"


class AttackedServer(AbstractContextManager["AttackedServer"]):
    """A server whose requests are measured, one at a time.

    It is started again when it has kept memory of former requests, which would count for the next
    one, or hide what that takes. ``warm_up`` are the requests that load every function.
    """

    def __init__(self, warm_up: Sequence[Sent]) -> None:
        self._warm_up = warm_up
        self._stack = ExitStack()
        self._is_busy = False
        self._start()

    def __exit__(self, *_failure: object) -> None:
        """Stop the server."""
        self._stack.close()

    def _start(self) -> None:
        self._running = self._stack.enter_context(running_functions())
        [worker] = children_of(self._running.pid)
        self._memory = MemoryOf(worker)
        for request in self._warm_up:
            self._send(request, "warm-up-of-functions")
        self._settle()
        self._idle_bytes = self._memory.resident_bytes()

    def _renew_if_worn(self) -> None:
        if self._memory.resident_bytes() - self._idle_bytes > _KEPT_BYTES:
            self._stack.close()
            self._start()

    def measure(self, request: Sent, at_once: int = 1) -> Cost:
        """Send a request when the server is idle; its memory is counted from the idle process.

        One that is kept busy is not waited for. Several requests at once have one cost, and the
        answer with the greatest status.
        """
        if not self._is_busy:
            self._settle()
            self._renew_if_worn()
        request_ids = [uuid.uuid4().hex for _ in range(at_once)]
        self._memory.forget_peak()
        cpu_before, started = cpu_seconds(self._running.pid), time.perf_counter()
        with ThreadPoolExecutor(at_once) as pool:
            answers = list(pool.map(lambda number: self._send(request, number), request_ids))
        status, body = max(answers, key=itemgetter(0))
        seconds = time.perf_counter() - started
        cpu_s = cpu_seconds(self._running.pid) - cpu_before
        lines = [self._line_of(number) for number in request_ids]
        return Cost(
            status,
            body,
            seconds,
            cpu_s,
            max(0, self._memory.peak_bytes() - self._idle_bytes),
            sum(line.get("documents_read", 0) for line in lines),
            sum(
                line.get("documents_written", 0) + line.get("documents_deleted", 0)
                for line in lines
            ),
        )

    @contextmanager
    def kept_busy_by(self, sent: Sent, writers: int) -> Iterator[None]:
        """Record transactions without pause from so many clients, in the ledger of a request."""
        if not writers:
            yield
            return
        self._settle()
        self._renew_if_worn()
        self._is_busy = True
        is_over = threading.Event()
        body = as_json({"type": "EXPENSE", "amount": "1.00", "date": "2026-03-31"})
        recording = Sent("POST", "/transactions", body, sent.headers)

        def record() -> None:
            while not is_over.is_set():
                self._send(recording, "recorded-meanwhile")

        with ThreadPoolExecutor(writers) as pool:
            recorders = [pool.submit(record) for _ in range(writers)]
            try:
                yield
            finally:
                is_over.set()
                self._is_busy = False
        for recorder in recorders:
            recorder.result()

    def _send(self, request: Sent, request_id: str) -> tuple[int, bytes]:
        address = urlsplit(self._running.url)
        connection = http.client.HTTPConnection(
            address.hostname or "", address.port, timeout=_TIMEOUT_S
        )
        headers = {**request.headers, "X-Request-Id": request_id}
        try:
            connection.request(request.method, request.path, request.body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _settle(self) -> None:
        """Wait until the server does nothing, neither requests nor pushed jobs."""
        before = cpu_seconds(self._running.pid)
        while True:
            time.sleep(_QUIET_S)
            now = cpu_seconds(self._running.pid)
            if now - before < _QUIET_CPU_S:
                return
            before = now

    def _line_of(self, request_id: str) -> dict[str, Any]:
        """Return the log line of a request; empty if no function was reached."""
        deadline = time.monotonic() + _LINE_TIMEOUT_S
        pattern = re.compile(rf'^.*"request_id": "{request_id}".*$', re.MULTILINE)
        while time.monotonic() < deadline:
            lines = pattern.findall(Path(self._running.log).read_text(encoding="utf-8"))
            for line in lines:
                content: dict[str, Any] = json.loads(line)
                if "documents_read" in content:
                    return content
            time.sleep(_POLL_S)
        return {}
