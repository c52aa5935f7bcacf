from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from firebase_admin import auth
from werkzeug.test import TestResponse

from functions.ledger import categories
from functions.manifest import FUNCTIONS, Audience
from tests.http.answers import nothing_written, ok, problem
from tests.http.operations import furnish
from tests.support.ledgers.people import Person, anonymous_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.workspaces import Workspace, new_workspace
from tests.support.rate_limits import FAILURES, MINUTE, Clock, begin_another_instance, counts
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

PUBLIC = [function.name for function in FUNCTIONS if function.audience is Audience.PUBLIC]
SCHEDULED = [function.name for function in FUNCTIONS if function.audience is Audience.SCHEDULER]
SetVariable = Callable[[str, str], None]
FILE = b"Date,Amount,Description\n2026-03-31,-1.00,Shop\n"


def ask(person: Person, times: int, path: str = "/categories") -> list[int]:
    """Return the statuses of so many requests."""
    return [person.get(path).status_code for _ in range(times)]


def test_a_caller_may_ask_so_often_in_a_minute_and_again_in_the_next(
    clock: Clock, set_variable: SetVariable
) -> None:
    visitor, other = new_visitor(), new_visitor()
    set_variable("CALLER_RATE_LIMIT", "3/minute")

    assert ask(visitor, 3) == [200, 200, 200]
    refused = visitor.get("/categories")

    problem(refused, 429, "rate-limited")
    assert refused.headers["Retry-After"] == "30"
    assert ask(other, 1) == [200]
    clock.at += MINUTE
    assert ask(visitor, 4) == [200, 200, 200, 429]


def test_a_callers_requests_count_whichever_function_they_are_for(
    clock: Clock, set_variable: SetVariable
) -> None:
    visitor = new_visitor()
    set_variable("CALLER_RATE_LIMIT", "2/minute")

    assert ask(visitor, 1, "/categories") + ask(visitor, 1, "/accounts") == [200, 200]
    assert ask(visitor, 1, "/monthlyReport") == [429]


@pytest.mark.parametrize("function", PUBLIC)
def test_an_address_may_ask_so_often_with_or_without_a_token(
    clock: Clock, set_variable: SetVariable, function: str
) -> None:
    set_variable("ADDRESS_RATE_LIMIT", "2/minute")
    here, elsewhere = {"REMOTE_ADDR": f"here {function}"}, {"REMOTE_ADDR": f"there {function}"}

    def unknown_route(environ: dict[str, str]) -> int:
        bad = {"Authorization": "Bearer nonsense"}
        response = served(function).get("/no/such", headers=bad, environ_overrides=environ)
        return response.status_code

    statuses = [unknown_route(here) for _ in range(3)]

    answered = 404 if function == "createDemoSession" else 401
    assert statuses == [answered, answered, 429]
    assert unknown_route(elsewhere) == answered
    clock.at += MINUTE
    assert unknown_route(here) == answered


@pytest.mark.parametrize("function", SCHEDULED)
def test_the_schedulers_calls_are_not_limited(
    clock: Clock, set_variable: SetVariable, function: str
) -> None:
    set_variable("ADDRESS_RATE_LIMIT", "1/minute")

    for _ in range(3):
        assert served(function).post("/", json={"unknown": 1}).status_code == 422


def test_a_preflight_is_not_counted(clock: Clock, set_variable: SetVariable) -> None:
    visitor = new_visitor()
    set_variable("ADDRESS_RATE_LIMIT", "1/minute")
    asked = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "GET"}

    for _ in range(3):
        assert served("categories").options("/", headers=asked).status_code == 200
    assert ask(visitor, 2) == [200, 429]


