"""Words for money in and money out, in the languages of known banks."""

from __future__ import annotations

from enum import Enum
from functools import cache

from shared.models.imports.statements.csv.words.headers import normal


class Direction(Enum):
    """Money in or money out."""

    IN = "IN"
    OUT = "OUT"


_WORDS = {
    Direction.IN: """
        c|cr|credit|crdt|credits|in|incoming|deposit|income|received|money in|bij|haben|h|
        gutschrift|eingang|einnahme|kredit|k|kreedit|kredits|kreditas|credito|abono|ingreso|haber|
        entrada|avere|accredito|entrata|prijem|prichozi|prichozi platba|kreditni|pripis|uznani|
        uznania|uznanie|wplyw|wplywy|przychodzacy|insattning|insats|inn|inngaende|godskrivning|
        indsaetning|pano|tulo|jovairas|j|bejovo|incasare|creditare|p|πιστωση|versement|recette|
        bijschrijving|crediteren|ontvangst|kredytowa""",
    Direction.OUT: """
        d|dr|db|debit|dbit|debits|out|outgoing|withdrawal|expense|sent|money out|af|soll|s|
        belastung|lastschrift|ausgang|ausgabe|debet|deebet|debets|debetas|debito|cargo|gasto|debe|
        saida|dare|addebito|uscita|vydaj|vyber|odchozi|odchozi platba|debetni|odpis|obciazenie|
        obciazenia|wydatek|wydatki|wychodzacy|uttag|ut|utgaende|uttak|haevning|otto|meno|terheles|
        t|kimeno|plata|debitare|χ|χρεωση|retrait|depense|afschrijving|debiteren|uitgave|obciazeniowa|
        purchase|payment""",
}
_SIGNS = {"+": Direction.IN, "-": Direction.OUT, "\u2212": Direction.OUT}


@cache
def _directions() -> dict[str, Direction]:
    return {
        normal(word): direction for direction, words in _WORDS.items() for word in words.split("|")
    }


_BETWEEN_OWN = frozenset({"neutral"})


def direction_of(word: str) -> Direction | None:
    """Return the direction that a word means; None if the word is unknown."""
    return _SIGNS.get(word.strip()) or _directions().get(normal(word))


def is_between_own(word: str) -> bool:
    """Return whether a word means a payment between own balances, neither in nor out."""
    return normal(word) in _BETWEEN_OWN
