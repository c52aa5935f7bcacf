"""Names and symbols of currencies in the languages of the sample data."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from shared.models.values.frozen import frozen

LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "zh")
DEFAULT_LANGUAGE = "en"
_TABLES = "shared.models.currencies.names"
_TRADITIONAL_CHINESE = frozenset({"hant", "tw", "hk", "mo"})


@frozen
class CurrencyNames:
    """Names and symbols in one language; those that it lacks are English."""

    names: Mapping[str, str]
    symbols: Mapping[str, str]

    def name_of(self, currency: str) -> str:
        """Return the name of a currency."""
        return self.names[currency]

    def symbol_of(self, currency: str) -> str:
        """Return the symbol of a currency; its code if it has none."""
        return self.symbols.get(currency, currency)


def names_for(locale: str) -> CurrencyNames:
    """Return the names in the language of a locale, or in English; loads one language or two."""
    language, *rest = locale.lower().split("-")
    default = import_module(f"{_TABLES}.{DEFAULT_LANGUAGE}")
    is_known = language in LANGUAGES and _TRADITIONAL_CHINESE.isdisjoint(rest)
    own = import_module(f"{_TABLES}.{language}") if is_known else default
    return CurrencyNames(default.NAMES | own.NAMES, own.SYMBOLS)
