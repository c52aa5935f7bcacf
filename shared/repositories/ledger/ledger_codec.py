"""The ledger's part of a tenant's document: its fields, decoded, encoded and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from shared.models.currencies.own_rate import OwnRate
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.currency_change import CurrencyChange
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.import_progress import MAX_IMPORTS_UNDER_WAY, ImportProgress
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import AccountSum, LedgerTotals
from shared.models.ledger.restore_progress import RestoreProgress
from shared.models.ledger.scopes import KeptScope
from shared.models.values.dates import Calendar
from shared.repositories.firestore.tenant_document import TenantDocument
from shared.repositories.ledger import part_codecs

LIVE_VERSION = 1
"""Version of the fields that clients read in this document and below it.

A change of such a field that is not an addition needs the next one; docs/web-client.md.
"""

FIELDS = frozenset(
    {
        "live_version",
        "currency",
        "timezone",
        "created_at",
        "categories",
        "accounts",
        "custom_types",
        "own_rates",
        "default_account_id",
        "by_account",
        "tags",
        "unconverted",
        "tag_names",
        "unfiled_count",
        "sequence",
        "month_start",
        "next_month_start",
        "summary_currency",
        "summary_edition",
        "next_currency",
        "currency_change",
        "rebuild_id",
        "settings_revision",
        "repairs",
        "restore",
        "imports_under_way",
        "has_recurring",
        "scopes",
        "is_watched",
        # Read by a query alone, which finds the ledgers whose amounts new rates may change.
        "has_foreign_accounts",
        # Never read: a commit writes one of them if it changes nothing else in the document.
        "rebuilt_at",
        "verified_at",
        "imported_at",
    }
)


def decode_ledger(document: Mapping[str, Any]) -> Ledger:
    """Decode the ledger in a tenant's document."""
    restore, types = document.get("restore"), document.get("custom_types", {})
    calendar, next_calendar = part_codecs.decode_calendars(document)
    return Ledger(
        currency=document["currency"],
        timezone=document["timezone"],
        created_at=document["created_at"],
        categories={k: Category(id=k, **v) for k, v in document.get("categories", {}).items()},
        accounts={k: Account(id=k, **v) for k, v in document.get("accounts", {}).items()},
        default_account_id=document.get("default_account_id", ""),
        totals=LedgerTotals(
            {k: AccountSum(**v) for k, v in document.get("by_account", {}).items()},
            dict(document.get("tags", {})),
            document.get("unfiled_count", 0),
            dict(document.get("unconverted", {})),
        ),
        sequence=document.get("sequence", 0),
        calendar=calendar,
        next_calendar=next_calendar,
        next_currency=document.get("next_currency"),
        currency_change=part_codecs.decode_change(document.get("currency_change")),
        rebuild_id=document.get("rebuild_id"),
        settings_revision=document.get("settings_revision", 1),
        repairs=document.get("repairs", 0),
        restore=RestoreProgress(**restore) if restore else None,
        imports_under_way={
            key: ImportProgress(**one) for key, one in document.get("imports_under_way", {}).items()
        },
        tag_names=dict(document.get("tag_names", {})),
        custom_types={k: CustomType(id=k, **v) for k, v in types.items()},
        own_rates={k: OwnRate(id=k, **v) for k, v in document.get("own_rates", {}).items()},
        has_recurring=document.get("has_recurring", False),
        scopes={k: part_codecs.decode_scope(v) for k, v in document.get("scopes", {}).items()},
        is_watched=document.get("is_watched", False),
    )


