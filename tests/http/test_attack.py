"""A few of the requests of ``make attack``, on a server of their own, within the same limits."""

from __future__ import annotations

import sys

import pytest

from tests.attack.lists import ATTACKS
from tests.attack.run import attacked, measure

pytestmark = [
    pytest.mark.usefixtures("emulators"),
    pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells the peak of memory."),
]


def test_requests_that_try_to_cost_too_much_stay_within_their_limits() -> None:
    with attacked() as target:
        results = [measure(target, attack) for attack in ATTACKS if attack.is_quick]

    assert {r.attack.name: list(r.faults()) for r in results if [*r.faults()]} == {}
    assert len(results) >= 6
    assert all(result.cost.cpu_s > 0 for result in results)
