"""Believable exports of many banks: for each known layout a file, and the entries it means.

The layouts are data beside the project (Firefly III's import configurations, one for each bank);
names, texts, numbers and their writing are chosen by a seed.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from tests.unit.imports.statements.csv.bank_words import (
    CURRENCIES,
    HEADERS,
    LANGUAGES,
    NAMES,
    PAYEES,
    TEXTS,
)

LAYOUTS = Path(__file__).resolve().parents[6] / "shared" / "data" / "banks" / "csv_layouts.json"
_ROWS = 60
_COMMA_COUNTRIES = frozenset(
    {"ar", "at", "be", "br", "cz", "de", "es", "fr", "gr", "hu", "it", "lv", "nl", "no", "pl", "ro"}
)
_PLAIN_POINT = frozenset({"de/n26/default", "es/n26/default", "de/tomorrow/csv-import"})
_CENTRAL = frozenset({"cs", "pl", "hu"})
_WESTERN = frozenset({"de", "nl", "fr", "es", "pt", "it", "no", "en"})
_DATES = ("date_book", "date_process", "date_interest", "date_payment", "date_invoice")
_DIRECTIONS = ("rabo-debit-credit", "generic-debit-credit", "ing-debit-credit")
_FORMATS = {
    "d/m/Y": "DD/MM/YYYY", "d.m.Y": "DD.MM.YYYY", "d/n/Y": "DD/MM/YYYY", "j/m/Y": "DD/MM/YYYY",
    "d M Y": "DD MMM YYYY", "Y-m-d": "YYYY-MM-DD", "m/d/Y g:i:s a": "MM/DD/YYYY",
    "n/j/Y": "MM/DD/YYYY", "m/d/Y": "MM/DD/YYYY", "Y-m-d H:i:s.v": "YYYY-MM-DD",
    "d.m.y": "DD.MM.YY", "Y-m-d\\TH:i:sP": "YYYY-MM-DD", "fr:d/m/Y": "DD/MM/YYYY",
    "d M y": "DD MMM YY", "d/m/Y H:i": "DD/MM/YYYY", "Ymd": "YYYYMMDD",
    "H:i, d/m/Y": "DD/MM/YYYY", "d-m-Y": "DD-MM-YYYY", "m#d#Y": "MM/DD/YYYY", "Y/m/d": "YYYY/MM/DD",
}  # fmt: skip
_ROLES = {
    "date_transaction": ColumnRole.DATE, "amount": ColumnRole.AMOUNT,
    "amount_debit": ColumnRole.DEBIT, "amount_credit": ColumnRole.CREDIT,
    "description": ColumnRole.DESCRIPTION, "opposing-name": ColumnRole.PAYEE,
    "external-id": ColumnRole.EXTERNAL_ID, "currency-code": ColumnRole.CURRENCY,
    "currency-name": ColumnRole.CURRENCY, "note": ColumnRole.NOTES,
    "category-name": ColumnRole.CATEGORY, "tags-comma": ColumnRole.TAGS,
    "tags-space": ColumnRole.TAGS, "account-iban": ColumnRole.ACCOUNT,
    "account-number": ColumnRole.ACCOUNT, "account-name": ColumnRole.ACCOUNT,
} | dict.fromkeys(_DATES, ColumnRole.BOOKING_DATE) | dict.fromkeys(
    _DIRECTIONS, ColumnRole.DIRECTION
)  # fmt: skip


@dataclass(frozen=True)
class Meant:
    """An entry as it was meant: money in is positive; the texts that must be found."""

    date: date
    amount_minor: int
    texts: tuple[str, ...]
    external_id: str | None


@dataclass(frozen=True)
class Export:
    """A bank's file, and what it means."""

    content: bytes
    currency: str
    rows: tuple[Meant, ...]
    overrides: LayoutOverrides


def bank_layouts() -> list[dict[str, Any]]:
    """Return the known layouts; none where the data is not there."""
    if not LAYOUTS.exists():
        return []
    layouts: list[dict[str, Any]] = json.loads(LAYOUTS.read_text(encoding="utf-8"))
    return layouts


def export_of(layout: dict[str, Any], seed: int) -> Export:
    """Return the file that a bank of that layout might write."""
    return _Bank(layout, seed).export()


