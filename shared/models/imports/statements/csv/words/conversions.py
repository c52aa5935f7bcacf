"""Words with which banks describe the exchange of one currency into another."""

from __future__ import annotations

from functools import lru_cache

from shared.models.imports.statements.csv.words.headers import normal

_MAX_LENGTH = 100
_TEXT = """
    exchange exchanged conversion converted convert fx umtausch umgetauscht umrechnung
    wahrungsumrechnung waehrungsumrechnung wahrungstausch gewechselt geldwechsel change converti
    convertido convertida cambio conversione convertito conversao omgewisseld valutaconversie
    wisseltransactie wymiana wymieniono przewalutowanie smena konverze vaxling valutavaxling
    vekslet valutaveksling valutakonvertering valuutanvaihto schimb schimbat valtas atvaltas
    обмен конвертация 外貨両替 両替 换汇 结汇 购汇
"""
_WORDS = frozenset(_TEXT.split())


def says_conversion(text: str) -> bool:
    """Return whether a cell says that its row is an exchange of currencies."""
    return len(text) <= _MAX_LENGTH and not text.isdigit() and _says_conversion(text)


@lru_cache(4096)
def _says_conversion(text: str) -> bool:
    return not _WORDS.isdisjoint(normal(text).split())
