"""Searches of large ledgers, and rules that match them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from shared.models.rules.rule import MAX_CONDITIONS, MAX_RULES
from tests.attack.attack import ANY_NUMBER, Attack, Target
from tests.attack.request import CSV, Sent
from tests.http.answers import ok
from tests.support.ledgers.people import Person, registered_user

_COSTLY = r"([a-z]{1,9} ?){1,9}[0-9]{1,9}x%d"
"""An expression whose program is large, and that no text of the ledgers matches."""

_SLOW_TO_PARSE = r"[k-ſ]{0}" * 20 + "%05d"
"""An expression that takes long to parse, for the size of its program."""

_LARGE_IN_USE = "[ab]{7}a[ab]*$|%d"
"""An expression that occupies much memory when it is compared, for the size of its program."""


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
    yield Attack("expressions that grow, bank file of 1,000 rows", _file_of_growing, "201",
                 ANY_NUMBER)  # fmt: skip
    yield Attack("rule with hundreds of classes that do not count", _post_classes,
                 "422 invalid-argument")  # fmt: skip
    for name, method, answer in (("52nd rule", "POST", "201"), ("list", "GET", "200")):
        yield Attack(f"expressions that are slow to parse, {name}", _slow(method), answer)
    for dry_run in (True, False):
        name = "tried on" if dry_run else "applied to"
        yield Attack(f"as many costly rules as fit, {name} 4,500 transactions",
                     _apply(dry_run=dry_run), "200")  # fmt: skip


def _list(path: str) -> Callable[[Target], Sent]:
    return lambda target: Sent.by(target.searched, "GET", path)


def _file_by_rules(rules: int, rows: int) -> Callable[[Target], Sent]:
    def prepare(target: Target) -> Sent:
        person = _owner()
        _create_costly_rules(person, rules)
        return _file(person, (_text(n) for n in range(rows)))

    return prepare


def _file_of_growing(_target: Target) -> Sent:
    person = _owner()
    for rule in range(MAX_RULES):
        if person.post("/rules", _ten(_LARGE_IN_USE, rule)).status_code >= 400:
            break
    letters = random.Random(1)  # noqa: S311 (No secret: the texts differ, and are always the same.)
    return _file(person, ("".join(letters.choices("ab", k=200)) for _ in range(1_000)))


def _file(person: Person, texts: Iterable[str]) -> Sent:
    lines = [f"2026-05-{1 + n % 28:02},-{n + 1}.50,{text}" for n, text in enumerate(texts)]
    content = "\n".join(["Date,Amount,Description", *lines]).encode()
    return Sent.by(person, "POST", "/imports/preview", content, content_type=CSV)


def _post_classes(target: Target) -> Sent:
    return Sent.by(target.person, "POST", "/rules", _ten(r"\PL{0}" * 32 + "%d", 0))


def _slow(method: str) -> Callable[[Target], Sent]:
    def prepare(_target: Target) -> Sent:
        person = _owner()
        for rule in range(51):
            ok(person.post("/rules", _ten(_SLOW_TO_PARSE, rule)), 201)
        return Sent.by(
            person, method, "/rules", _ten(_SLOW_TO_PARSE, 51) if method == "POST" else None
        )

    return prepare


def _ten(expression: str, number: int) -> dict[str, Any]:
    """Return a rule with ten expressions that no other rule has."""
    values = [expression % (MAX_CONDITIONS * number + n) for n in range(MAX_CONDITIONS)]
    return {
        "conditions": [{"field": "TEXT", "operator": "MATCHES", "value": one} for one in values],
        "actions": {"tags": ["costly"]},
    }


def _owner() -> Person:
    person = registered_user()
    ok(person.get("/categories"))
    return person


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
