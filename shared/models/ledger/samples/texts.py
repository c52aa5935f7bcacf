"""Texts of samples and default names, in languages that are each loaded when needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from itertools import takewhile

from shared.models.ledger.defaults import DEFAULT_ACCOUNT_NAME
from shared.models.values.frozen import frozen

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja", "zh")
"""Languages with texts, by their ISO 639 codes; each has a module in ``languages``."""

_OTHERWISE = "en"
_SCRIPTS = {"ja": "jpan", "zh": "hans"}
"""The scripts of the texts; those of all others are in Latin script."""

_SCRIPT = re.compile(r"[a-z]{4}")
_TRADITIONAL_CHINESE = frozenset({"tw", "hk", "mo"})
"""Regions where Chinese is written in traditional characters, unless a tag has a script."""


class SampleAccount(StrEnum):
    """Account of the samples."""

    CHECKING = "CHECKING"
    SAVINGS = "SAVINGS"
    CARD = "CARD"
    TRAVEL = "TRAVEL"
    """In another currency than the ledger's, if there is a rate."""


@frozen
class SampleTexts:
    """Texts in one language; the keys are those of ``habits.py``.

    ``categories`` are the names of the default categories by their English names, ``rule`` is the
    name of the sample rule, and ``file`` the beginning of the name of the imported file.
    """

    categories: Mapping[str, str]
    accounts: Mapping[SampleAccount, str]
    payees: Mapping[str, str]
    descriptions: Mapping[str, str]
    tags: Mapping[str, str]
    rule: str
    file: str


def texts_for(locale: str) -> SampleTexts:
    """Return the texts in the language of a BCP 47 tag.

    Other languages, and languages in a script other than that of the texts, get English ones.
    """
    name = language_of(locale)
    texts: SampleTexts = import_module(f"{__package__}.languages.{name}").TEXTS
    return texts


def language_of(locale: str) -> str:
    """Return the language of ``LANGUAGES`` in which a person with a BCP 47 tag gets texts."""
    return _language_of(locale) if has_texts(locale) else _OTHERWISE


def has_texts(locale: str) -> bool:
    """Return whether there are texts in the language and script of a BCP 47 tag."""
    language = _language_of(locale)
    return language in LANGUAGES and _script_of(locale) == _SCRIPTS.get(language, "latn")


def default_names(locale: str) -> dict[str, str]:
    """Return the names of the default categories and account in a language, by the English ones."""
    texts = texts_for(locale)
    return {**texts.categories, DEFAULT_ACCOUNT_NAME: texts.accounts[SampleAccount.CHECKING]}


def _language_of(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0].lower()


def _script_of(locale: str) -> str:
    """Return the script of a BCP 47 tag, by default the usual one of its language and region."""
    language, *rest = locale.lower().split("-")
    subtags = list(takewhile(lambda subtag: len(subtag) > 1, rest))
    scripts = [subtag for subtag in subtags if _SCRIPT.fullmatch(subtag)]
    if scripts:
        return scripts[0]
    if language == "zh" and not _TRADITIONAL_CHINESE.isdisjoint(subtags):
        return "hant"
    return _SCRIPTS.get(language, "latn")
