"""Currencies that cells name, by a code in any case or by a symbol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from shared.models.imports.statements.cells import BadCell, quoted
from shared.models.values.characters.names import same_name_key
from shared.models.values.currency import EXPONENTS
from shared.models.values.frozen import frozen

_SYMBOLS = {
    "$": "USD CAD AUD NZD SGD HKD MXN ARS CLP COP TWD BBD JMD TTD FJD BSD BZD BMD NAD XCD UYU",
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD",
    "r$": "BRL", "hk$": "HKD", "s$": "SGD", "€": "EUR",
    "euro": "EUR", "euros": "EUR", "euroa": "EUR",
    "£": "GBP EGP LBP FKP GIP SHP",
    "¥": "JPY CNY", "₹": "INR", "rs": "INR PKR LKR NPR MUR", "rs.": "INR PKR LKR NPR MUR",
    "₩": "KRW", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₪": "ILS", "₱": "PHP", "฿": "THB", "₫": "VND",
    "₦": "NGN", "₡": "CRC", "r": "ZAR", "kč": "CZK", "kc": "CZK", "zł": "PLN", "zl": "PLN",
    "ft": "HUF", "lei": "RON MDL", "kr": "SEK NOK DKK ISK", "kr.": "SEK NOK DKK ISK",
    "sfr": "CHF", "fr.": "CHF", "лв": "BGN", "лв.": "BGN", "rur": "RUB",
}  # fmt: skip
_CURRENCIES = {symbol: frozenset(codes.split()) for symbol, codes in _SYMBOLS.items()}
_UNKNOWN = frozenset(
    {"BTC", "XBT", "ETH", "LTC", "XRP", "BCH", "DOGE", "ADA", "SOL", "DOT", "BNB", "USDT", "USDC",
     "DAI", "TRX", "XLM", "AVAX"}
)  # fmt: skip
"""Codes of cryptocurrencies: amounts in them are in no known currency."""


def currencies_of(unit: str) -> frozenset[str]:
    """Return the currencies that a code or a symbol may mean; empty if it is neither."""
    code = unit.upper()
    if code in EXPONENTS:
        return frozenset({code})
    return _CURRENCIES.get(unit.casefold(), frozenset())


def is_currency(text: str) -> bool:
    """Return whether a text is a currency where no name says that it should be one.

    It is a code, one of a cryptocurrency, or a symbol; a single letter such as that of the rand
    is none.
    """
    is_letter = len(text) == 1 and text.isalpha()
    return not is_letter and (bool(currencies_of(text)) or text in _UNKNOWN)


@frozen
class KnownCurrencies:
    """Currencies by which amounts are understood that do not have a code.

    An amount without code and symbol is in the currency of ``unit``, the code or symbol that the
    file names for all its amounts, if any; or in that of the account that its row names, which is
    ``of_accounts`` by the key of the name, or else in ``default``. A symbol of several currencies
    means the default one, or the only one of the first of the ``likely`` sets that has any of them.
    """

    default: str
    likely: tuple[frozenset[str], ...] = ()
    of_accounts: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    def default_of(self, accounts: Sequence[str]) -> str:
        """Return the currency of amounts without code and symbol on accounts of these names.

        Raises:
            BadCell: The file names one that is not known, or may be one of several.
        """
        if self.unit:
            return self.find(self.unit)
        if accounts and self.of_accounts:
            for name in accounts:
                if found := self.of_accounts.get(same_name_key(name)):
                    return found
        return self.default

    def find(self, unit: str) -> str:
        """Return the currency of a code or a symbol.

        Raises:
            BadCell: It is neither, or it may mean several currencies.
        """
        possible = currencies_of(unit) & EXPONENTS.keys()
        if not possible:
            raise BadCell(f"{quoted(unit)} is not a known currency.")
        if len(possible) == 1:
            return next(iter(possible))
        if self.default in possible:
            return self.default
        for likely in self.likely:
            if found := possible & likely:
                if len(found) == 1:
                    return next(iter(found))
                break
        names = ", ".join(sorted(possible))
        raise BadCell(f"{quoted(unit)} may be {names}: choose an account for one of them.")