def encode_ledger(ledger: Ledger) -> dict[str, Any]:
    """Encode a ledger; of the fields that a new one lacks, those that are empty are left out."""
    optional: dict[str, Any] = {
        "custom_types": {key: _encode(one) for key, one in ledger.custom_types.items()},
        "own_rates": {key: _encode(one) for key, one in ledger.own_rates.items()},
        "by_account": {key: asdict(sums) for key, sums in ledger.totals.by_account.items()},
        "tags": dict(ledger.totals.tags),
        "unfiled_count": ledger.totals.unfiled_count,
        "unconverted": dict(ledger.totals.unconverted),
        "has_foreign_accounts": part_codecs.has_foreign(ledger.accounts),
        "tag_names": dict(ledger.tag_names),
        "sequence": ledger.sequence,
        "next_month_start": ledger.next_calendar
        and part_codecs.encode_start(ledger.next_calendar.start),
        "next_currency": ledger.next_currency,
        "currency_change": part_codecs.encode_change(ledger.currency_change),
        "rebuild_id": ledger.rebuild_id,
        "settings_revision": ledger.settings_revision if ledger.settings_revision != 1 else None,
        "repairs": ledger.repairs,
        "restore": ledger.restore and asdict(ledger.restore),
        "imports_under_way": {key: asdict(p) for key, p in ledger.imports_under_way.items()},
        "has_recurring": ledger.has_recurring,
        "scopes": {key: part_codecs.encode_scope(one) for key, one in ledger.scopes.items()},
        "is_watched": ledger.is_watched,
    }
    return {
        "live_version": LIVE_VERSION,
        "currency": ledger.currency,
        "timezone": ledger.timezone,
        "created_at": ledger.created_at,
        "categories": {key: _encode(c) for key, c in ledger.categories.items()},
        "accounts": {key: _encode(a) for key, a in ledger.accounts.items()},
        "default_account_id": ledger.default_account_id,
        **part_codecs.encode_calendar(ledger.calendar),
        **{name: value for name, value in optional.items() if value},
    }


def _encode(part: Category | Account | CustomType | OwnRate) -> dict[str, Any]:
    """Encode the fields of a part of the ledger that differ from their default.

    Every request decodes all of them, so defaults are omitted, and times are RFC 3339 text, which
    the client library decodes much faster than timestamps.
    """
    return part.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)