def test_a_page_may_read_when_to_try_again(clock: Clock, set_variable: SetVariable) -> None:
    visitor = new_visitor()
    set_variable("CALLER_RATE_LIMIT", "1/minute")
    ask(visitor, 1)

    refused = visitor.get("/categories", headers={"Origin": "https://app.example.com"})

    problem(refused, 429, "rate-limited")
    assert refused.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.3", "::ffff:192.0.2.3", True),
    ],
)
def test_the_addresses_of_one_ipv6_network_are_one(
    clock: Clock, set_variable: SetVariable, one: str, other: str, *, are_one: bool
) -> None:
    visitor = new_visitor()
    set_variable("ADDRESS_RATE_LIMIT", "1/minute")

    def asked_from(address: str) -> int:
        response = visitor.get("/categories", environ_overrides={"REMOTE_ADDR": address})
        return response.status_code

    assert asked_from(one) == 200
    assert asked_from(other) == (429 if are_one else 200)


def test_the_count_is_one_for_all_instances(clock: Clock, set_variable: SetVariable) -> None:
    visitor = new_visitor()
    set_variable("CALLER_RATE_LIMIT", "4/minute")

    assert ask(visitor, 3) == [200, 200, 200]
    begin_another_instance()
    assert ask(visitor, 2) == [200, 429]
    begin_another_instance()
    assert ask(visitor, 1) == [429]


def test_most_requests_write_no_count_and_an_instance_is_behind_by_a_step_at_most(
    clock: Clock, set_variable: SetVariable
) -> None:
    visitor = new_visitor()
    set_variable("CALLER_RATE_LIMIT", "60/minute")

    with counts() as written:
        assert ask(visitor, 61) == [200] * 60 + [429]
    assert written.tries == 30

    begin_another_instance()
    with counts() as written:
        assert ask(visitor, 4) == [200, 429, 429, 429]
    assert written.tries == 1


def test_to_refuse_costs_nothing(clock: Clock, set_variable: SetVariable) -> None:
    visitor = new_visitor()
    set_variable("CALLER_RATE_LIMIT", "1/minute")
    ask(visitor, 1)

    with counts() as written, nothing_written(visitor):
        assert ask(visitor, 20) == [429] * 20

    assert written.tries == 0


def test_two_at_once_are_counted_as_two(clock: Clock, set_variable: SetVariable) -> None:
    visitor = new_visitor()
    set_variable("EXPORT_RATE_LIMIT", "5/hour")

    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: visitor.get("/exports/ledger").status_code, range(8))
        statuses = sorted(answers)

    assert statuses == [200] * 5 + [429] * 3


def export_transactions(person: Person) -> TestResponse:
    return person.get("/exports/transactions")


def export_ledger(person: Person) -> TestResponse:
    return person.get("/exports/ledger")


def preview(person: Person) -> TestResponse:
    return person.call("POST", "/imports/preview", data=FILE, content_type="text/csv")


def restore(person: Person) -> TestResponse:
    return person.post("/imports/restore", {"format": "unknown"})


def export_oneself(person: Person) -> TestResponse:
    return person.get("/me/export")


@pytest.mark.parametrize(
    ("variable", "call", "status"),
    [
        ("EXPORT_RATE_LIMIT", export_transactions, 200),
        ("EXPORT_RATE_LIMIT", export_ledger, 200),
        ("EXPORT_RATE_LIMIT", export_oneself, 200),
        ("IMPORT_RATE_LIMIT", preview, 201),
        ("IMPORT_RATE_LIMIT", restore, 422),
    ],
)
def test_what_costs_much_is_limited_more_and_exactly(
    clock: Clock, set_variable: SetVariable, variable: str, call: Any, status: int
) -> None:
    visitor, other = new_visitor(), new_visitor()
    set_variable(variable, "2/hour")

    assert call(visitor).status_code == status
    begin_another_instance()
    assert call(visitor).status_code == status
    refused = call(visitor)

    problem(refused, 429, "rate-limited")
    assert refused.headers["Retry-After"] == str(1800 - 30)
    assert ask(visitor, 1) == [200]
    assert call(other).status_code == status
    clock.at += 60 * MINUTE
    assert call(visitor).status_code == status


