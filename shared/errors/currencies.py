"""Failures of the update of exchange rates; each leaves all stored rates as they are."""

from __future__ import annotations

from shared.errors.base import FinanceFlowError


class RatesNotUpdated(FinanceFlowError):
    """The rates could not be updated. Base class of the reasons."""

    code = "rates-not-updated"


class RatesUnreachable(RatesNotUpdated):
    """The server of the rates does not answer in time, or with another status than 200."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The file of rates cannot be fetched: {reason}.")


class RatesAddressRefused(RatesNotUpdated):
    """The address of the rates, or one that it redirects to, is not an allowed one."""

    def __init__(self) -> None:
        super().__init__("The address of the rates is not one of https on an allowed host.")


class RatesTooLarge(RatesNotUpdated):
    """A file has more bytes, rows or columns than a history of rates can have."""

    def __init__(self, limit: int, unit: str) -> None:
        super().__init__(f"The file of rates has more than {limit:,} {unit}.")


class RatesNotSupported(RatesNotUpdated):
    """A file has another form, encoding or header than that of the European Central Bank."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This is not a file of reference rates: {reason}.")


class InvalidRates(RatesNotUpdated):
    """A row has a day or a rate that cannot be one, or another number of cells."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line} of the rates is not valid: {reason}.")
        self.line = line


class TooManyCorrections(RatesNotUpdated):
    """A file differs from so many stored rates that it is taken for a wrong one."""

    def __init__(self, number: int) -> None:
        super().__init__(f"The file differs from {number:,} rates that are stored.")
