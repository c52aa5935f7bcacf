"""Addresses of webhooks: which URLs a person may enter, and which addresses are never called.

A URL names a host of the internet by its name, with https on port 443. The addresses of the name
are checked again at each connection (``shared/repositories/notifications/webhook_posts.py``).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Self

from shared.models.values.frozen import frozen

MAX_URL = 500
"""Maximum number of characters of a URL."""

_HTTPS_PORT = 443
_MAX_PORT = 65_535
_MAX_HOST = 253

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[^\s/?#@:\\\[\]%]+)(:(?P<port>[0-9]{1,5}))?"
    r"(?P<path>[/?][!-\"$-\[\]-~]*)?",
    re.IGNORECASE,
)
"""A URL without user, fragment, backslash, spaces, and IPv6 address; its path is visible ASCII."""

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_LAST_LABEL = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
"""No top-level domain begins with a digit; what ends in a number is an IPv4 address to some."""

_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion")
"""Top-level names that no public name server answers for, and that of reverse lookups."""

_REFUSED_V4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # carrier-grade NAT; metadata of Alibaba Cloud
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # the host of Azure, with its metadata
            "169.254.0.0/16",  # link-local; metadata of Google Cloud, AWS and Azure
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocols; metadata of Oracle Cloud
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)

_PUBLIC_V6 = ip_network("2000::/3")
"""The only global unicast addresses: outside are loopback, IPv4-mapped and IPv4-compatible ones,
NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), private (fc00::/7), link-local and multicast ones."""

_REFUSED_V6 = tuple(
    map(
        ip_network,
        (
            "2001::/23",  # protocols, with Teredo (2001::/32), benchmarks and ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, which has an IPv4 address in it
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet, which webhooks may be sent to."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False  # One with a zone, like fe80::1%eth0, too.
    match parsed:
        case IPv4Address():
            return not any(parsed in network for network in _REFUSED_V4)
        case IPv6Address() if parsed.scope_id is None:
            refused = any(parsed in network for network in _REFUSED_V6)
            return parsed in _PUBLIC_V6 and not refused
    return False


@frozen
class WebhookUrl:
    """The parts of a webhook's URL; the host is ASCII, as in the name system.

    ``path`` begins with a slash, and has the query.
    """

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, text: str, local_origins: Collection[str] = ()) -> Self:
        """Return the parts of a URL that may be one of a webhook.

        ``local_origins``, like ``http://127.0.0.1:8787``, are allowed beside those of the internet.

        Raises:
            ValueError: It may not; the message says why.
        """
        found = _URL.fullmatch(text)
        if found is None:
            raise ValueError("must be an absolute https URL of visible ASCII, without a user")
        scheme, host = found["scheme"].lower(), found["host"].lower().removesuffix(".")
        port = int(found["port"] or (_HTTPS_PORT if scheme == "https" else 80))
        path = found["path"] or "/"
        path = path if path.startswith("/") else f"/{path}"
        if not 0 < port <= _MAX_PORT:
            raise ValueError("must have a port up to 65535")
        local = cls(scheme, host, port, path)
        if local.origin in local_origins:
            return local
        if scheme != "https":
            raise ValueError("must begin with https://")
        if port != _HTTPS_PORT:
            raise ValueError("must have the port 443")
        return cls(scheme, _public_host(host), port, path)

    @property
    def origin(self) -> str:
        """Return scheme and host, with the port unless it is the usual one of https."""
        usual = self.scheme == "https" and self.port == _HTTPS_PORT
        return f"{self.scheme}://{self.host}{'' if usual else f':{self.port}'}"

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"


def _public_host(host: str) -> str:
    """Return a host's name as ASCII.

    Raises:
        ValueError: It cannot be one of the internet; the message says why.
    """
    ascii_host = host if host.isascii() else _to_ascii(host)
    *labels, last = ascii_host.split(".")
    if not labels or not _LAST_LABEL.fullmatch(last) or last in _INSIDE:
        raise ValueError("must have the name of a host of the internet, and no IP address")
    if len(ascii_host) > _MAX_HOST or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("must have a valid host name")
    return ascii_host


def _to_ascii(host: str) -> str:
    import idna  # noqa: PLC0415 (large tables, which few names need)

    try:
        return idna.encode(host, uts46=True).decode().lower()
    except idna.IDNAError as error:
        raise ValueError("must have a valid host name") from error
