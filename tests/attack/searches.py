"""Searches of large ledgers, and rules that match them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from shared.models.rules.rule import MAX_CONDITIONS, MAX_RULES
from tests.attack.attack import ANY_NUMBER, Attack, Target
from tests.attack.request import CSV, Sent
from tests.http.answers import ok
from tests.support.people import Person, registered_user

_COSTLY = r"([a-z]{1,9} ?){1,9}[0-9]{1,9}x%d"
"""An expression whose program is large, and that no text of the ledgers matches."""


def attacks() -> Iterator[Attack]:
    """Yield the attacks."""
    for name, query in (
        ("search without a hit, one a page", "q=coffee+nothing&limit=1"),
        ("search without a hit, 100 a page", "q=coffee+nothing&limit=100"),
        ("search of one hit, one a page", "q=coffee+4495&limit=1"),
        ("search by an amount that nothing has", "min_amount=9000&limit=1"),
        ("search by a tag that nothing has", "tag=nothing&limit=1"),
    ):
        yield Attack(name, _list(f"/transactions?{query}"), "200")
    yield Attack("changes, one a page", _list("/changes?limit=1"), "200")
    yield Attack("40 costly rules, bank file of 200 rows", _file_by_rules(40, 200), "201",
                 ANY_NUMBER)  # fmt: skip
    yield Attack("as many costly rules as fit, bank file of 10,000 rows",
                 _file_by_rules(MAX_RULES, 10_000), "201", ANY_NUMBER)  # fmt: skip
    for dry_run in (True, False):
        name = "tried on" if dry_run else "applied to"
        yield Attack(f"as many costly rules as fit, {name} 4,500 transactions",
                     _apply(dry_run=dry_run), "200")  # fmt: skip


def _list(path: str) -> Callable[[Target], Sent]:
    return lambda target: Sent.by(target.searched, "GET", path)


def _file_by_rules(rules: int, rows: int) -> Callable[[Target], Sent]:
    def prepare(target: Target) -> Sent:
        person = registered_user()
        ok(person.get("/categories"))
        _create_costly_rules(person, rules)
        lines = [f"2026-05-{1 + n % 28:02},-{n + 1}.50,{_text(n)}" for n in range(rows)]
        content = "\n".join(["Date,Amount,Description", *lines]).encode()
        return Sent.by(person, "POST", "/imports/preview", content, content_type=CSV)

    return prepare


def _apply(*, dry_run: bool) -> Callable[[Target], Sent]:
    def prepare(target: Target) -> Sent:
        if not ok(target.searched.get("/rules"))["items"]:
            _create_costly_rules(target.searched, MAX_RULES)
        return Sent.by(target.searched, "POST", "/rules/apply", {"dry_run": dry_run})

    return prepare


def _create_costly_rules(person: Person, number: int) -> None:
    """Create rules, but no more than fit into the limits of a ledger."""
    for rule in range(number):
        condition = {"field": "TEXT", "operator": "MATCHES", "value": _COSTLY % rule}
        body: dict[str, Any] = {
            "conditions": [condition] * (MAX_CONDITIONS if rule < 2 else 1),
            "actions": {"tags": ["costly"]},
        }
        if person.post("/rules", body).status_code >= 400:
            return  # The limits of all rules together are reached.


def _text(number: int) -> str:
    return f"{'coffee and cake ' * 11}{number}"
