"""Rates of one file: those that many rows need are read in one call, and each year once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from shared.models.imports.statements.unreadable import UnreadableFile
from shared.models.ledger.ledger import Ledger
from shared.repositories.store import TenantStore

if TYPE_CHECKING:
    from shared.models.currencies.rate import Rate
    from shared.models.currencies.rate_table import RateTable
    from shared.models.currencies.year_rates import RateYear, YearRates
    from shared.models.ledger.transactions.currencies.needed_rates import NeededRate

MAX_YEARS = 1_000
"""Years of rates that one file may need, each a document for a currency and a year: half of what a
request may read and write. All that are published are about as many."""


class FileRates:
    """Lookup of rates for the rows of a file, which keeps what it has read.

    The instance keeps the rates of lately as far as it has room: the years of a file do not push
    out those of other ledgers. Like ``rates_of``, it loads its modules when a rate is asked for,
    and a day after today has the rate of today.
    """

    def __init__(self, store: TenantStore, ledger: Ledger, at: datetime) -> None:
        self._reference = store.reference_rates
        self._ledger = ledger
        self._today = ledger.today(at)
        self._years: dict[RateYear, YearRates | None] = {}

    def __call__(self, base: str, quote: str, day: date, /) -> Rate | None:
        """Return the price of one unit of ``base`` in ``quote``; None if there is none.

        Raises:
            UnreadableFile: as ``expect``.
        """
        self.expect([(base, quote, day)])
        return self._table.find(base, quote, min(day, self._today))

    def expect(self, needed: Iterable[NeededRate]) -> None:
        """Read what these rates are in, and was not read yet, in one call.

        The years before are read in a second one, if a day is before the first rate of its year.

        Raises:
            UnreadableFile: The file needs the rates of too many currencies and years.
        """
        from shared.models.currencies.rate_table import DatedPair, years_of  # noqa: PLC0415 (see above)

        pairs = {DatedPair(base, quote, min(day, self._today)) for base, quote, day in needed}
        self._read(years_of(pairs))
        self._read(self._table.earlier_years_of(pairs))

    def _read(self, keys: frozenset[RateYear]) -> None:
        missing = keys - self._years.keys()
        if len(self._years) + len(missing) > MAX_YEARS:
            raise UnreadableFile(
                f"The file needs the rates of more than {MAX_YEARS:,} currencies and years. Split "
                "it into smaller files."
            )
        if missing:
            self._years |= self._reference.read(missing, self._today, replaces_known=False)

    @cached_property
    def _table(self) -> RateTable:
        from shared.models.currencies.own_rate import OwnRates  # noqa: PLC0415 (see above)
        from shared.models.currencies.rate_table import RateTable  # noqa: PLC0415 (see above)

        return RateTable(self._years, OwnRates(self._ledger.own_rates.values()))
