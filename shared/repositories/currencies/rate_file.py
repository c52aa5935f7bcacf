"""Fetch the file of reference rates from the address that the configuration names."""

from __future__ import annotations

import time
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from shared.errors import (
    RatesAddressRefused,
    RatesNotSupported,
    RatesTooLarge,
    RatesUnreachable,
)
from shared.models.currencies.history_file import MAX_FILE_BYTES
from shared.models.values.frozen import frozen

_MAX_REDIRECTS = 3
_PART_BYTES = 64 * 1024


@frozen
class RateFileClient:
    """Client of the server of the rates.

    Only addresses of https are fetched whose host, with its port if there is one, is among
    ``hosts``; redirects to others are refused, too. ``wait_s`` bounds each wait for the server, and
    ``time_limit_s`` the whole.
    """

    url: str
    hosts: frozenset[str]
    wait_s: float = 10.0
    time_limit_s: float = 60.0

    def fetch(self) -> bytes:
        """Return the content of the file.

        Raises:
            RatesAddressRefused, RatesUnreachable, RatesTooLarge, RatesNotSupported
        """
        deadline = time.monotonic() + self.time_limit_s
        url = self.url
        with requests.Session() as session:
            for _ in range(_MAX_REDIRECTS + 1):
                self._check(url)
                try:
                    with self._get(session, url) as response:
                        if not response.is_redirect:
                            return _content(response, deadline)
                        url = urljoin(url, response.headers["Location"])
                except (requests.RequestException, HTTPError, OSError) as error:
                    raise RatesUnreachable("the server does not answer") from error
        raise RatesUnreachable("it is redirected too often")

    def _get(self, session: requests.Session, url: str) -> requests.Response:
        return session.get(
            url,
            headers={"Accept-Encoding": "identity"},
            allow_redirects=False,
            stream=True,
            timeout=self.wait_s,
        )

    def _check(self, url: str) -> None:
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise RatesAddressRefused from error
        if parts.scheme != "https" or parts.netloc not in self.hosts:
            raise RatesAddressRefused


def _content(response: requests.Response, deadline: float) -> bytes:
    """Read an answer part by part, so that neither a long nor a slow one is read to its end."""
    if response.status_code != HTTPStatus.OK:
        raise RatesUnreachable(f"the server answers {response.status_code}")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise RatesNotSupported("the server has compressed it")
    content = bytearray()
    while part := response.raw.read1(_PART_BYTES, decode_content=False):
        content += part
        if len(content) > MAX_FILE_BYTES:
            raise RatesTooLarge(MAX_FILE_BYTES, "bytes")
        if time.monotonic() > deadline:
            raise RatesUnreachable("it takes too long")
    length = response.headers.get("Content-Length")
    if length is not None and length != str(len(content)):
        raise RatesUnreachable("the answer is incomplete")
    return bytes(content)
