"""Fixtures of the tests over HTTP."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from functions.http.configuration import configuration
from functions.http.security import rate_limits
from shared.repositories.notifications import webhook_posts
from shared.services.posting import long_work
from tests.support.ledgers.people import Person
from tests.support.ledgers.rates import RateServer, rate_server
from tests.support.rate_limits import Clock, begin_another_instance
from tests.support.time_limits import raised_time_limits

ZONES = ("UTC", "Asia/Tokyo")
"""Time zones of the ledgers of tests that use ``one_day``."""


@pytest.fixture(scope="package", autouse=True)
def _no_request_is_cut_short() -> Iterator[None]:
    """Raise the time limits of requests for busy machines."""
    with raised_time_limits():
        yield


@pytest.fixture(scope="package", autouse=True)
def _no_name_is_asked_for() -> Iterator[None]:
    """Give the host of the examples an address of the internet, and no other host any."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webhook_posts, "system_addresses", _addresses_of)
        yield


def _addresses_of(host: str, _port: int) -> list[str]:
    if host == "127.0.0.1":
        return [host]
    if host != "example.com.":
        raise socket.gaierror
    return ["93.184.216.34"]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no commit for that of another worker on the same merge or import."""
    monkeypatch.setattr(long_work, "PAUSE", timedelta())


@pytest.fixture
def among_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take each commit of the last minute for that of another worker on the same work."""
    monkeypatch.setattr(long_work, "PAUSE", timedelta(minutes=1))


@pytest.fixture
def saver(visitor: Person) -> Person:
    """Return a visitor with an expense of 1.00 on 24 and on 25 February and on 25 March 2026."""
    for date in ("2026-02-24", "2026-02-25", "2026-03-25"):
        visitor.record("1.00", date=date)
    return visitor


@pytest.fixture
def one_day() -> None:
    """Keep the test within one day: wait for midnight to pass where it is near."""
    for zone in map(ZoneInfo, ZONES):
        now = datetime.now(zone)
        midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        if midnight - now < timedelta(minutes=1):
            time.sleep((midnight - now).total_seconds() + 1)


@pytest.fixture
def set_variable(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Set an environment variable that the functions' settings are read from."""

    def set_one(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        configuration.cache_clear()

    yield set_one
    configuration.cache_clear()


@pytest.fixture
def served_rates(
    emulators: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    set_variable: Callable[[str, str], None],
) -> Iterator[RateServer]:
    """Yield a server of exchange rates, which the configuration names."""
    with rate_server(tmp_path) as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.certificate))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        set_variable("RATES_URL", server.url)
        set_variable("RATES_HOSTS", server.host)
        yield server


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Yield the clock of the rate limits, which count from zero for one test."""
    clock = Clock()
    monkeypatch.setattr(rate_limits, "now", clock)
    begin_another_instance()
    yield clock
    begin_another_instance()
