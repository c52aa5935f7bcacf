"""POST requests to webhooks: only to addresses of the internet, each bounded in time and bytes.

A name is resolved once for a request. All of its addresses are checked, and the connection goes to
one of them, so a name server that gives another answer later changes nothing. The certificate must
be that of the name. Redirects are not followed, and no proxy of the environment is used.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, LineTooLong
from ipaddress import ip_address
from typing import cast

from shared.models.notifications.delivery import Outcome, SendResult
from shared.models.notifications.webhooks.addresses import WebhookUrl, is_public
from shared.models.values.frozen import frozen

TIMEOUT_S = 10.0
"""Time for a whole request: name, connection, encryption, request and headers of the answer."""

_RESOLVE_S = 5.0
"""Time to wait for the addresses of a name. The functions are deployed with ``RES_OPTIONS``, which
ends a lookup of the system after four seconds, so that its thread comes back."""

_MAX_BYTES = 16 * 1024
"""Bytes of an answer that are read; its content is of no interest."""

_MAX_ADDRESSES = 3
_RESOLVERS = 64
"""Threads that look names up. Without ``RES_OPTIONS``, a lookup that nobody waits for any more
takes up to 20 more seconds of one; half of the 16 threads of an instance can begin eight every five
seconds."""

_OK, _REDIRECT, _GONE = 2, 3, 410

Resolve = Callable[[str, int], Sequence[str]]
"""Returns the IP addresses of a host and port; raises OSError if there are none."""


class AddressRefused(Exception):
    """A host has no address, or one that is not of the internet."""


@frozen
class AddressGuard:
    """Decides which addresses of a URL may be connected to.

    ``local_origins`` are those of local development, whose host may be this machine. The name
    system is asked in threads of its own, because it cannot be interrupted.
    """

    local_origins: Collection[str] = ()
    resolve: Resolve | None = None

    def addresses_of(self, url: WebhookUrl) -> list[str]:
        """Return the addresses of a URL's host, all of which have been checked.

        Raises:
            AddressRefused: There are none, or one of them is not allowed, or there is no answer.
        """
        resolve = self.resolve or system_addresses
        may_be_local = url.origin in self.local_origins
        # Without the dot, the system would look names up again below each of its own domains.
        name = url.host if may_be_local else f"{url.host}."
        asked: Future[Sequence[str]] = _resolvers().submit(resolve, name, url.port)
        try:
            found = list(dict.fromkeys(asked.result(_RESOLVE_S)))
        except (OSError, UnicodeError, FutureTimeoutError) as error:
            asked.cancel()
            raise AddressRefused from error
        if not found or not all(
            is_public(one) or (may_be_local and ip_address(one).is_loopback) for one in found
        ):
            raise AddressRefused
        return found[:_MAX_ADDRESSES]


def system_addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host by the name system of this machine."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(one[4][0]) for one in found]


@cache
def _resolvers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_RESOLVERS, thread_name_prefix="names")


@frozen
class WebhookPosts:
    """Sends requests to webhooks; it never raises for what a receiver does."""

    guard: AddressGuard
    context: ssl.SSLContext
    timeout_s: float = TIMEOUT_S

    def send(self, url: WebhookUrl, body: bytes, headers: Mapping[str, str]) -> SendResult:
        """Send a body once, and return what became of it."""
        end = _Deadline(time.monotonic() + self.timeout_s)
        try:
            addresses = self.guard.addresses_of(url)
            return self._exchange(url, addresses, body, headers, end)
        except AddressRefused:
            return SendResult(Outcome.LATER, "address-refused")
        except TimeoutError:
            return SendResult(Outcome.LATER, "timeout")
        except ssl.SSLError:
            return SendResult(Outcome.LATER, "tls")
        except (_AnswerTooLarge, LineTooLong):
            return SendResult(Outcome.LATER, "answer-too-large")
        except (OSError, HTTPException) as error:
            return SendResult(Outcome.LATER, f"connection-{type(error).__name__}")

    def _exchange(
        self,
        url: WebhookUrl,
        addresses: Sequence[str],
        body: bytes,
        headers: Mapping[str, str],
        end: _Deadline,
    ) -> SendResult:
        with self._connect(url, addresses, end) as connected:
            connection = HTTPConnection(url.host, _port_of_header(url))
            connection.auto_open = 0
            connection.sock = cast("socket.socket", _BoundedSocket(connected, end))
            connection.request("POST", url.path, body, dict(headers))
            answer = connection.getresponse()
            return _result_of(answer.status, answer.getheader("Retry-After"))

    def _connect(self, url: WebhookUrl, addresses: Sequence[str], end: _Deadline) -> socket.socket:
        """Connect to the first address that answers, and check the certificate of the name."""
        *others, last = addresses
        for address in others:
            try:
                return self._connect_to(url, address, end)
            except OSError:
                continue
        return self._connect_to(url, last, end)

    def _connect_to(self, url: WebhookUrl, address: str, end: _Deadline) -> socket.socket:
        connected = socket.create_connection((address, url.port), end.left_s())
        if url.scheme != "https":
            return connected
        try:
            connected.settimeout(end.left_s())
            return self.context.wrap_socket(connected, server_hostname=url.host)
        except BaseException:
            connected.close()
            raise


def _port_of_header(url: WebhookUrl) -> int:
    """Return the port by which ``HTTPConnection`` writes ``Host`` as a browser does."""
    return 80 if url.origin == f"{url.scheme}://{url.host}" else url.port


def _result_of(status: int, retry_after: str | None) -> SendResult:
    if status // 100 == _OK:
        return SendResult(Outcome.ACCEPTED)
    reason = f"http-{status}"
    if status == _GONE:
        return SendResult(Outcome.REFUSED, reason)
    return SendResult(Outcome.LATER, reason, _wait_of(retry_after))


def _wait_of(retry_after: str | None) -> timedelta:
    """Return the pause that a receiver asks for (RFC 9110, section 10.2.3), in seconds or until."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 10**8))
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta()
    if until.tzinfo is None:
        return timedelta()
    return max(until - datetime.now(UTC), timedelta())


