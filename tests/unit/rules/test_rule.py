"""Rules: what they find, and what they make of an entry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.rules.rule import Rule, comparable
from shared.models.rules.rule_matching import Outcome, Subject, apply_rules, compile_rules
from tests.unit.examples import category, custom_type, sample_ledger
from tests.unit.rules.rule_examples import amount, rule, text
from tests.unit.strategies import bounded, sentences, texts

CATEGORIES = {
    one.id: one
    for one in (
        category("food"),
        category("rent"),
        category("pay", type=EntryType.INCOME),
        category("old", archived=True),
        category("leaving", merging_into="food"),
    )
}


def subject(**facts: Any) -> Subject:
    """Return an expense of 12.50 dollars at a café, unless given otherwise."""
    usual: dict[str, Any] = {
        "type": "EXPENSE",
        "amount_minor": 1250,
        "currency": "USD",
        "description": "Kartenzahlung  CAFÉ Glück, Berlin",
        "payee": "Café Glück",
        "notes": "with Zoë",
        "account_id": "giro",
        "category_id": "rent",
    }
    return Subject(**usual | facts)


def matches(condition: dict[str, Any], **facts: Any) -> bool:
    return any(compile_rules([rule(condition)]).matching(subject(**facts)))


def outcome(*rules: Rule, **facts: Any) -> Outcome:
    return apply_rules(rules, subject(**facts), CATEGORIES)


def again(seen: Subject, made: Outcome) -> Subject:
    """Return the subject as the outcome left it."""
    return replace(seen, category_id=made.category_id, payee=made.payee, tags=made.tags)


@pytest.mark.parametrize(
    ("operator", "found", "missed"),
    [
        ("CONTAINS", "cafe glück", "café berlin"),
        ("CONTAINS", "  ENZAHLUNG cafe ", "enzahlungcafe"),
        ("EQUALS", "kartenzahlung café GLUCK, berlin", "kartenzahlung café glück"),
        ("STARTS_WITH", "Kartenzahlung Caf", "café"),
        ("MATCHES", r"caf[eé] gl.ck, \w+$", r"^caf[eé]"),
        ("MATCHES", "CAFÉ|THEATER", "CAFÉS|THEATER"),
        ("MATCHES", r"\D, \S+", r"\d, \S+"),
    ],
)
def test_texts_are_compared_without_case_accents_and_further_blanks(
    operator: str, found: str, missed: str
) -> None:
    assert matches(text(operator, found))
    assert not matches(text(operator, missed))


@pytest.mark.parametrize(
    ("operator", "value"),
    [("CONTAINS", "same"), ("EQUALS", "the same"), ("STARTS_WITH", "the"), ("MATCHES", "^t.*e$")],
)
@pytest.mark.parametrize("place", ["description", "payee", "notes"])
def test_a_condition_looks_at_its_field_alone_or_at_any(
    place: str, operator: str, value: str
) -> None:
    facts = {"description": None, "payee": None, "notes": None} | {place: "The  Same"}
    fields = ["DESCRIPTION", "PAYEE", "NOTES", "TEXT"]

    found = {field for field in fields if matches(text(operator, value, field), **facts)}

    assert found == {place.upper(), "TEXT"}


@pytest.mark.parametrize(
    ("operator", "value"),
    [("CONTAINS", "berlin cafe"), ("EQUALS", "berlin cafe"), ("MATCHES", r"berlin\s*cafe")],
)
def test_a_text_does_not_run_on_into_the_next(operator: str, value: str) -> None:
    condition = text(operator, value, "TEXT")

    assert matches(condition, description="Berlin Cafe")
    assert not matches(condition, description="Berlin", payee="Cafe", notes="Berlin")


def test_a_text_that_is_not_there_is_an_empty_one() -> None:
    empty = text("MATCHES", "^$", "NOTES")

    assert matches(empty, notes=None)
    assert matches(empty, notes=" ")
    assert not matches(empty, notes="x")
    assert matches(text("MATCHES", "^$", "TEXT"), notes=None)
    assert not matches(text("MATCHES", "^$", "TEXT"), notes="x")


@given(sentences, sentences, sentences)
@bounded
def test_a_text_contains_its_parts_however_they_are_written(a: str, b: str, c: str) -> None:
    whole = f"x{a}  {b} {c}x"
    rewritten = f"  {whole} ".upper().replace("É", "E\u0301")

    assert matches(text("CONTAINS", f"{b} {c}x"), description=rewritten)
    assert matches(text("STARTS_WITH", f"x{a} {b}"), description=rewritten)
    assert matches(text("EQUALS", whole), description=rewritten)
    assert not matches(text("EQUALS", whole), description=f"{rewritten}x")
    assert not matches(text("STARTS_WITH", whole), description=f"y {rewritten}")
    assert not matches(text("CONTAINS", f"{whole}y"), description=rewritten)


@given(st.text("aé*+.?([\\^$|…ﬁ", min_size=1, max_size=8))
@bounded
def test_a_quoted_expression_finds_what_contains_finds(value: str) -> None:
    quoted = "".join(c if c.isalpha() or not c.isascii() else f"\\{c}" for c in value)

    assert matches(text("MATCHES", f"^{quoted}$"), description=value)
    assert not matches(text("MATCHES", f"^{quoted}$"), description=f"{value}z")


def test_a_letter_that_folds_to_punctuation_stays_a_letter_in_an_expression() -> None:
    assert matches(text("MATCHES", "^x…$"), description="X...")
    assert not matches(text("MATCHES", "^x…$"), description="Xabc")


@pytest.mark.parametrize(
    ("bounds", "inside_minor", "outside_minor"),
    [
        ({"min": "12.50"}, [1250, -1250, 1251, 10**15], [1249, -1249, 0]),
        ({"max": "12.50"}, [1250, -1250, 0], [1251, -1251]),
        ({"min": "12.5", "max": "12.500"}, [1250, -1250], [1249, 1251]),
        ({"min": None, "max": 0}, [0], [1, -1]),
        ({"min": "12.495"}, [1250], [1249]),
    ],
)
def test_amounts_are_between_inclusive_bounds_whatever_their_sign(
    bounds: dict[str, object], inside_minor: list[int], outside_minor: list[int]
) -> None:
    assert all(matches(amount(**bounds), amount_minor=minor) for minor in inside_minor)
    assert not any(matches(amount(**bounds), amount_minor=minor) for minor in outside_minor)


@pytest.mark.parametrize(
    ("currency", "least_minor"), [("JPY", 13), ("USD", 1250), ("KWD", 12500), ("CLF", 125000)]
)
def test_bounds_are_in_the_currency_of_the_subject(currency: str, least_minor: int) -> None:
    assert matches(amount(min="12.5"), amount_minor=least_minor, currency=currency)
    assert not matches(amount(min="12.5"), amount_minor=least_minor - 1, currency=currency)


@pytest.mark.parametrize(
    ("condition", "allowed", "denied"),
    [
        ({"field": "TYPE", "operator": "IS", "value": "expense"}, {}, {"type": "INCOME"}),
        ({"field": "TYPE", "operator": "IS", "value": "INCOME"}, {"type": "INCOME"}, {}),
        ({"field": "TYPE", "operator": "IS", "value": "EXPENSE"}, {}, {"type": "TRANSFER"}),
        ({"field": "ACCOUNT", "operator": "IS", "value": "giro"}, {}, {"account_id": "Giro"}),
        ({"field": "ACCOUNT", "operator": "IS", "value": "giro"}, {}, {"account_id": None}),
    ],
)
def test_a_type_or_account_is_that_one(
    condition: dict[str, str], allowed: dict[str, str], denied: dict[str, str | None]
) -> None:
    assert matches(condition, **allowed)
    assert not matches(condition, **denied)


def test_every_condition_must_hold() -> None:
    both = rule(text("CONTAINS", "berlin"), amount(max="12.50"))

    assert outcome(both).category_id == "food"
    assert outcome(both, amount_minor=1251).category_id == "rent"
    assert outcome(both, description="Bern").category_id == "rent"


def test_a_disabled_rule_does_nothing() -> None:
    assert outcome(rule().model_copy(update={"enabled": False})).rule_ids == ()
    assert outcome(rule()).rule_ids == ("R1",)


@pytest.mark.parametrize("wanted", ["gone", "pay", "old", "leaving"])
def test_a_category_that_may_not_be_recorded_under_is_left_to_the_next_rule(wanted: str) -> None:
    first = rule(category_id=wanted)

    assert outcome(first).category_id == "rent"
    assert outcome(first, rule(rule_id="R2")) == Outcome("food", "Café Glück", (), ("R2",))


@pytest.mark.parametrize("wanted", ["gone", "loan", "old"])
def test_a_custom_type_that_an_entry_may_not_get_is_left_to_the_next_rule(wanted: str) -> None:
    custom_types = {
        "gift": custom_type(),
        "loan": custom_type("loan", "Loan", type=TransactionType.TRANSFER),
        "old": custom_type("old", "Old", archived=True),
    }
    rules = [rule(custom_type_id=wanted), rule(rule_id="R2", custom_type_id="gift")]

    alone = compile_rules(rules[:1])(subject(), CATEGORIES, custom_types=custom_types)
    both = compile_rules(rules)(subject(), CATEGORIES, custom_types=custom_types)

    assert (alone.custom_type_id, alone.rule_ids) == (None, ())
    assert (both.custom_type_id, both.rule_ids) == ("gift", ("R2",))


@pytest.mark.parametrize("entry_type", EntryType)
@pytest.mark.parametrize("wanted", [*CATEGORIES, "gone"])
def test_a_category_is_set_exactly_where_the_ledger_would_take_it(
    wanted: str, entry_type: EntryType
) -> None:
    try:
        sample_ledger(*CATEGORIES.values()).get_category_for(entry_type, wanted)
        expected = wanted
    except InvalidArgument:
        expected = "none"

    made = outcome(rule(category_id=wanted), type=entry_type.value, category_id="none")

    assert made.category_id == expected


@pytest.mark.parametrize(
    "facts", [{"type": "TRANSFER", "category_id": None}, {"is_split": True, "category_id": None}]
)
def test_transfers_and_splits_keep_their_category_but_get_the_rest(facts: dict[str, Any]) -> None:
    made = outcome(rule(category_id="food", payee="Me", tags=["a"]), **facts)

    assert made == Outcome(None, "Me", ("a",), ("R1",))


def test_the_first_rule_that_sets_a_field_wins_it() -> None:
    made = outcome(
        rule(text("CONTAINS", "nowhere"), category_id="rent", payee="No", tags=["no"]),
        rule(rule_id="R2", payee="First"),
        rule(rule_id="R3", category_id="food", payee="Second"),
        rule(rule_id="R4", category_id="rent", payee="Third"),
    )

    assert made == Outcome("food", "First", (), ("R2", "R3"))


def test_a_rule_that_wins_without_changing_anything_is_not_named() -> None:
    made = outcome(rule(category_id="rent", payee="Café Glück"), rule(rule_id="R2"))

    assert made == Outcome("rent", "Café Glück", (), ())


def test_tags_add_up_in_order_without_regard_to_case() -> None:
    made = outcome(
        rule(tags=["B", "A"]), rule(rule_id="R2", tags=["b"]), rule(rule_id="R3", tags=["c"]),
        tags=("a",),
    )  # fmt: skip

    assert made.tags == ("a", "B", "c")
    assert made.rule_ids == ("R1", "R3")


def test_tags_add_up_to_20() -> None:
    made = outcome(
        rule(tags=["x", "y"]), rule(rule_id="R2", tags=["z"]), tags=tuple(map(str, range(19)))
    )

    assert made.tags == (*map(str, range(19)), "x")
    assert made.rule_ids == ("R1",)


def test_conditions_look_at_the_subject_as_it_came() -> None:
    some = [
        rule(text("CONTAINS", "glück", "PAYEE"), payee="Other"),
        rule(text("EQUALS", "other", "PAYEE"), rule_id="R2", tags=["after"]),
        rule(text("EQUALS", "café glück", "PAYEE"), rule_id="R3", tags=["before"]),
    ]

    made = outcome(*some)

    assert made == Outcome("rent", "Other", ("before",), ("R1", "R3"))
    assert outcome(*some, payee=made.payee, tags=made.tags).tags == ("before", "after")


short = st.text("abé", min_size=1, max_size=2)
payees = st.none() | short
seen = st.builds(
    Subject,
    type=st.sampled_from(["INCOME", "EXPENSE", "TRANSFER"]),
    amount_minor=st.integers(-300, 300),
    currency=st.just("USD"),
    description=texts,
    payee=payees,
    notes=texts,
    category_id=st.sampled_from([None, *CATEGORIES]),
    tags=st.lists(short, unique=True, max_size=20).map(tuple),
    is_split=st.booleans(),
)


@st.composite
def rules(draw: st.DrawFn, fields: tuple[str, ...]) -> list[Rule]:
    """Draw some rules that look at these fields, or at amounts."""
    conditions = st.builds(amount, min=st.integers(0, 3)) | st.builds(
        text, st.sampled_from(["CONTAINS", "EQUALS", "STARTS_WITH"]), short, st.sampled_from(fields)
    )
    actions = st.fixed_dictionaries(
        {"tags": st.lists(short, max_size=5)},
        optional={"category_id": st.sampled_from([*CATEGORIES, "gone"]), "payee": short},
    ).filter(lambda made: len(made) > 1 or made["tags"])
    return [
        rule(*draw(st.lists(conditions, min_size=1, max_size=2)), rule_id=str(n), **draw(actions))
        for n in range(draw(st.integers(0, 6)))
    ]


@given(rules(("DESCRIPTION", "NOTES")), seen)
@bounded
def test_applying_rules_again_changes_nothing(some: list[Rule], first: Subject) -> None:
    made = apply_rules(some, first, CATEGORIES)

    assert apply_rules(some, again(first, made), CATEGORIES) == replace(made, rule_ids=())


@given(rules(("DESCRIPTION", "PAYEE", "TEXT")), seen)
@bounded
def test_nor_do_rules_that_look_at_payees_where_the_payee_stayed(
    some: list[Rule], first: Subject
) -> None:
    kept = [one for one in some if one.actions.payee in (None, first.payee)]
    made = apply_rules(kept, first, CATEGORIES)

    assert apply_rules(kept, again(first, made), CATEGORIES) == replace(made, rule_ids=())


@given(rules(("DESCRIPTION", "PAYEE", "TEXT")), st.lists(seen, min_size=2, max_size=4))
@bounded
def test_compiled_rules_remember_no_subject(some: list[Rule], subjects: list[Subject]) -> None:
    compiled = compile_rules(some)

    made = [compiled(one, CATEGORIES) for one in subjects]

    assert made == [apply_rules(some, one, CATEGORIES) for one in subjects]
    assert all(bool(m.rule_ids) == (again(s, m) != s) for s, m in zip(subjects, made, strict=True))


@given(texts)
@bounded
def test_a_comparable_text_is_comparable_as_it_is(written: str | None) -> None:
    assert comparable(comparable(written)) == comparable(written)
