"""The operations on currencies and rates."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.answers import ok
from tests.http.operation import ApiOperation
from tests.support.ledgers.people import Person

_VIEWER = Role.VIEWER
_OWN = {"base": "ARS", "quote": "EUR", "date": "2026-03-31", "rate": "0.00085"}
_DAYS = "from=2026-03-01&to=2026-03-31"

OPERATIONS = (
    ApiOperation("list_currencies", "list currencies", "GET", "/currencies", 200, _VIEWER),
    ApiOperation("list_rates", "list rates", "GET", "/currencies/rates?date=2026-03-31", 200,
                 _VIEWER),
    ApiOperation("list_rate_history", "list rates by day", "GET",
                 f"/currencies/rates/history?base=EUR&quote=USD&{_DAYS}", 200, _VIEWER),
    ApiOperation("convert_amounts", "convert amounts", "POST", "/currencies/convert", 200, _VIEWER,
                 {"amounts": [{"amount": "1.00", "currency": "USD", "to": "EUR"}]}),
    ApiOperation("list_own_rates", "list own rates", "GET", "/currencies/own_rates", 200, _VIEWER),
    ApiOperation("create_own_rate", "create an own rate", "POST", "/currencies/own_rates", 201,
                 Role.ANALYST, _OWN | {"date": "2026-04-01"}),
    ApiOperation("get_own_rate", "get an own rate", "GET", "/currencies/own_rates/{own_rate}", 200,
                 _VIEWER),
    ApiOperation("put_own_rate", "put an own rate", "PUT", "/currencies/own_rates/{own_rate}", 200,
                 Role.ANALYST, _OWN | {"rate": "0.001"}),
    ApiOperation("delete_own_rate", "delete an own rate", "DELETE",
                 "/currencies/own_rates/{own_rate}", 204, Role.ADMIN),
)  # fmt: skip


def furnish(person: Person) -> dict[str, str]:
    """Create an own rate; its id."""
    made = person.post("/currencies/own_rates", _OWN | {"date": "2026-03-30"})
    return {"own_rate": ok(made, 201)["id"]}
