"""Repeated manual corrections are suggested as rules, and nothing else is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.category import EntryType
from shared.models.rules.rule import Actions, Rule
from shared.models.rules.rule_matching import Subject, apply_rules
from shared.models.rules.rule_suggestions import Correction, Suggestion, suggest_rules
from tests.unit.examples import NOON, category
from tests.unit.strategies import bounded


def correction(description: str | None = None, to: str = "food", **facts: Any) -> Correction:
    """Return an expense moved from "other", ``minute`` minutes after noon."""
    usual: dict[str, Any] = {"payee": None, "type": "EXPENSE", "from_category_id": "other"}
    at = NOON + timedelta(minutes=facts.pop("minute", 0))
    return Correction(description=description, to_category_id=to, at=at, **usual | facts)


def paid(payee: str, to: str = "food", **facts: Any) -> Correction:
    return correction(facts.pop("description", None), to, payee=payee, **facts)


def rule(field: str, operator: str, value: str, **facts: Any) -> Rule:
    """Return a rule that files under food, unless given otherwise."""
    usual: dict[str, Any] = {
        "id": "R1",
        "conditions": [{"field": field, "operator": operator, "value": value}],
        "actions": Actions(category_id="food"),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Rule.model_validate(usual | facts)


def suggested(*corrections: Correction, rules: tuple[Rule, ...] = ()) -> list[tuple[str, ...]]:
    """Field, operator, value and category of each suggestion."""
    return [told(suggestion) for suggestion in suggest_rules(corrections, rules)]


def told(suggestion: Suggestion) -> tuple[str, ...]:
    (condition,) = suggestion.draft.model_dump()["conditions"]
    category_id = suggestion.draft.actions.category_id
    return condition["field"], condition["operator"], condition["value"], str(category_id)


def phrases(*corrections: Correction) -> set[tuple[str, str]]:
    """Return words and category of each suggestion; all of them are about descriptions."""
    found = suggested(*corrections)
    assert {one[:2] for one in found} <= {("DESCRIPTION", "CONTAINS")}
    return {(value, category_id) for _, _, value, category_id in found}


def test_a_payee_corrected_twice_to_one_category_is_suggested_as_last_written() -> None:
    twice = paid("CAFE  GLUCK"), paid("Café Glück", minute=1)

    assert suggested(*twice) == [("PAYEE", "EQUALS", "Café Glück", "food")]
    assert suggested(twice[0]) == []
    assert suggested(twice[0], paid("Café Pech")) == []
    assert suggested(paid(" "), paid("\u0301"), paid("")) == []


@pytest.mark.parametrize(
    ("minutes_elsewhere", "expected"), [([], 3), ([0], 3), ([1], 2), ([2], 0), ([3], 0), ([9], 0)]
)
def test_a_payee_counts_since_it_last_went_elsewhere(
    minutes_elsewhere: list[int], expected: int
) -> None:
    here = [paid("P", minute=minute) for minute in (1, 2, 3)]
    elsewhere = [paid("P", "rent", minute=minute) for minute in minutes_elsewhere]

    found = suggest_rules([*here, *elsewhere], [])

    assert [one.evidence for one in found] == ([expected] if expected else [])


def test_one_payee_may_have_a_category_of_each_type() -> None:
    spent = [paid("Shop"), paid("Shop")]
    refunded = [paid("Shop", "refunds", type="INCOME", minute=n) for n in (1, 2)]

    assert suggested(*spent, *refunded) == [
        ("PAYEE", "EQUALS", "Shop", "food"), ("PAYEE", "EQUALS", "Shop", "refunds")
    ]  # fmt: skip


@pytest.mark.parametrize("facts", [{"type": "TRANSFER"}, {"from_category_id": "food"}])
def test_what_is_no_correction_of_a_category_counts_for_nothing(facts: dict[str, str]) -> None:
    assert suggested(paid("P"), paid("P")) != []
    assert suggested(paid("P"), paid("P", **facts)) == []
    assert suggested(paid("P", **facts), paid("P", **facts)) == []
    assert suggested(correction("shell 1"), correction("shell 2", **facts)) == []


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("REWE Markt 12 Berlin", "Rewe  markt 12 Köln", "rewe markt 12"),
        ("PAYPAL *Spotify 1", "PayPal *Spotify 2", "paypal *spotify"),
        ("Zahlung an Bäcker Lutz", "BACKER LUTZ sagt Danke", "backer lutz"),
        ("rent march", "rent march", "rent march"),
        ("abc d e 1 internationally", "internationally 2 abc d e", "abc d e"),
        ("aaa bbb 1 cccc dddd", "cccc dddd 2 aaa bbb", "cccc dddd"),
        (f"abc {'ß' * 150}", f"abc {'ß' * 150}", "abc"),
        (f"{'1 ' * 18}abc def ghi", f"{'2 ' * 18}abc def ghi", "abc def"),
    ],
)
def test_the_longest_run_of_words_that_two_descriptions_share_is_suggested(
    one: str, other: str, shared: str
) -> None:
    assert phrases(correction(one), correction(other)) == {(shared, "food")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shellfish", "shell"),
        ("12 2026", "12 2026"),
        ("at 1", "at 2"),
        ("a-b", "a b"),
        (None, None),
        ("", " "),
    ],
)
def test_parts_of_words_numbers_and_next_to_nothing_are_not_suggested(
    one: str | None, other: str | None
) -> None:
    assert phrases(correction(one), correction(other)) == set()


def test_words_that_also_went_elsewhere_are_not_suggested() -> None:
    here = correction("card shell 1"), correction("card shell 2")

    assert phrases(*here) == {("card shell", "food")}
    assert phrases(*here, correction("card aral", "car")) == {("card shell", "food")}
    assert phrases(*here, correction("my card shelly", "car")) == set()
    assert phrases(*here, correction("card shell", "pay", type="INCOME")) == {
        ("card shell", "food")
    }


def test_shorter_runs_are_taken_where_longer_ones_went_elsewhere() -> None:
    here = correction("aaa bbb ccc 1"), correction("ccc 2 aaa bbb")

    assert phrases(*here) == {("aaa bbb", "food")}
    assert phrases(*here, correction("aaa bbb", "rent")) == {("ccc", "food")}


def test_a_longer_run_is_superfluous_beside_a_shorter_one() -> None:
    berlin, bonn, ulm = (correction(f"rewe markt {town}") for town in ("berlin", "bonn", "ulm"))

    assert phrases(berlin, berlin) == {("rewe markt berlin", "food")}
    assert phrases(berlin, berlin, bonn) == {("rewe markt berlin", "food")}
    assert phrases(berlin, berlin, bonn, ulm) == {("rewe markt", "food")}


def test_descriptions_are_left_alone_where_the_payee_says_it() -> None:
    by_payee = [paid("Shell", description=f"tank {n}", minute=n) for n in (1, 2)]

    assert suggested(*by_payee) == [("PAYEE", "EQUALS", "Shell", "food")]
    assert suggested(by_payee[0], paid("Aral", description="tank 3")) == [
        ("DESCRIPTION", "CONTAINS", "tank", "food")
    ]


@pytest.mark.parametrize(
    "existing",
    [
        rule("PAYEE", "EQUALS", "café glück"),
        rule("PAYEE", "CONTAINS", "gluck"),
        rule("TEXT", "MATCHES", "^lunch"),
    ],
)
def test_what_an_enabled_rule_does_already_is_not_suggested(existing: Rule) -> None:
    twice = [paid("Café Glück", description=f"lunch {n}") for n in (1, 2)]

    assert suggested(*twice, rules=(existing,)) == []
    assert suggested(*twice, rules=(existing.model_copy(update={"enabled": False}),)) != []


@pytest.mark.parametrize(
    "existing",
    [
        rule("PAYEE", "EQUALS", "café"),
        rule("PAYEE", "EQUALS", "café glück", actions=Actions(category_id="rent")),
        rule("PAYEE", "EQUALS", "café glück", actions=Actions(tags=("food",))),
        rule("", "", "", conditions=[{"field": "AMOUNT", "operator": "BETWEEN", "min": 0}]),
        rule("ACCOUNT", "IS", "giro"),
    ],
)
def test_what_a_rule_does_not_surely_do_is_suggested(existing: Rule) -> None:
    twice = [paid("Café Glück", minute=n) for n in (1, 2)]

    assert suggested(*twice, rules=(existing,)) == suggested(*twice) != []


def test_the_first_rule_that_files_decides_what_is_done_already() -> None:
    twice = [paid("P"), paid("P")]
    right = rule("PAYEE", "EQUALS", "p")
    wrong = rule("PAYEE", "EQUALS", "p", actions=Actions(category_id="rent"))
    tagging = rule("PAYEE", "EQUALS", "p", actions=Actions(tags=("t",)))

    assert suggested(*twice, rules=(tagging, right, wrong)) == []
    assert suggested(*twice, rules=(tagging, wrong, right)) != []


def test_a_suggestion_shows_up_to_three_descriptions_the_newest_first() -> None:
    (found,) = suggest_rules(
        [paid("P", description=text, minute=n) for n, text in enumerate("abccd")] + [paid("P")], []
    )

    assert found.evidence == 6
    assert found.examples == ("d", "c", "b")


def test_the_most_evidence_comes_first() -> None:
    found = suggested(
        *[paid("Two")] * 2, *[correction("four of these")] * 4, *[paid("Three", "rent")] * 3
    )

    assert [value for _, _, value, _ in found] == ["four of these", "Three", "Two"]


words = st.sampled_from(["card", "rewe", "shell", "café", "12", "x"])
corrections = st.lists(
    st.builds(
        correction,
        st.none() | st.lists(words, max_size=4).map(" ".join),
        st.sampled_from(["food", "rent"]),
        payee=st.sampled_from([None, "P", "p", "Q"]),
        minute=st.integers(0, 3),
    ),
    max_size=12,
)


@given(corrections.flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
@bounded
def test_the_order_of_corrections_is_no_matter(
    orders: tuple[list[Correction], list[Correction]],
) -> None:
    assert suggest_rules(orders[0], []) == suggest_rules(orders[1], [])


def test_nor_is_it_among_corrections_of_one_instant() -> None:
    assert suggested(paid("P"), paid("p")) == suggested(paid("p"), paid("P"))


@given(corrections)
@bounded
def test_a_suggestion_does_what_it_promises_and_is_not_made_twice(made: list[Correction]) -> None:
    categories = {one: category(one, type=EntryType.EXPENSE) for one in ("food", "rent")}

    for found in suggest_rules(made, []):
        (field, _, _, to), adopted = told(found), adopt(found)
        files = [c for c in made if apply_rules([adopted], seen(c), categories).rule_ids]
        spared = [c for c in files if c.to_category_id == to]
        assert 2 <= found.evidence <= len(spared)
        assert set(found.examples) <= {c.description for c in spared}
        assert field == "PAYEE" or spared == files
        assert told(found) not in suggested(*made, rules=(adopted,))


def adopt(suggestion: Suggestion) -> Rule:
    return Rule(id="R1", created_at=NOON, updated_at=NOON, **dict(suggestion.draft))


def seen(made: Correction) -> Subject:
    return Subject(made.type, 100, "USD", made.description, made.payee)
