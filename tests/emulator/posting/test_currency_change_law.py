"""The law of the ledger while its currency is changed: all sums are exact between operations."""

from __future__ import annotations

import contextlib
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import FinanceFlowError
from shared.repositories.store import TenantStore
from shared.services.posting import currency_change
from shared.services.posting.rebuild import rebuild_months
from tests.emulator.posting.bookkeeper import run_with_trouble
from tests.emulator.posting.test_foreign_law import BASES, FOREIGN, ForeignBookkeeper
from tests.support.faults import FAULTS
from tests.support.ledgers.currency_changes import ask_for, assert_changed, assert_sums_are_exact
from tests.support.ledgers.ledgers import assert_every_revision_is_logged, assert_log_is_complete
from tests.support.ledgers.rates import store_rates
from tests.support.ledgers.rebuilds import always, clock, times

pytestmark = pytest.mark.usefixtures("emulators")

RATES = {
    "USD": {"2026-02-02": "1.1", "2026-02-20": "1.2"},
    "JPY": {"2026-01-02": "160", "2026-02-10": "171.5"},
}


@pytest.fixture(scope="module", autouse=True)
def _rates(emulators: None) -> None:
    store_rates(**RATES)


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(currency_change, "AT_ONCE", 2)


class _Mover(ForeignBookkeeper):
    """Works on a ledger in several currencies, of one calendar."""

    def __init__(self, currency: str) -> None:
        super().__init__(currency)

        def work(unit: TenantStore) -> None:
            unit.load()
            unit.ledger.remove_next_calendar()

        self.store.transact(work)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), currency=BASES)
def test_sums_stay_exact_while_the_currency_is_changed_between_any_operations(
    data: st.DataObject, currency: str
) -> None:
    mover = _Mover(currency)
    for _ in range(data.draw(st.integers(2, 14))):
        kind = data.draw(st.sampled_from(["operation", "operation", "ask", "rebuild", "rebuild"]))
        run = mover.step(data, currency)
        if kind == "ask":
            run = partial(ask_for, mover.store, data.draw(st.sampled_from([*FOREIGN, currency])))
        elif kind == "rebuild":
            rooms = times(data.draw(st.integers(1, 4)))
            run = partial(rebuild_months, mover.store, clock, rooms)
        trouble = data.draw(st.sampled_from([None, None, *FAULTS]))
        with contextlib.suppress(FinanceFlowError):
            run_with_trouble(run, trouble)
        assert_sums_are_exact(mover.store)
    assert rebuild_months(mover.store, clock, always)
    ledger = mover.store.tenant.get().ledger
    assert_sums_are_exact(mover.store)
    if ledger.currency_change.has_begun:
        assert_changed(mover.store, ledger.currency)
    assert_every_revision_is_logged(mover.store)
    assert_log_is_complete(mover.store)