class _AnswerTooLarge(Exception):
    """The headers of an answer are longer than ``_MAX_BYTES``."""


@frozen
class _Deadline:
    """An instant of the monotonic clock."""

    at: float

    def left_s(self) -> float:
        """Return the seconds that are left.

        Raises:
            TimeoutError: None are left.
        """
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _BoundedSocket:
    """The part of a socket that ``http.client`` uses, bounded in time and in bytes read."""

    def __init__(self, connected: socket.socket, end: _Deadline) -> None:
        self._socket = connected
        self._end = end

    def sendall(self, data: bytes) -> None:
        """Send all bytes."""
        self._socket.settimeout(self._end.left_s())
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return a reader of the answer."""
        return io.BufferedReader(_BoundedReader(self._socket, self._end))

    def close(self) -> None:
        """Do nothing: the socket is closed where it was opened."""


class _BoundedReader(io.RawIOBase):
    """Reads at most ``_MAX_BYTES`` of a socket, and not beyond a deadline.

    ``http.client`` reads no more than headers, so a long content is no error.
    """

    def __init__(self, connected: socket.socket, end: _Deadline) -> None:
        super().__init__()
        self._socket = connected
        self._end = end
        self._left = _MAX_BYTES

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # Any buffer is one.
        """Read the next bytes; 0 at the end.

        Raises:
            _AnswerTooLarge: The headers have no end.
            TimeoutError: The time is over.
        """
        room = memoryview(buffer)[: self._left]
        if not room:
            raise _AnswerTooLarge
        self._socket.settimeout(self._end.left_s())
        count = self._socket.recv_into(room)
        self._left -= count
        return count