class _Bank:
    """One bank's way of writing, as a seed chooses it."""

    def __init__(self, layout: dict[str, Any], seed: int) -> None:
        self._random = random.Random(f"{layout['bank']} {seed}")  # noqa: S311 (examples, no secrets)
        self._seed = seed
        self._name: str = layout["bank"]
        self._layout = layout
        self._country = self._name.split("/")[0]
        self._language = LANGUAGES[self._country]
        self._currency = CURRENCIES.get(self._country, "EUR")
        self._decimals = (
            0 if self._currency == "HUF" else 2
        )  # As the bank writes; minor units have 2.
        self._roles = self._resolved_roles()
        self._is_signed = self._random.random() < 0.5
        self._zero_for_none = self._random.random() < 0.3
        self._fillers = self._chosen_fillers()
        self._mark, self._thousands = self._chosen_marks()
        self._words = self._direction_words()
        self._account = iban(self._random)

    def export(self) -> Export:
        """Return the file and its meaning."""
        entries = list(self._entries())
        rows = [self._cells(number, entry) for number, entry in enumerate(entries)]
        newest_first = self._random.random() < 0.5
        order = slice(None, None, -1 if newest_first else 1)
        text = self._preamble() + self._written(rows[order])
        return Export(
            self._encoded(text), self._currency, tuple(e[0] for e in entries[order]), self._given()
        )

    def _resolved_roles(self) -> list[str]:
        """Return the layout's roles; two amounts of the Spanish bank are money in and out."""
        roles = list(self._layout["columns"])
        if roles.count("amount") > 1:
            roles[roles.index("amount")] = "amount_credit"
            roles[roles.index("amount")] = "amount_debit"
        return roles

    def _given(self) -> LayoutOverrides:
        return LayoutOverrides(
            delimiter=self._layout["delimiter"],
            has_header=self._layout["has_header_row"],
            date_format=_FORMATS[self._layout["date_format"]],
            columns=tuple(_ROLES.get(role, ColumnRole.IGNORE) for role in self._roles),
        )

    def _chosen_fillers(self) -> dict[int, str]:
        """Return the texts in the columns that a layout ignores."""
        known = self._header_of_bank()
        kinds = ["balance", "kind", "branch", "phone", "empty", "city", "status"]
        self._random.shuffle(kinds)
        ignored = [index for index, role in enumerate(self._roles) if role == "_ignore"]
        return {
            index: filler_of(known[index]) if known else kinds[n] if n < len(kinds) else "empty"
            for n, index in enumerate(ignored)
        }

    def _header_of_bank(self) -> list[str] | None:
        """Return the bank's own header, where it is known and the seed takes it."""
        known = HEADERS.get(self._name) if self._seed == 0 else None
        return known.split(",") if known else None

    def _chosen_marks(self) -> tuple[str, str]:
        is_comma = self._country in _COMMA_COUNTRIES and self._name not in _PLAIN_POINT
        thousands = self._random.choice(["", "", ".", "\u00a0"] if is_comma else ["", "", ","])
        if self._country == "ch":
            thousands = self._random.choice(["", "'", "’"])
        return ("," if is_comma else "."), thousands

    def _direction_words(self) -> tuple[str, str]:
        """Return the words for money in and for money out."""
        role = next((role for role in self._roles if role in _DIRECTIONS), "")
        if self._name == "lv/swedbank/default":
            return "K", "D"
        if role == "ing-debit-credit" or self._name == "nl/argenta/default":
            return "Bij", "Af"
        if self._country == "other-software":
            return "credit", "debit"
        if self._country == "ch":
            return self._random.choice([("Gutschrift", "Belastung"), ("Credit", "Debit")])
        return "C", "D"

    def _entries(self) -> Iterator[tuple[Meant, str, list[str], int]]:
        """Return the expected entry of each row, its payee and texts, and the balance after it."""
        day, balance_minor = date(2024, 1, 3), 250_000
        phrases = TEXTS[self._language].split("/")
        has_payee = "opposing-name" in self._roles
        for number in range(_ROWS):
            day += timedelta(days=self._random.choice([0, 1, 1, 2, 3, 5]))
            amount_minor = self._amount_minor()
            balance_minor += amount_minor
            payee = self._random.choice(PAYEES)
            lines = [f"{self._random.choice(phrases)} {payee} {1000 + number}"]
            lines += [f"Ref {number}, part 2", f"{self._random.choice(phrases)} end"]
            descriptions = lines[: self._roles.count("description")]
            texts = (*descriptions, payee) if has_payee else tuple(descriptions)
            bank_id = f"{self._random.randint(10**9, 10**10):X}{number:03}"
            external_id = bank_id if "external-id" in self._roles else None
            yield Meant(day, amount_minor, texts, external_id), payee, descriptions, balance_minor

    def _amount_minor(self) -> int:
        step = 1 if self._decimals else 100
        if self._random.random() < 0.2:
            return step * self._random.randint(50_000 // step, 400_000 // step)
        return -step * self._random.randint(101 // step, 30_000 // step)

    def _cells(self, number: int, entry: tuple[Meant, str, list[str], int]) -> list[str]:
        meant, payee, descriptions, balance_minor = entry
        remaining = iter(descriptions)
        return [
            next(remaining, "")
            if role == "description"
            else self._cell(role, meant, payee)
            if role != "_ignore"
            else self._filler(self._fillers[index], number, balance_minor, meant)
            for index, role in enumerate(self._roles)
        ]

    def _cell(self, role: str, meant: Meant, payee: str) -> str:
        amount_minor = meant.amount_minor
        if role == "date_transaction":
            return self._day(meant.date)
        if role in _DATES:
            return self._day(meant.date + timedelta(days=self._random.choice([0, 0, 1, 2])))
        if role in _DIRECTIONS:
            return self._words[amount_minor < 0]
        if role.startswith("amount") and role != "amount_foreign":
            return self._money(role, amount_minor)
        return self._text(role, meant, payee)

    def _money(self, role: str, amount_minor: int) -> str:
        if role == "amount":
            has_words = any(one in _DIRECTIONS for one in self._roles)
            is_unsigned = has_words and not self._is_signed
            return self._amount(abs(amount_minor) if is_unsigned else amount_minor)
        if role == "amount_credit":
            return self._half(max(amount_minor, 0))
        out_minor = min(amount_minor, 0)
        return self._half(out_minor if self._is_signed else -out_minor)

    def _text(self, role: str, meant: Meant, payee: str) -> str:
        choose = self._random.choice
        texts = {
            "opposing-name": payee,
            "external-id": meant.external_id or "",
            "currency-code": self._currency,
            "currency-name": self._currency,
            "account-iban": self._account,
            "account-number": self._account[4:16],
            "account-name": "Alex Example",
            "category-name": choose(["Groceries", "Home", "Travel", "Income"]),
            "note": choose(["", "", "see receipt", "shared"]),
            "opposing-bic": choose(["", "ABCDEFGH", "BANKDEFF"]),
            "internal_reference": choose(["", f"NOTPROVIDED{choose('ABC')}"]),
            "tags-comma": choose(["", "card", "home,food"]),
            "tags-space": choose(["", "card"]),
        }
        if role in ("opposing-iban", "opposing-number"):
            return iban(self._random) if self._random.random() < 0.8 else ""
        return texts.get(role, "")

    def _filler(self, kind: str, number: int, balance_minor: int, meant: Meant) -> str:
        choose = self._random.choice
        if kind == "balance":
            return self._amount(balance_minor)
        if kind == "amount":
            return self._amount(meant.amount_minor)
        if kind == "date":
            return self._day(meant.date + timedelta(days=1))
        fillers = {
            "kind": choose(["POS", "DD", "TFR", "ATM"]),
            "branch": "0421",
            "phone": f"+31 20 {self._random.randint(100, 999)} {self._random.randint(1000, 9999)}",
            "city": choose(["Berlin", "Utrecht", "Lyon", ""]),
            "status": "Booked",
            "sequence": str(1001 + number),
            "id": f"tx_{number:05}{self._random.randint(100, 999)}",
            "currency": self._currency,
            "account": self._account,
        }
        return fillers.get(kind, "")

    def _half(self, amount_minor: int) -> str:
        if amount_minor == 0 and not self._zero_for_none:
            return ""
        return self._amount(amount_minor)

    def _amount(self, amount_minor: int) -> str:
        whole, cents = divmod(abs(amount_minor), 100)
        grouped = f"{whole:,}".replace(",", self._thousands)
        fraction = f"{self._mark}{cents:02}" if self._decimals else ""
        return ("-" if amount_minor < 0 else "") + grouped + fraction

    def _day(self, day: date) -> str:
        """Return the date as PHP writes it in the layout's format."""
        moment = datetime(day.year, day.month, day.day, 14, 5, 9)  # noqa: DTZ001 (written without a zone)
        parts = {
            "d": f"{day:%d}", "m": f"{day:%m}", "Y": f"{day:%Y}", "y": f"{day:%y}",
            "j": str(day.day), "n": str(day.month), "M": _MONTHS[day.month - 1], "#": "/",
            "H": f"{moment:%H}", "i": f"{moment:%M}", "s": f"{moment:%S}", "v": "000",
            "g": "2", "a": "pm", "P": "+01:00", "\\": "",
        }  # fmt: skip
        text = self._layout["date_format"].removeprefix("fr:")
        return "".join(parts.get(character, character) for character in text)

    def _header(self) -> list[str]:
        if known := self._header_of_bank():
            return known
        names = NAMES[self._language]
        return [
            self._random.choice(names[_named(role, self._fillers.get(index, ""))])
            if _named(role, self._fillers.get(index, "")) in names
            else _named(role, self._fillers.get(index, "")).title()
            for index, role in enumerate(self._roles)
        ]

    def _preamble(self) -> str:
        if self._seed != 2 or not self._layout["has_header_row"]:
            return ""
        between = self._layout["delimiter"]
        return f"Example Bank{between}{self._account}\r\n\r\n"

    def _written(self, rows: list[list[str]]) -> str:
        file = io.StringIO(newline="")
        quotes_all = self._random.choice([False, True])
        writer = csv.writer(
            file,
            delimiter=self._layout["delimiter"],
            quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL,
        )
        if self._layout["has_header_row"]:
            writer.writerow(self._header())
        writer.writerows(rows)
        return file.getvalue()

    def _encoded(self, text: str) -> bytes:
        if self._seed == 1 and self._language in _CENTRAL:
            return text.encode("iso-8859-2", "replace")
        if self._seed == 1 and self._language in _WESTERN:
            return text.encode("windows-1252")
        return text.encode("utf-8-sig" if self._seed == 2 else "utf-8")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_SAME_NAMES = {
    "currency-name": "currency-code",
    "account-number": "account-iban",
    "opposing-number": "opposing-iban",
    "tags-comma": "tags",
    "tags-space": "tags",
}


def _named(role: str, filler: str) -> str:
    """Return the role by whose names a column is called."""
    if role == "_ignore":
        return filler
    if role in _DATES:
        return "second_date"
    if role in _DIRECTIONS:
        return "direction"
    return _SAME_NAMES.get(role, role)


def filler_of(name: str) -> str:
    """Return the text in an ignored column of that name."""
    folded = name.casefold()
    for part, kind in _FILLERS.items():
        if part in folded:
            return kind
    return "empty"


_FILLERS = {
    "transaction id": "id", "id transakce": "id", "journal_id": "sequence", "user_id": "branch",
    "balance": "balance", "saldo (+)": "balance", "saldo (-)": "empty", "saldo": "balance",
    "zůstatek": "balance", "created_at": "date", "updated_at": "date", "wertstellung": "date",
    "date": "date", "f. valor": "date", "valutadatum": "date", "data rozliczenia": "date",
    "gross amount": "amount", "amount": "amount", "currency": "currency", "type": "kind",
    "art": "kind", "action": "kind", "code": "kind", "rodzaj": "kind", "betaal": "kind",
    "memo": "city", "address": "city", "oficina": "branch", "status": "status", "name": "city",
    "number": "sequence", "číslo účtu": "account", "numer rachunku": "account",
}  # fmt: skip


def iban(generator: random.Random) -> str:
    """Return a German IBAN with the right check digits."""
    digits = "".join(generator.choice("0123456789") for _ in range(18))
    check = 98 - int(digits + "131400") % 97
    return f"DE{check:02}{digits}"
