"""Texts of samples and default names, in languages that are each loaded when needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja", "zh")
"""Languages with texts, by their ISO 639 codes; each has a module in ``languages``."""

_OTHERWISE = "en"


class SampleAccount(StrEnum):
    """Account of the samples."""

    CHECKING = "CHECKING"
    SAVINGS = "SAVINGS"
    CARD = "CARD"


@dataclass(frozen=True)
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
    """Return the texts in the language of a BCP 47 tag; English ones for other languages."""
    language = locale.split("-", maxsplit=1)[0].lower()
    name = language if language in LANGUAGES else _OTHERWISE
    texts: SampleTexts = import_module(f"{__package__}.languages.{name}").TEXTS
    return texts
