"""Facts that a forecast is made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shared.models.ledger.balances import Convert
from shared.models.ledger.entry import DatedEntry
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.planning.forecasts.expected import Book
from shared.models.planning.occurrence import Occurrence
from shared.models.planning.recurring import Recurring
from shared.models.values.frozen import frozen


@frozen
class Facts:
    """Facts that a forecast is made from, read at one instant.

    ``ahead`` are the entries of transactions after today, until the end of the last month of the
    forecast; ``summaries`` all stored ones from the first month of the history on.
    """

    ledger: Ledger
    today: date
    seed: str
    entries: Sequence[Recurring]
    stored: Sequence[Occurrence]
    ahead: Sequence[DatedEntry]
    summaries: Sequence[Summary]
    convert: Convert
    book: Book