class LedgerWriter:
    """Writes of the ledger's fields."""

    def __init__(self, document: TenantDocument) -> None:
        self._document = document
        self._sequence: int | None = None
        self._accounts: dict[str, Account | None] = {}
        self._sums: dict[str, AccountSum] = {}

    @property
    def sequence(self) -> int:
        """Return the number of the last change, those of this commit included."""
        if self._sequence is None:
            sequence: int = self._document.fields.get("sequence", 0)
            return sequence
        return self._sequence

    def next_sequence(self) -> int:
        """Take the number of a further change, and write it as the last one."""
        self._sequence = self.sequence + 1
        self._document.put(self._sequence, "sequence")
        return self._sequence

    @property
    def may_lower_balances(self) -> bool:
        """Return whether balances change of which an account may have a low one to notify of."""
        if not self._accounts and not self._sums:
            return False
        stored: Mapping[str, Mapping[str, Any]] = self._document.fields.get("accounts", {})
        return any("low_balance_minor" in account for account in stored.values()) or any(
            account is not None and account.low_balance_minor is not None
            for account in self._accounts.values()
        )

    def after_commit(self, ledger: Ledger) -> Ledger:
        """Return the ledger, as it was read, with the accounts and sums that are to be written."""
        accounts = {**ledger.accounts, **self._accounts}
        sums = {**ledger.totals.by_account, **self._sums}
        return replace(
            ledger,
            accounts={key: account for key, account in accounts.items() if account is not None},
            totals=replace(ledger.totals, by_account=sums),
        )

    def put_sequence(self) -> None:
        """Write the number of the last change again, for a commit that logs none."""
        self._document.put(self.sequence, "sequence")

    def put_category(self, category: Category) -> None:
        """Write one category."""
        self._document.put(_encode(category), "categories", category.id)

    def remove_category(self, category_id: str) -> None:
        """Remove one category."""
        self._document.remove("categories", category_id)

    def put_custom_type(self, custom_type: CustomType) -> None:
        """Write one custom type."""
        self._document.put(_encode(custom_type), "custom_types", custom_type.id)

    def remove_custom_type(self, custom_type_id: str) -> None:
        """Remove one custom type."""
        self._document.remove("custom_types", custom_type_id)

    def replace_custom_types(self, custom_types: Mapping[str, CustomType]) -> None:
        """Write all custom types anew."""
        self._document.put({key: _encode(one) for key, one in custom_types.items()}, "custom_types")

    def put_own_rate(self, rate: OwnRate) -> None:
        """Write one own rate."""
        self._document.put(_encode(rate), "own_rates", rate.id)

    def remove_own_rate(self, rate_id: str) -> None:
        """Remove one own rate."""
        self._document.remove("own_rates", rate_id)

    def replace_own_rates(self, rates: Mapping[str, OwnRate]) -> None:
        """Write all own rates anew."""
        self._document.put({key: _encode(one) for key, one in rates.items()}, "own_rates")

    def put_account(self, account: Account) -> None:
        """Write one account."""
        self._document.put(_encode(account), "accounts", account.id)
        self._put_has_foreign({account.id: account})
        self._accounts[account.id] = account

    def remove_account(self, account_id: str) -> None:
        """Remove an account and its totals, which are zero."""
        self._document.remove("accounts", account_id)
        self._document.remove("by_account", account_id)
        self._accounts[account_id] = None

    def put_default_account(self, account_id: str) -> None:
        """Make an account the default."""
        self._document.put(account_id, "default_account_id")

    def replace_categories_and_accounts(
        self,
        categories: Mapping[str, Category],
        accounts: Mapping[str, Account],
        default_account_id: str,
    ) -> None:
        """Write all categories and accounts anew."""
        self._document.put({key: _encode(c) for key, c in categories.items()}, "categories")
        self._document.put({key: _encode(a) for key, a in accounts.items()}, "accounts")
        self._put_has_foreign(accounts)
        self.put_default_account(default_account_id)

    def _put_has_foreign(self, accounts: Mapping[str, Account]) -> None:
        """Write that the ledger has foreign accounts, or had some; that is never removed."""
        has_any = part_codecs.has_foreign(accounts)
        if has_any and "has_foreign_accounts" not in self._document.fields:
            self._document.put(has_any, "has_foreign_accounts")

    def put_totals(self, totals: LedgerTotals, changed: LedgerTotals) -> None:
        """Write those totals that ``changed`` names; the commit has read them."""
        if changed.unfiled_count:
            self._document.put(totals.unfiled_count, "unfiled_count")
        for account_id in changed.by_account:
            self._sums[account_id] = totals.by_account[account_id]
            self._document.put(asdict(self._sums[account_id]), "by_account", account_id)
        for tag in changed.tags:
            if tag in totals.tags:
                self._document.put(totals.tags[tag], "tags", tag)
            else:
                self._document.remove("tags", tag)
                if tag in self._document.fields.get("tag_names", {}):
                    self._document.remove("tag_names", tag)
        for currency in changed.unconverted:
            if currency in totals.unconverted:
                self._document.put(totals.unconverted[currency], "unconverted", currency)
            else:
                self._document.remove("unconverted", currency)

    def put_tag_names(self, names: Mapping[str, str]) -> None:
        """Write the spelling of tags, by their terms."""
        for term, name in names.items():
            self._document.put(name, "tag_names", term)

    def put_repairs(self, count: int) -> None:
        """Write how often sums had to be put right."""
        self._document.put(count, "repairs")

    def put_currency(self, currency: str) -> None:
        """Write the currency, of a ledger that has no amounts yet."""
        self._document.put(currency, "currency")

    def put_next_currency(self, currency: str, rebuild_id: str, change: CurrencyChange) -> None:
        """Write the currency that the ledger is to be changed to."""
        self._document.put(currency, "next_currency")
        self._document.put(rebuild_id, "rebuild_id")
        self.put_currency_change(change)

    def put_currency_change(self, change: CurrencyChange) -> None:
        """Write the progress of a change of the currency."""
        self._document.put(part_codecs.encode_change(change), "currency_change")

    def remove_next_currency(self, change: CurrencyChange) -> None:
        """Have no next currency; what is being built in it is no longer kept."""
        self._document.remove("next_currency")
        self.put_currency_change(change)
        self.remove_next_calendar()

    def put_changed_currency(
        self, ledger: Ledger, calendar: Calendar, change: CurrencyChange
    ) -> None:
        """Put the currency of a ledger in force, with its accounts and unconverted amounts."""
        self.put_currency(ledger.currency)
        self.remove_next_currency(change)
        self.put_calendar(calendar)
        self._document.put({key: _encode(a) for key, a in ledger.accounts.items()}, "accounts")
        self._put_has_foreign(ledger.accounts)
        self._document.put(dict(ledger.totals.unconverted), "unconverted")

    def put_timezone(self, timezone: str) -> None:
        """Write the time zone."""
        self._document.put(timezone, "timezone")

    def put_calendar(self, calendar: Calendar) -> None:
        """Put a calendar in force; none is being built any more."""
        fields = part_codecs.encode_calendar(calendar)
        for name, value in fields.items():
            self._document.put(value, name)
        for name in (part_codecs.CALENDAR_FIELDS - fields.keys()) & self._document.fields.keys():
            self._document.remove(name)
        self.remove_next_calendar()

    def put_next_calendar(self, calendar: Calendar, rebuild_id: str) -> None:
        """Write the start of the calendar to build summaries for, beside the one in force."""
        self._document.put(part_codecs.encode_start(calendar.start), "next_month_start")
        self._document.put(rebuild_id, "rebuild_id")

    def remove_next_calendar(self) -> None:
        """Have no summaries kept beside those in force."""
        self._document.remove("next_month_start")
        self._document.remove("rebuild_id")

    def put_settings_revision(self, revision: int) -> None:
        """Write the number of the last change of the settings."""
        self._document.put(revision, "settings_revision")

    def put_restore(self, progress: RestoreProgress) -> None:
        """Write the progress of the restore of a backup."""
        self._document.put(asdict(progress), "restore")

    def put_rebuilt(self, at: datetime) -> None:
        """Write when a rebuild last built or deleted summaries."""
        self._document.put(at, "rebuilt_at")

    def put_verified(self, at: datetime) -> None:
        """Write when a rollup last verified the ledger."""
        self._document.put(at, "verified_at")

    def put_import_progress(self, import_id: str, progress: ImportProgress | None) -> None:
        """Write the progress of an import; None, of one that is not under way, removes it."""
        known = self._document.fields.get("imports_under_way", {})
        is_known = import_id in known
        if progress is not None and (is_known or len(known) < MAX_IMPORTS_UNDER_WAY):
            self._document.put(asdict(progress), "imports_under_way", import_id)
        elif progress is None and is_known:
            self._document.remove("imports_under_way", import_id)

    def put_has_recurring(self, *, has_recurring: bool) -> None:
        """Write whether the ledger has recurring entries."""
        if has_recurring != self._document.fields.get("has_recurring", False):
            self._document.put(has_recurring, "has_recurring")

    def put_is_watched(self, *, is_watched: bool) -> None:
        """Write whether the ledger has budgets or goals, of which people are told."""
        if is_watched != self._document.fields.get("is_watched", False):
            self._document.put(is_watched, "is_watched")

    def put_scope(self, key: str, kept: KeptScope | None) -> None:
        """Write a scope whose daily totals are kept; None removes it."""
        if kept is not None:
            self._document.put(part_codecs.encode_scope(kept), "scopes", key)
        elif key in self._document.fields.get("scopes", {}):
            self._document.remove("scopes", key)

    def put_imported(self, at: datetime) -> None:
        """Write when an import was last planned or continued, or a mapping was deleted."""
        self._document.put(at, "imported_at")
