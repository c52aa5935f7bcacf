"""Every currency has a name in each language, or the English one."""

from __future__ import annotations

from importlib import import_module

import pytest

from shared.models.currencies.currency_names import LANGUAGES, names_for
from shared.models.values.currency import EXPONENTS, FORMER_EXPONENTS
from tests.support.cases import for_each

CODES = EXPONENTS.keys() | FORMER_EXPONENTS.keys()


@for_each("language", LANGUAGES)
def test_every_currency_has_a_name_and_a_symbol(language: str) -> None:
    names = names_for(language)

    assert all(names.name_of(code).strip() for code in CODES)
    assert all(names.symbol_of(code).strip() for code in CODES)
    assert names.symbol_of("EUR") == "€"
    assert len({names.name_of(code) for code in CODES}) == len(CODES)


@for_each("language", LANGUAGES)
def test_a_table_has_known_currencies_alone_and_nearly_all_of_them(language: str) -> None:
    table = import_module(f"shared.models.currencies.names.{language}").NAMES

    assert table.keys() <= CODES
    assert CODES - table.keys() <= {"VED", "UYW", "UYI", "CLF"}


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("en", "Swiss Franc"),
        ("de-CH", "Schweizer Franken"),
        ("PT-br", "Franco suíço"),
        ("zh-Hans", "瑞士法郎"),
        ("zh-Hant", "Swiss Franc"),
        ("zh-TW", "Swiss Franc"),
        ("ko", "Swiss Franc"),
    ],
)
def test_names_are_in_the_language_of_a_locale_or_english(locale: str, name: str) -> None:
    assert names_for(locale).name_of("CHF") == name
