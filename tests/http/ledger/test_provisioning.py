"""A registered user's first call makes their ledger, and makes it once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from firebase_admin import auth

from shared.errors import Unauthenticated
from shared.services.ledger.provisioning import provision_ledger
from tests.http.answers import documents_of, ok, problem
from tests.http.histories import BEGUN
from tests.support.cases import for_each
from tests.support.ledgers.ledgers import assert_log_is_complete
from tests.support.ledgers.people import Person, anonymous_user, registered_user

pytestmark = pytest.mark.usefixtures("emulators")


def test_the_first_call_makes_a_ledger_and_its_log_and_nothing_else() -> None:
    person = registered_user()
    root = person.store.ref.path
    assert documents_of(root) == {}
    assert len(person.get("/categories").get_json()["items"]) == 16
    paths = documents_of(root).keys()
    assert {path for path in paths if not path.startswith(f"{root}/changes/")} == {root}
    assert len(paths) == 1 + BEGUN


def test_the_first_call_may_be_a_report() -> None:
    report = registered_user().get("/monthlyReport").get_json()
    assert (report["currency"], report["transaction_count"]) == ("USD", 0)


def test_a_first_call_that_writes_writes_once() -> None:
    person = registered_user()
    response = person.post("/categories", {"name": "Pets", "type": "EXPENSE"})
    assert response.status_code == 201
    names = [c["name"] for c in person.get("/categories").get_json()["items"]]
    assert (len(names), names.count("Pets")) == (17, 1)


def test_first_calls_at_once_make_one_ledger() -> None:
    person = registered_user()

    def first_call(_number: int) -> list[str]:
        return [c["id"] for c in person.get("/categories").get_json()["items"]]

    with ThreadPoolExecutor(6) as pool:
        seen = list(pool.map(first_call, range(6)))
    assert all(ids == seen[0] for ids in seen)
    assert len(seen[0]) == 16
    assert_log_is_complete(person.store)


@pytest.mark.parametrize("end", ["disabled", "deleted"])
def test_a_user_who_is_gone_by_the_first_call_is_given_no_ledger(end: str) -> None:
    person, other = registered_user(), registered_user()
    for user in (person, other):  # Their tokens are cached as valid for a while.
        problem(user.get("/me/nowhere"), 404, "not-found")
    if end == "disabled":
        auth.update_user(person.uid, disabled=True)
    else:
        auth.delete_user(person.uid)

    problem(person.get("/categories"), 401, "unauthenticated")

    assert documents_of(person.store.ref.path) == {}
    assert len(ok(other.get("/categories"))["items"]) == 16


def names_in(person: Person) -> set[str]:
    """Return the names of the categories and accounts of a ledger."""
    return {one["name"] for path in ("/categories", "/accounts") for one in list_of(person, path)}


def list_of(person: Person, path: str) -> Any:
    """Return the items of a list."""
    return ok(person.get(path))["items"]


@for_each(
    ("accepted", "locale"),
    [
        ("*, tlh_Latn, de-AT;q=0.9, fr;q=0.8", "de-AT"),
        ("sv-SE, sv;q=0.9, zh-Hant;q=0.8, de;q=0.7, fr;q=0.6", "sv-SE"),
    ],
)
def test_a_new_ledger_has_names_in_the_first_language_of_its_first_request_that_has_any(
    accepted: str, locale: str
) -> None:
    person = registered_user()

    ok(person.get("/categories", headers={"Accept-Language": accepted}))

    assert ok(person.get("/me"))["locale"] == locale
    assert names_in(person) >= {"Gehalt", "Lebensmittel", "Girokonto"}


@for_each(("draft", "name"), [({}, "Gehalt"), ({"locale": "fr"}, "Salaire")])
def test_a_workspace_has_names_in_the_language_of_its_creator_unless_told(
    draft: dict[str, str], name: str
) -> None:
    person = registered_user()
    ok(person.patch("/me", {"locale": "de"}))

    workspace = ok(person.post("/workspaces", {"name": "Family", **draft}), 201)

    shared = replace(person, headers={"X-Workspace-Id": workspace["id"]})
    assert name in names_in(shared)


def test_a_user_who_is_gone_while_the_ledger_is_made_keeps_none() -> None:
    person, asked = registered_user(), []

    def ensure_user() -> None:
        asked.append(len(documents_of(person.store.ref.path)))
        if len(asked) == 2:
            raise Unauthenticated

    with pytest.raises(Unauthenticated):
        provision_ledger(person.store, datetime.now(UTC), ensure_user)

    assert asked == [0, 1 + BEGUN]
    assert documents_of(person.store.ref.path) == {}


def test_a_demo_visitor_is_not_given_a_ledger_so(visitor: Person) -> None:
    assert visitor.get("/categories").status_code == 200
    answer = anonymous_user().get("/categories")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "no-tenant")
