"""Monthly summaries of all tenants, for the rollup."""

from __future__ import annotations

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.people.access import TenantRef
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen


@frozen
class TenantPage:
    """A page of tenants, ordered by path; ``next_cursor`` is None on the last page."""

    tenants: list[TenantRef]
    next_cursor: str | None


class MonthRepository:
    """The monthly summaries of every tenant."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client

    def list_tenants(self, rollup: Month, limit: int, cursor: str | None) -> TenantPage:
        """Return a page of the tenants with a summary of a month that the rollup closes.

        The order is that of document names, so a tenant that is added meanwhile does not move the
        others.
        """
        query = (
            self._client.collection_group("summaries")
            .where(filter=FieldFilter("rollup", "==", str(rollup)))
            .order_by("__name__")
            .select(["rollup"])
            .limit(limit)
        )
        if cursor is not None:
            query = query.start_after({"__name__": self._client.document(cursor)})
        paths = [snapshot.reference.path for snapshot in query.stream()]
        return TenantPage(
            [TenantRef.parse(path.partition("/summaries/")[0]) for path in paths],
            paths[-1] if len(paths) == limit else None,
        )