def test_an_admin_may_invite_so_many_in_a_day(clock: Clock, set_variable: SetVariable) -> None:
    workspace, other = new_workspace(), new_workspace()
    set_variable("INVITATION_RATE_LIMIT", "2/day")

    def invite(into: Workspace, name: str) -> TestResponse:
        return into.creator.post(f"{into.path}/members", {"email": f"{name}@example.com"})

    for name in ("ada", "grace"):
        ok(invite(workspace, name), 201)
        begin_another_instance()
    refused = invite(workspace, "joan")

    problem(refused, 429, "rate-limited")
    assert refused.headers["Retry-After"] == str(11 * 3600 + 1800 - 30)
    ok(invite(other, "joan"), 201)
    clock.at += 24 * 60 * MINUTE
    ok(invite(workspace, "joan"), 201)


def test_an_address_may_start_so_many_demos(clock: Clock, set_variable: SetVariable) -> None:
    set_variable("DEMO_RATE_LIMIT_PER_HOUR", "2")

    def open_demo(address: str) -> TestResponse:
        here = {"REMOTE_ADDR": address}
        body = {"sample_transactions": False}
        return served("createDemoSession").post("/", json=body, environ_overrides=here)

    for _ in range(2):
        ok(open_demo("192.0.2.77"), 201)
        begin_another_instance()
    users_before = {user.uid for user in auth.list_users().iterate_all()}

    refused = open_demo("192.0.2.77")

    problem(refused, 429, "rate-limited")
    assert refused.headers["Retry-After"] == "1770"
    assert {user.uid for user in auth.list_users().iterate_all()} == users_before
    ok(open_demo("192.0.2.78"), 201)
    clock.at += 60 * MINUTE
    ok(open_demo("192.0.2.77"), 201)


@pytest.mark.parametrize("failure", FAILURES)
def test_where_nothing_can_be_counted_people_go_on(
    clock: Clock, set_variable: SetVariable, capsys: pytest.CaptureFixture[str], failure: str
) -> None:
    visitor = new_visitor()
    furnish(visitor)
    for name in ("CALLER_RATE_LIMIT", "ADDRESS_RATE_LIMIT", "EXPORT_RATE_LIMIT"):
        set_variable(name, "2/hour")
    capsys.readouterr()

    with counts(failing_with=failure):
        assert ask(visitor, 1, "/exports/transactions") == [200]

    warnings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["message"] for line in warnings if line["severity"] == "WARNING"] == [
        "let through without a count: requests from one address",
        "let through without a count: requests of one caller",
        "let through without a count: exports",
    ]


def test_what_could_not_be_told_is_told_a_step_later(
    clock: Clock, set_variable: SetVariable
) -> None:
    visitor = new_visitor()
    set_variable("CALLER_RATE_LIMIT", "90/minute")
    with counts(failing_with="unavailable") as told:
        assert ask(visitor, 7) == [200] * 7
    assert told.tries == 2

    with counts() as told:
        assert ask(visitor, 2) == [200, 200]
    assert told.tries == 1
    begin_another_instance()
    assert ask(visitor, 82).count(200) == 81


@pytest.mark.parametrize("failure", FAILURES)
def test_where_nothing_can_be_counted_no_demo_is_made(clock: Clock, failure: str) -> None:
    user = anonymous_user()
    users_before = {user.uid for user in auth.list_users().iterate_all()}

    with counts(failing_with=failure), nothing_written(user):
        problem(served("createDemoSession").post("/"), 503, "unavailable")
        problem(user.post("/createDemoSession"), 503, "unavailable")

    assert {user.uid for user in auth.list_users().iterate_all()} == users_before
    ok(user.post("/createDemoSession"), 201)


def test_a_client_cannot_choose_its_address(clock: Clock, set_variable: SetVariable) -> None:
    """Send forged entries before the last one, which is the front end's."""
    set_variable("TRUSTED_PROXIES", "1")
    set_variable("ADDRESS_RATE_LIMIT", "2/minute")
    app = categories.create_app.__wrapped__()

    def asked_from(addresses: str) -> int:
        headers = {"X-Forwarded-For": addresses}
        return app.test_client().get("/", headers=headers).status_code

    told = [asked_from(f"198.51.100.{n}, 192.0.2.99") for n in range(3)]

    assert told == [401, 401, 429]
    assert asked_from("198.51.100.0, 192.0.2.98") == 401
