"""Options of an import."""

from __future__ import annotations

from dataclasses import field

from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.values.frozen import frozen


@frozen
class ImportOptions:
    """Options of an import that a client may choose.

    ``overrides`` are the parts of the layout that are given; None: a saved mapping may be used.
    ``accounts`` are the accounts of rows by their currencies. The categories are those of rows that
    neither the file nor a rule gives one; without them such rows are unfiled. With
    ``join_exchanges``, the two rows of an exchange of currencies are one transfer.
    """

    account_id: str | None = None
    accounts: dict[str, str] = field(default_factory=dict)
    income_category_id: str | None = None
    expense_category_id: str | None = None
    fee_category_id: str | None = None
    file_name: str | None = None
    overrides: LayoutOverrides | None = None
    use_saved_mapping: bool = True
    join_exchanges: bool = True
