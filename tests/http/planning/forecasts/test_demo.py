"""The forecast of a new demo with samples has something to say."""

from __future__ import annotations

from tests.http.planning.forecasts.forecasts import forecast
from tests.support.ledgers.people import visitor


def test_a_new_demo_has_a_forecast_of_balances_and_of_likely_spending(emulators: None) -> None:
    found = forecast(visitor(samples=True), days=60)

    assert found["refused"] == []
    assert len(found["history"]) >= 12
    main = found["accounts"][0]
    assert main["next_income"] is not None
    assert len(set(main["balances"])) > 3
    assert main["bands"]["low"][-1] != main["bands"]["high"][-1]
    # The rent recurs, so most expenses are planned, and only the others are likely.
    past = found["history"][-1]
    assert 0 < float(past["unscheduled_expenses"]) < float(past["expenses"]) / 2
    assert len(found["likely"]["groups"]) == 6
    assert found["likely"]["expenses"]["backtest"]["months"] >= 6
