"""One suggestion that is accepted, dismissed and restored at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.http.answers import ok
from tests.http.planning.suggestions.histories import (
    SUGGESTIONS,
    monthly,
    paid,
    record_all,
    refreshed,
    suggested,
)
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
)
from tests.support.ledgers.people import Person

_ROUNDS, _AT_ONCE = 4, 3


def test_what_happens_at_once_is_as_if_it_had_happened_one_by_one(visitor: Person) -> None:
    record_all(visitor, paid(monthly(4)))
    [one] = refreshed(visitor)
    calls = [
        ("POST", f"{SUGGESTIONS}/accept/{one['id']}", {201, 409}),
        ("POST", f"{SUGGESTIONS}/dismiss/{one['id']}", {200, 409}),
        ("DELETE", f"{SUGGESTIONS}/dismissals/{one['id']}", {204, 404}),
    ]

    for _ in range(_ROUNDS):
        with ThreadPoolExecutor(len(calls) * _AT_ONCE) as pool:
            asked = [
                (path, allowed, pool.submit(visitor.call, method, path))
                for _ in range(_AT_ONCE)
                for method, path, allowed in calls
            ]
        for path, allowed, answer in asked:
            assert answer.result().status_code in allowed, path

        entries = ok(visitor.get("/recurring"))["items"]
        dismissals = ok(visitor.get(f"{SUGGESTIONS}/dismissals"))["items"]
        assert len(entries) + len(dismissals) <= 1
        open_ones = [] if entries or dismissals else ["Video"]
        assert suggested(visitor) == open_ones
        assert [found["name"] for found in refreshed(visitor)] == open_ones
        for entry in entries:
            ok(visitor.delete(f"/recurring/{entry['id']}"), 204)
        visitor.call("DELETE", f"{SUGGESTIONS}/dismissals/{one['id']}")

    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)
    assert_every_revision_is_logged(visitor.store)
