"""Replacement of a person's name in texts of the log."""

from __future__ import annotations

import pytest

from shared.models.people.erasure import PersonalIdentifiers

ADA = PersonalIdentifiers("ada", frozenset({"ada@example.com"}))


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("ada", "erased"),
        ("Ada@Example.com", "erased"),
        ("adam", "adam"),
        (["ada", 5, None, True], ["erased", 5, None, True]),
        ({"invited_by": "ada", "email": "bob@example.com"},
         {"invited_by": "erased", "email": "bob@example.com"}),
        ({"uid": "ada", "email": "old@example.com", "role": "admin"},
         {"uid": "erased", "email": "erased", "role": "admin"}),
        ({"uid": "ada", "email": None}, {"uid": "erased", "email": None}),
        ({"uid": "bob", "email": "old@example.com"}, {"uid": "bob", "email": "old@example.com"}),
        ({"email": "ada@example.com", "role": "viewer"}, {"email": "erased", "role": "viewer"}),
        ({"idempotency": {"of": ["ada", "bob"]}}, {"idempotency": {"of": ["erased", "bob"]}}),
    ],
)  # fmt: skip
def test_what_names_a_person_names_nobody_and_all_else_stays(content: object, left: object) -> None:
    assert ADA.without(content) == left
