"""Own rates of a ledger over HTTP: kept, logged, undone, and in backups."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.http.answers import ok, problem
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.rates import store_rates

OWN = {"base": "ARS", "quote": "USD", "date": "2026-03-31", "rate": "0.00085"}
PATH = "/currencies/own_rates"


def created(person: Person, **fields: str) -> Any:
    return ok(person.post(PATH, OWN | fields), 201)


def converted(person: Person, day: str = "2026-04-30") -> Any:
    asked = {"amount": "1000000.00", "currency": "ARS", "to": "USD", "date": day}
    [item] = ok(person.post("/currencies/convert", {"amounts": [asked]}))["items"]
    return item["converted"], item["rate"] and (item["rate"]["source"], item["rate"]["is_stale"])


def test_an_own_rate_is_answered_whole_and_found_where_it_says(visitor: Person) -> None:
    response = visitor.post(PATH, OWN | {"base": "ars", "rate": 0.5})
    rate = ok(response, 201)

    assert rate | {"id": "", "created_at": "", "updated_at": ""} == {
        "id": "", "base": "ARS", "quote": "USD", "date": "2026-03-31", "rate": "0.5",
        "created_at": "", "updated_at": "", "etag": '"1"',
    }  # fmt: skip
    assert ok(visitor.get(response.headers["Location"])) == rate
    assert ok(visitor.get(PATH))["items"] == [rate]


def test_a_currency_without_reference_rates_is_converted_by_own_ones(visitor: Person) -> None:
    assert converted(visitor) == (None, None)

    rate = created(visitor)
    assert converted(visitor) == ("850.00", ("OWN", True))
    assert converted(visitor, "2026-03-30") == (None, None)
    of_day = ok(visitor.get("/currencies/rates?base=ARS&date=2026-04-01"))["items"]
    assert [(one["quote"], one["rate"]) for one in of_day] == [("USD", "0.00085")]

    ok(visitor.put(f"{PATH}/{rate['id']}", OWN | {"rate": "0.001"}))
    assert converted(visitor)[0] == "1000.00"
    ok(visitor.delete(f"{PATH}/{rate['id']}"), 204)
    assert converted(visitor) == (None, None)


def test_an_own_rate_is_not_combined_with_reference_rates(visitor: Person) -> None:
    store_rates(USD={"2026-03-31": "1.25"})
    created(visitor)
    assert converted(visitor)[0] == "850.00"
    asked = {"amount": "1000000.00", "currency": "ARS", "to": "EUR", "date": "2026-04-01"}
    [item] = ok(visitor.post("/currencies/convert", {"amounts": [asked]}))["items"]
    assert (item["currency"], item["to"], item["converted"]) == ("ARS", "EUR", None)
    created(visitor, quote="EUR", rate="0.0007")
    [item] = ok(visitor.post("/currencies/convert", {"amounts": [asked]}))["items"]
    assert item["converted"] == "700.00"


def test_changes_of_own_rates_are_logged_and_undone(visitor: Person) -> None:
    rate = created(visitor)
    ok(visitor.put(f"{PATH}/{rate['id']}", OWN | {"rate": "0.001"}))
    deletion = visitor.delete(f"{PATH}/{rate['id']}")
    ok(deletion, 204)

    ok(visitor.post(f"/changes/{deletion.headers['X-Change-Id']}/undo"))
    assert ok(visitor.get(f"{PATH}/{rate['id']}"))["rate"] == "0.001"
    changes = ok(visitor.get("/changes?limit=4"))["items"]
    assert [change["entity"] for change in changes] == ["OWN_RATE"] * 4
    assert [change["before"] and change["before"]["rate"] for change in changes] == [
        None, "0.001", "0.00085", None,
    ]  # fmt: skip

    ok(visitor.post(f"/changes/{changes[2]['id']}/undo"))
    assert ok(visitor.get(f"{PATH}/{rate['id']}"))["rate"] == "0.00085"


def test_an_undo_does_not_make_a_second_rate_of_a_pair_and_day(visitor: Person) -> None:
    rate = created(visitor)
    ok(visitor.delete(f"{PATH}/{rate['id']}"), 204)
    [deletion] = ok(visitor.get("/changes?limit=1"))["items"]
    created(visitor, base="USD", quote="ARS", rate="1200")

    problem(visitor.post(f"/changes/{deletion['id']}/undo"), 409, "already-exists")


@pytest.mark.parametrize("text", ["0.00085", "1500", "20", "0.0000009"])
def test_own_rates_are_in_backups(visitor: Person, text: str) -> None:
    rate = created(visitor, rate=text)
    backup = json.loads(visitor.get("/exports/ledger").get_data())
    assert [one["rate"] for one in backup["own_rates"]] == [text]

    other = new_visitor()
    ok(other.post("/imports/restore", backup), 201)
    restored = ok(other.get(PATH))["items"]
    assert restored == [rate]


@pytest.mark.parametrize(
    ("fields", "invalid"),
    [
        ({"rate": "0"}, "rate"),
        ({"rate": "-1"}, "rate"),
        ({"rate": "1000000001"}, "rate"),
        ({"rate": "NaN"}, "rate"),
        ({"quote": "ARS"}, "quote"),
        ({"quote": "ABC"}, "quote"),
        ({"date": "2026-02-30"}, "date"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(
    visitor: Person, fields: dict[str, str], invalid: str
) -> None:
    problem(visitor.post(PATH, OWN | fields), 422, "invalid-argument", invalid)


def test_a_second_rate_of_a_pair_and_day_is_refused(visitor: Person) -> None:
    rate = created(visitor)

    refused = visitor.post(PATH, OWN | {"base": "USD", "quote": "ARS"})
    answer = problem(refused, 409, "already-exists")
    assert answer["detail"] == "There is already a rate of ARS/USD for 2026-03-31."
    assert answer["existing_id"] == rate["id"]


def test_a_rate_cannot_become_a_second_one_of_a_pair_and_day(visitor: Person) -> None:
    rate, other = created(visitor), created(visitor, date="2026-04-30")

    refused = visitor.put(f"{PATH}/{other['id']}", OWN | {"base": "USD", "quote": "ARS"})

    assert problem(refused, 409, "already-exists")["existing_id"] == rate["id"]
    assert ok(visitor.get(f"{PATH}/{other['id']}")) == other


def test_a_rate_that_was_changed_meanwhile_is_not_replaced(visitor: Person) -> None:
    rate = created(visitor)
    path = f"{PATH}/{rate['id']}"
    ok(visitor.put(path, OWN | {"rate": "2"}, headers={"If-Match": rate["etag"]}))

    refused = visitor.put(path, OWN | {"rate": "3"}, headers={"If-Match": rate["etag"]})
    assert problem(refused, 412, "precondition-failed")["current"]["rate"] == "2"
