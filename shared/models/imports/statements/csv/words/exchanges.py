"""Words with which banks describe the exchange of one currency into another."""

from __future__ import annotations

import re

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
_STEM = re.compile(
    "chang|conver|konver|fx|tausch|umrechn|wechsel|cambi|wissel|wymi|walutow|sm[eě]n|xling|veksl|"
    "vaihto|schimb|v[aá]lt|обмен|конверт|両替|[换结购]汇",
    re.IGNORECASE,
)
"""A part that each word has as banks write it; most cells have none, and are not normalized."""


def says_exchange(text: str) -> bool:
    """Return whether a cell says that its row is an exchange of currencies."""
    if len(text) > _MAX_LENGTH or _STEM.search(text) is None:
        return False
    return not _WORDS.isdisjoint(normal(text).split())
