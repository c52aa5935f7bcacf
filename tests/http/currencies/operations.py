"""The operations on currencies and rates."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.operation import ApiOperation

_VIEWER = Role.VIEWER
_DAYS = "from=2026-03-01&to=2026-03-31"

OPERATIONS = (
    ApiOperation("list_currencies", "list currencies", "GET", "/currencies", 200, _VIEWER),
    ApiOperation("list_rates", "list rates", "GET", "/currencies/rates?date=2026-03-31", 200,
                 _VIEWER),
    ApiOperation("list_rate_history", "list rates by day", "GET",
                 f"/currencies/rates/history?base=EUR&quote=USD&{_DAYS}", 200, _VIEWER),
    ApiOperation("convert_amounts", "convert amounts", "POST", "/currencies/convert", 200, _VIEWER,
                 {"amounts": [{"amount": "1.00", "currency": "USD", "to": "EUR"}]}),
)  # fmt: skip
