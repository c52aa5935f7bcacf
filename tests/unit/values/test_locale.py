"""Which language tags are taken, and how they are written."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.models.values.locale import Locale, locales_of

LOCALE: TypeAdapter[str] = TypeAdapter(Locale)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-ch-1996", "de-CH-1996"),
        ("sl-ROZAJ-biske", "sl-rozaj-biske"),
        ("de-de-u-co-phonebk", "de-DE-u-co-phonebk"),
        ("zh-yue-hk", "zh-yue-HK"),
        ("en-x-us-abcd", "en-x-us-abcd"),
        ("haw", "haw"),
    ],
)
def test_a_well_formed_tag_is_written_in_the_customary_case(tag: str, written: str) -> None:
    assert LOCALE.validate_python(tag) == written


@pytest.mark.parametrize(
    "tag",
    ["", "e", "english", "xx", "xx-invalid-toolong-zzzzz",
     "en_GB", "en-", "-en", "en--GB", "en-GBR1x-", "en GB", "x-private", "é",
     "en-u", "en-GB-x", "ｅｎ", "en\n", "en-" + "-".join(["abcdefgh"] * 5), 5, None],
)  # fmt: skip
def test_anything_else_is_refused(tag: object) -> None:
    with pytest.raises(ValidationError):
        LOCALE.validate_python(tag)


def test_the_locales_among_tags_are_found_in_their_order() -> None:
    assert list(locales_of(["*", "en_GB", "x" * 9000, "PT-br", "de"])) == ["pt-BR", "de"]
