"""Amounts of currencies with no, three and four decimals: in entries, events, and e-mails."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from functions.http.background import announcements
from shared.models.notifications.message import NotificationMessage
from shared.services.planning.runs import run_entry
from tests.http.answers import nothing_written, ok, problem
from tests.http.notifications.mailing import work_off
from tests.http.planning.recurring.entries import body, calendar, create, day
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.usefixtures("emulators")

PREFERENCES = "/notifications/preferences"
AT_ONCE = {
    "schedules": [
        {"kind": "RECURRING_BOOKED", "email": "INSTANT"},
        {"kind": "LOW_BALANCE", "email": "INSTANT"},
    ],
    "amounts_in_subject": True,
}


class Case(NamedTuple):
    """An amount of a currency, as it is shown in German, and one with a decimal too many."""

    currency: str
    amount: str
    shown: str
    too_exact: str


CASES = (
    Case("JPY", "1500", "1500 JPY", "1500.5"),
    Case("KWD", "0.125", "0,125 KWD", "0.1255"),
    Case("CLF", "12.3456", "12,3456 CLF", "12.34567"),
    Case("UYW", "0.0001", "0,0001 UYW", "0.00001"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.currency)
def test_an_amount_has_the_decimals_of_its_currency_everywhere(
    case: Case, person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    currency, amount, shown, too_exact = case
    store = person.store
    ok(person.patch("/settings", {"currency": currency, "timezone": "UTC"}))
    ok(person.patch("/me", {"locale": "de"}))
    ok(person.patch(PREFERENCES, AT_ONCE))
    [account] = ok(person.get("/accounts"))["items"]
    name = account["name"]
    ok(person.patch(f"/accounts/{account['id']}", {"low_balance": "0"}))
    template = {"type": "EXPENSE", "amount": amount, "payee": "Rent"}
    with nothing_written(person):
        exact = body(template=template | {"amount": too_exact})
        problem(person.post("/recurring", exact), 422, "invalid-argument", "template.amount")
    entry = create(person, name="Rent", template=template)
    assert entry["template"]["amount"] == amount
    path = f"/recurring/{entry['id']}/occurrences/{day(1)}"
    with nothing_written(person):
        problem(person.patch(path, {"amount": too_exact}), 422, "invalid-argument", "amount")

    run_entry(store, entry["id"], lambda: datetime.now(UTC))
    announcements.announce(store)
    work_off(messages)

    subjects = {str(one["Subject"]) for one in server.mails}
    assert subjects == {f"Gebucht: Rent: {shown}", f"Niedriger Saldo: {name}: -{shown}"}
    found = ok(person.get("/notifications"))["items"]
    values = {
        one["kind"]: next(each for each in one["parameters"] if each["name"] == "amount")
        for one in found
    }
    assert values["RECURRING_BOOKED"]["value"] == amount
    assert values["LOW_BALANCE"]["value"] == f"-{amount}"
    assert {one["currency"] for one in values.values()} == {currency}
    assert calendar(person, 0, 0, entry) == [(0, 0, "POSTED")]
    totals = ok(person.get(f"/recurring/occurrences?from={day(0)}&to={day(0)}"))["totals"]
    assert [(one["expenses"], one["currency"]) for one in totals] == [(amount, currency)]
    assert_law_holds(person.store)
