"""Search for free TCP ports of this machine."""

from __future__ import annotations

import random
import socket
from typing import TYPE_CHECKING

from local.configuration import HOST
from local.errors import LocalStackError, PortTakenError

if TYPE_CHECKING:
    from collections.abc import Mapping

FREE_RANGE = range(20_000, 30_000)
"""Below the ephemeral ports, which systems assign to outgoing connections."""

ATTEMPTS = 1_000


def is_free(port: int) -> bool:
    """Return whether a server can listen on the port now."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError:
            return False
        return True


def require_free(ports: Mapping[str, int]) -> None:
    """Raise unless all ports are free; each is given with the variable that overrides it.

    Raises:
        PortTakenError: A port is taken; names the first one, and its variable.
    """
    for variable, port in ports.items():
        if not is_free(port):
            raise PortTakenError(port, variable)


def find_free(count: int) -> list[int]:
    """Return that many distinct ports that are free now, and reserve them for this process.

    Until it ends no process finds them again, though nothing listens on them yet.
    """
    found: list[int] = []
    for _ in range(ATTEMPTS):
        if len(found) == count:
            return found
        port = random.choice(FREE_RANGE)  # noqa: S311 # A port is no secret.
        if is_free(port) and _reserve(port):
            found.append(port)
    raise LocalStackError(f"No {count} free ports between {FREE_RANGE[0]} and {FREE_RANGE[-1]}.")


def _reserve(port: int) -> bool:
    """Reserve the port by its UDP namesake, which nothing here uses; False: another process has."""
    reservation = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        reservation.bind((HOST, port))
    except OSError:
        reservation.close()
        return False
    reservation.detach()  # It stays open until the process ends.
    return True
