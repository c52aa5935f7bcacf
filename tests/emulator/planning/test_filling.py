"""Plans that fill budgets with the emulator: faults, and concurrent writers."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from shared.errors import FillPlanChanged, FinanceFlowError
from shared.models.planning.budgets.budget import Budget
from shared.models.planning.filling.request import FillApplication, FillRequest
from shared.repositories.store import TenantStore
from shared.services.planning.budgets import filling
from tests.emulator.planning.test_budgets import create
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    assert_law_holds,
    assert_log_is_complete,
    new_ledger,
    operation,
)
from tests.support.ledgers.rebuilds import record

pytestmark = pytest.mark.usefixtures("emulators")


def planned(store: TenantStore, budgets: list[Budget], amount: str) -> FillApplication:
    """Return the request that carries out a plan of equal parts of an amount."""
    asked: dict[str, Any] = {
        "items": [{"budget_id": one.id, "method": "REMAINDER"} for one in budgets],
        "available": {"source": "AMOUNT", "amount": amount},
    }
    plan = filling.plan_budgets(store, FillRequest.model_validate(asked), NOW)
    return FillApplication.model_validate(asked | {"fingerprint": plan.fingerprint})


def amounts(store: TenantStore) -> list[int]:
    return [one.steps[-1].amount_minor for one in store.budgets.list_all()]


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_plan_is_carried_out_whole_or_not_at_all(trouble: str) -> None:
    store = new_ledger()
    budgets = [create(store, scope={"kind": "TAGS", "ids": [tag]}) for tag in "abc"]
    request = planned(store, budgets, "100.00")
    with fault(trouble) as injected, contextlib.suppress(Crashed, FinanceFlowError):
        filling.fill_budgets(store, operation("fill"), request)
    assert injected.has_struck
    assert amounts(store) in ([10_000] * 3, [3_334, 3_333, 3_333])

    done = filling.fill_budgets(store, operation("fill"), request)

    assert amounts(store) == [3_334, 3_333, 3_333]
    assert sorted(one.id for one in done.budgets) == [one.id for one in budgets]
    assert [one.revision for one in store.budgets.list_all()] == [2, 2, 2]
    assert_law_holds(store)
    assert_log_is_complete(store)


def test_of_concurrent_plans_each_is_whole() -> None:
    store = new_ledger()
    budgets = [create(store, scope={"kind": "TAGS", "ids": [tag]}) for tag in "abc"]
    plans = [planned(store, budgets, amount) for amount in ("30.00", "60.00", "90.00")]

    def fill(request: FillApplication) -> int:
        with contextlib.suppress(FillPlanChanged):
            filling.fill_budgets(store, operation(), request)
        return sum(amounts(store))

    with ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(record, store, date(2026, 3, day)) for day in (1, 2)]
        sums = list(pool.map(fill, plans))
        assert all(one.result() for one in writes)

    assert set(sums) <= {3_000, 6_000, 9_000}
    assert len(set(amounts(store))) == 1
    assert_law_holds(store)
    assert_log_is_complete(store)
