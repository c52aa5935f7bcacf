"""Run of attacks on a server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from functions.manifest import FUNCTIONS, Audience
from tests.attack.attack import Attack, Target
from tests.attack.request import Sent
from tests.attack.results import Result
from tests.attack.server import AttackedServer
from tests.http.answers import ok
from tests.support.ledgers.people import registered_user


@contextmanager
def attacked() -> Iterator[Target]:
    """Serve the functions as ``make run`` does, and yield what attacks are made on."""
    person = registered_user(is_verified=True)
    ok(person.get("/categories"))
    public = [function for function in FUNCTIONS if function.audience is Audience.PUBLIC]
    warm_up = [Sent.by(person, "GET", f"/{function.name}") for function in public]
    with AttackedServer(warm_up) as server:
        yield Target(server, person)


def measure(target: Target, attack: Attack) -> Result:
    """Make an attack, and return what it cost."""
    sent = attack.prepare(target)
    with target.server.kept_busy_by(sent, attack.writers):
        return Result(attack, sent, target.server.measure(sent, attack.at_once))
