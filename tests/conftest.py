"""Fixtures of every level; what needs the emulators says so."""

from __future__ import annotations

import gc
import itertools
import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest

from shared.repositories import connections
from tests.support.ledgers import people
from tests.support.observers.index_planner import IndexConfig
from tests.support.observers.log_watch import LogWatch
from tests.support.observers.query_recorder import QueryRecorder
from tests.support.observers.tenant_fields import TenantFieldWatch
from tests.support.own_emulators import OwnEmulators
from tests.support.unlimited import UNLIMITED

EMULATORS = ("FIRESTORE_EMULATOR_HOST", "FIREBASE_AUTH_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST")

MODULES_TO_A_RESET = 8
"""After so many modules, what they deleted would slow down queries by more than a reset takes."""

# Read once by the functions, so it is set before any of them is loaded.
os.environ.setdefault("ALLOWED_ORIGINS", "https://app.example.com,https://*--app.netlify.app")
for _name, _rate in UNLIMITED.items():
    os.environ.setdefault(_name, _rate)
# No test asks the European Central Bank.
os.environ.setdefault("RATES_HOSTS", "")
os.environ.setdefault("GOOGLE_CLOUD_PROJECT", "demo-financeflow")


# No test is timed: a busy machine takes longer for the same example, and is not wrong.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Look on at what is logged, and keep processes side by side out of each other's database."""
    config.pluginmanager.register(LogWatch())
    if "PYTEST_XDIST_WORKER" in os.environ:
        config.pluginmanager.register(OwnEmulators())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run modules with long tests first, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("early") is None)


def pytest_collection_finish() -> None:
    """Look less often for garbage in cycles, and never among the tests themselves.

    A process that has loaded all tests has some hundred megabytes of objects that stay. To look
    through them again and again took a tenth of the processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def emulators() -> None:
    """Check that the emulators run; a missing one is an error, not a skip."""
    missing = [name for name in EMULATORS if name not in os.environ]
    if missing:
        pytest.fail(f"{', '.join(missing)} not set: run `make test`, which starts the emulators.")
    connections.identities()  # Makes the Firebase app by which tests, too, ask for users.


@pytest.fixture(scope="session", autouse=True)
def recorder() -> Iterator[QueryRecorder]:
    """Yield an observer of every query that this process's client makes.

    Without an emulator there is no client, and nothing can be asked.
    """
    recorder = QueryRecorder(IndexConfig.of_project())
    if "FIRESTORE_EMULATOR_HOST" not in os.environ:
        yield recorder
        return
    with connections.firestore_client().observed_by(recorder):
        yield recorder


@pytest.fixture(autouse=True)
def _every_query_is_served(recorder: QueryRecorder) -> Iterator[None]:
    """Fail a test that made a query for which production has no index."""
    yield
    unserved = recorder.take_unserved()
    if unserved:
        pytest.fail(unserved, pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def tenant_fields() -> Iterator[TenantFieldWatch]:
    """Yield an observer of every field that this process writes to a tenant's document."""
    watch = TenantFieldWatch()
    if "FIRESTORE_EMULATOR_HOST" not in os.environ:
        yield watch
        return
    with connections.firestore_client().observed_by(watch):
        yield watch


@pytest.fixture(autouse=True)
def _every_field_of_a_tenant_is_known(tenant_fields: TenantFieldWatch) -> Iterator[None]:
    """Fail a test that wrote a field to a tenant's document that no codec has."""
    yield
    unknown = tenant_fields.take_unknown()
    if unknown:
        pytest.fail(unknown, pytrace=False)


@pytest.fixture(scope="session")
def emptyings() -> Iterator[Callable[[], None]]:
    """Return, in turn, how to empty the database: mostly fast, and sometimes with its history."""
    fast = [people.delete_everything] * (MODULES_TO_A_RESET - 1)
    return itertools.cycle([people.forget_everything, *fast])


@pytest.fixture(scope="module", autouse=True)
def _empty_database(
    request: pytest.FixtureRequest, emptyings: Iterator[Callable[[], None]]
) -> None:
    """Delete everything before each module, because the emulator slows down with more data."""
    level = request.path.relative_to(request.config.rootpath / "tests").parts[0]
    if level in {"emulator", "http"} and all(name in os.environ for name in EMULATORS):
        next(emptyings)()
        connections.firestore_client().known_rates.forget()


@pytest.fixture
def visitor(emulators: None) -> people.Person:
    """Return a demo visitor with an empty ledger in US dollars."""
    return people.visitor()


@pytest.fixture(scope="module")
def settled_visitor(emulators: None) -> people.Person:
    """Return a demo visitor with sample transactions, shared by tests that only read."""
    return people.visitor(samples=True)
