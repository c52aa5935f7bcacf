"""Reference rates of the European Central Bank: a document for each currency and year.

They belong to no tenant. Signed-in users may read them, and only the update of rates writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from google.cloud import firestore

from shared.models.currencies.rate_update import (
    Correction,
    RateArrival,
    RateUpdate,
    StoredYear,
)
from shared.models.currencies.year_rates import RateYear, YearRates
from shared.repositories.firestore.access import DIRECT
from shared.repositories.firestore.client import FirestoreClient, fields_of, stream_by_name
from shared.repositories.firestore.commit import commit_batch
from shared.repositories.firestore.requests import FastWriteBatch

_YEARS_IN_COMMIT = 400
"""Of up to 4 KB each; Firestore takes 10 MiB, its emulator 4 MiB."""

_YEAR_ENDS_AFTER = timedelta(days=7)
"""Until so long after its end, rates of a year may be added, also where it is a day later."""

_OF_ALL_DAYS = "USD"
"""A currency with a rate on each day of publication."""


class ReferenceRateRepository:
    """Repository of reference rates; what it has read lately, it does not read again."""

    def __init__(self, client: FirestoreClient) -> None:
        self._client = client
        self._known = client.known_rates

    def read(
        self, keys: frozenset[RateYear], today: date, *, replaces_known: bool = True
    ) -> Mapping[RateYear, YearRates | None]:
        """Return the rates of years by key, None for a year without any; in one call at most.

        Without ``replaces_known`` they are only kept as far as no other year has to be forgotten.
        """
        found = self._known.find(keys)
        present = (today - _YEAR_ENDS_AFTER).year
        missing = [self._document(key) for key in sorted(keys - found.keys())]
        if missing:
            for snapshot in self._client.get_all(missing):
                key = _key_of(snapshot.id)
                rates = _decode_rates(key, fields_of(snapshot)) if snapshot.exists else None
                is_past = key.year < present
                self._known.put(key, rates, is_past=is_past, replaces=replaces_known)
                found[key] = rates
        return found

    def list_stored(self) -> dict[RateYear, StoredYear]:
        """Return all years by key."""
        documents = stream_by_name(self._collection(), DIRECT)
        stored = (_decode(_key_of(one.id), fields_of(one)) for one in documents)
        return {year.rates.key: year for year in stored}

    def find_last_day(self, today: date) -> date | None:
        """Return the last stored day of this year or the previous one with a rate of the dollar."""
        keys = frozenset(RateYear(_OF_ALL_DAYS, year) for year in (today.year, today.year - 1))
        return max(
            (rates.last_day for rates in self.read(keys, today).values() if rates), default=None
        )

    def store(self, update: RateUpdate) -> None:
        """Write new and changed years: those of a day in one commit, a whole history in several.

        Their arrival is in the first one, so that it is known even if the update is interrupted.

        Raises:
            ConcurrentUpdate: A new year was created meanwhile.
            Unavailable: Firestore does not answer.
        """
        years = [*update.created, *update.changed]
        created = {year.rates.key for year in update.created}
        for start in range(0, len(years), _YEARS_IN_COMMIT):
            batch = self._client.batch()
            if start == 0 and update.arrival is not None:
                self._put_arrival(batch, update.arrival)
            for year in years[start : start + _YEARS_IN_COMMIT]:
                write = batch.create if year.rates.key in created else batch.set
                write(self._document(year.rates.key), _encode(year))
            commit_batch(batch)
        self._known.forget()

    def find_arrival(self) -> RateArrival | None:
        """Return the arrival of rates for which ledgers are still to be healed, or None."""
        snapshot = self._arrival().get()
        fields = fields_of(snapshot)
        if not fields:
            return None
        return RateArrival(date.fromisoformat(fields["since"]), fields["at"])

    def remove_arrival(self) -> None:
        """Remove the arrival of rates, for which all ledgers have been healed."""
        batch = self._client.batch()
        batch.delete(self._arrival())
        commit_batch(batch)

    def read_anew(self, occasion: str) -> None:
        """Forget the years that this instance knows; once for each occasion."""
        self._known.forget_once(occasion)

    def _put_arrival(self, batch: FastWriteBatch, arrival: RateArrival) -> None:
        """Write the arrival of rates, together with one for which ledgers are not healed yet."""
        earlier = self.find_arrival()
        since = arrival.since if earlier is None else min(arrival.since, earlier.since)
        batch.set(self._arrival(), {"since": since.isoformat(), "at": arrival.at})

    def _arrival(self) -> firestore.DocumentReference:
        return self._client.collection("rate_arrivals").document("last")

    def _document(self, key: RateYear) -> firestore.DocumentReference:
        return self._collection().document(str(key))

    def _collection(self) -> firestore.CollectionReference:
        collection: firestore.CollectionReference = self._client.collection("reference_rates")
        return collection


def _key_of(name: str) -> RateYear:
    currency, _, year = name.partition("-")
    return RateYear(currency, int(year))


def _encode(year: StoredYear) -> dict[str, Any]:
    """Return the fields of a year; without corrections that of those is left out."""
    fields = {
        "currency": year.rates.key.currency,
        "year": year.rates.key.year,
        "rates": year.rates.text,
        "last_date": year.rates.last_day.isoformat(),
        "revision": year.revision,
        "updated_at": year.updated_at,
    }
    if year.corrections:
        fields["corrections"] = [
            {**one._asdict(), "day": one.day.isoformat()} for one in year.corrections
        ]
    return fields


def _decode_rates(key: RateYear, fields: Mapping[str, Any]) -> YearRates:
    return YearRates.parse(key, fields["rates"])


def _decode(key: RateYear, fields: Mapping[str, Any]) -> StoredYear:
    return StoredYear(
        _decode_rates(key, fields),
        fields["updated_at"],
        fields["revision"],
        tuple(
            Correction(date.fromisoformat(one["day"]), one["before"], one["after"], one["at"])
            for one in fields.get("corrections", ())
        ),
    )
