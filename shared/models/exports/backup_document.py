"""A backup as one JSON document, which is written and read as a stream."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import islice
from typing import Any

from pydantic import ValidationError

from shared.errors import FieldError, InvalidArgument, LedgerFull
from shared.models.currencies.own_rate import OwnRate
from shared.models.exports.backup import (
    AccountRecord,
    BackupHead,
    CategoryRecord,
    CustomTypeRecord,
    RuleRecord,
)
from shared.models.exports.backup_lists import ensure_custom_type_fits, record_lists
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import MAX_ENTRIES, MAX_GOALS, MAX_TAGS_IN_USE
from shared.models.ledger.transactions.terms import tag_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.rules.rule import (
    MAX_RULES_BYTES,
    MAX_RULES_SIZE,
    Rule,
    check_expressions,
)
from shared.models.values.dates import Calendar
from shared.models.values.frozen import frozen
from shared.models.values.json_stream import members_of
from shared.models.values.text import IMPORTED
from shared.models.values.validation import field_errors_of

_MAX_ERRORS = 20
_SPARE = {"payees": 1_000, "months": 2_000}
"""How many more payees and months than transactions a backup may have.

A payee may have lost its transactions, and so may a month: from 1900 to the latest date that a
transaction may have, there are fewer than 2,000.
"""

MAX_RECORDS = 500_000
"""Elements of a list without a smaller limit; no ledger has as many transactions."""

Parts = Callable[[], Iterable[bytes]]
"""Returns the bytes of a document from its beginning, at each call."""


def document_parts(head: dict[str, Any], currency: str, **values: Iterable[Any]) -> Iterator[str]:
    """Stream the text of a backup, with a line for each record.

    ``values`` are the values of each of the ``record_lists``, by name.
    """
    yield _json(head).removesuffix("}")
    for name, records in reversed(record_lists().items()):
        yield from _list_parts(name, (records.write(value, currency) for value in values[name]))
    yield "\n}\n"


def _list_parts(name: str, records: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    for index, record in enumerate(records):
        yield f"{',' if index else ''}\n{_json(record)}"
    yield "]"


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


@frozen
class Backup:
    """A backup that was read, and fits together: what its records name is in it.

    ``digest`` is the SHA-256 of its bytes; ``counts`` are the lengths of its long lists.
    """

    head: BackupHead
    digest: str
    counts: Mapping[str, int]
    _parts: Parts = field(repr=False)

    @property
    def currency(self) -> str:
        """Return the currency of all amounts."""
        return self.head.settings.currency

    @property
    def calendar(self) -> Calendar:
        """Return the calendar of the ledger."""
        return Calendar(self.head.settings.month_start.start())

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Return the categories by id."""
        return {record.id: record.category() for record in self.head.categories}

    @cached_property
    def custom_types(self) -> dict[str, CustomType]:
        """Return the custom types by id."""
        return {record.id: record.custom_type() for record in self.head.custom_types}

    @cached_property
    def own_rates(self) -> dict[str, OwnRate]:
        """Return the own rates by id."""
        return {record.id: record.own_rate() for record in self.head.own_rates}

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Return the accounts by id."""
        return {record.id: record.account(self.currency) for record in self.head.accounts}

    @property
    def rules(self) -> list[Rule]:
        """Return the rules in their order."""
        return [record.rule() for record in self.head.rules]

    @property
    def record_count(self) -> int:
        """Return the number of records in the long lists."""
        return sum(self.counts.values())

    def named_records(self) -> Iterator[tuple[str, Any]]:
        """Yield the records of the long lists, each with its list's name, in a stable order."""
        for name, records in record_lists().items():
            for raw in _elements(self._parts, name):
                yield name, records.read(raw, self.currency)


def read_backup(parts: Parts) -> Backup:
    """Read and validate a backup.

    Raises:
        Unreadable: The document is not JSON.
        InvalidArgument: The document is invalid; the error has the paths.
        LedgerFull: There are more transactions than the accounts of a ledger may have.
    """
    digest = hashlib.sha256()

    def hashed() -> Iterator[bytes]:
        for part in parts():
            digest.update(part)
            yield part

    head, counts = _read_head(hashed())
    backup = Backup(head, digest.hexdigest(), counts, parts)
    _check_categories_and_accounts(head)
    _check_lists(backup, parts)
    return backup


class _Errors:
    """Errors found in a document, up to a maximum number."""

    def __init__(self) -> None:
        self._found: list[FieldError] = []

    def add(self, message: str, *path: str | int) -> None:
        """Add an error at a path."""
        self._found.append(FieldError(".".join(map(str, path)), message))
        if len(self._found) >= _MAX_ERRORS:
            self.raise_any()

    @contextlib.contextmanager
    def at(self, *path: str | int) -> Iterator[None]:
        """Add the validation errors of the block, below a path."""
        try:
            yield
        except ValidationError as error:
            for wrong in field_errors_of(error):
                self.add(wrong.message, *path, *([] if wrong.field == "body" else [wrong.field]))
        except InvalidArgument as error:
            for wrong in error.errors:
                self.add(wrong.message, *path, wrong.field)

    def raise_any(self) -> None:
        """Raise if there are errors.

        Raises:
            InvalidArgument: At least one error was added.
        """
        if self._found:
            raise InvalidArgument(*self._found)


def _read_head(parts: Iterable[bytes]) -> tuple[BackupHead, dict[str, int]]:
    """Return the head, and the number of elements of each long list."""
    errors = _Errors()
    members: dict[str, Any] = {}
    counts: dict[str, int] = {}
    lists = record_lists()
    for name, value in members_of(parts, lists, BackupHead.model_fields):
        if name not in lists:
            members[name] = value
        elif isinstance(value, Iterator):
            most = lists[name].most or MAX_RECORDS
            counts[name] = sum(1 for _ in islice(value, most + 1))
            if counts[name] > most:
                raise InvalidArgument.of(name, f"must have at most {most} items")
        else:
            errors.add("must be a list", name)
            counts[name] = 0
    _check_counts(counts, errors)
    try:
        head = BackupHead.model_validate(members, context=IMPORTED)
    except ValidationError as error:
        for wrong in field_errors_of(error):
            errors.add(wrong.message, wrong.field)
    errors.raise_any()
    return head, counts


def _check_counts(counts: Mapping[str, int], errors: _Errors) -> None:
    for name, records in record_lists().items():
        if records.is_required and name not in counts:
            errors.add("is required", name)
    for name, spare in _SPARE.items():
        if counts.get(name, 0) > counts.get("transactions", 0) + spare:
            errors.add(f"must be at most {spare} more than the transactions", name)


def _elements(parts: Parts, wanted: str) -> Iterator[Any]:
    for name, value in members_of(parts(), record_lists(), BackupHead.model_fields):
        if name == wanted:
            yield from value


def _check_categories_and_accounts(head: BackupHead) -> None:
    errors = _Errors()
    currency = head.settings.currency
    seen: set[object] = set()
    for index, category in enumerate(head.categories):
        with errors.at("categories", index):
            _check_once(seen, category.id, errors, "categories", index, "id")
            _check_once(seen, category.category().key, errors, "categories", index, "name")
    for index, account in enumerate(head.accounts):
        with errors.at("accounts", index):
            _check_once(seen, account.id, errors, "accounts", index, "id")
            _check_once(seen, account.account(currency).key, errors, "accounts", index, "name")
    for index, custom_type in enumerate(head.custom_types):
        _check_once(seen, custom_type.id, errors, "custom_types", index, "id")
        _check_once(seen, custom_type.custom_type().key, errors, "custom_types", index, "name")
    for index, rate in enumerate(head.own_rates):
        with errors.at("own_rates", index):
            _check_once(seen, rate.id, errors, "own_rates", index, "id")
            _check_once(seen, rate.own_rate().key, errors, "own_rates", index, "date")
    for index, rule in enumerate(head.rules):
        with errors.at("rules", index):
            _check_once(seen, rule.id, errors, "rules", index, "id")
            rule.check_fit(currency)
    if sum(len(rule.model_dump_json().encode()) for rule in head.rules) > MAX_RULES_BYTES:
        errors.add("are too long together", "rules")
    _check_merges(head.categories, errors, "categories")
    _check_merges(head.accounts, errors, "accounts")
    _check_merges(head.custom_types, errors, "custom_types")
    default = next((one for one in head.accounts if one.id == head.default_account_id), None)
    if default is None:
        errors.add("is not an account of this ledger", "default_account_id")
    elif default.archived or default.merging_into is not None:
        errors.add("is archived, or being merged", "default_account_id")
    errors.raise_any()
    _check_expressions(head.rules, errors)


def _check_expressions(rules: Iterable[RuleRecord], errors: _Errors) -> None:
    """Check the expressions of all rules, up to the first rule that is refused.

    So the expressions that are compiled exceed the limit of a ledger by those of one rule at most.
    """
    size = 0
    for index, rule in enumerate(rules):
        with errors.at("rules", index):
            size += check_expressions(rule.conditions)
        if size > MAX_RULES_SIZE:
            errors.add("have expressions that are too complex together", "rules")
        errors.raise_any()


def _check_merges(
    parts: Sequence[CategoryRecord | AccountRecord | CustomTypeRecord], errors: _Errors, name: str
) -> None:
    """Add an error for each part that is, perhaps through others, being merged into itself."""
    targets = {part.id: part.merging_into for part in parts}
    for index, part in enumerate(parts):
        passed: set[str | None] = set()
        target = part.merging_into
        while target is not None and target not in passed and target != part.id:
            passed.add(target)
            target = targets.get(target)
        if target == part.id:
            errors.add("leads back to itself", name, index, "merging_into")


def _check_once(seen: set[object], key: object, errors: _Errors, *path: str | int) -> None:
    """Add an error if a list has a key twice; ``path`` distinguishes names, ids and lists."""
    place = (path[0], path[-1], key)
    if place in seen:
        errors.add("is there twice", *path)
    seen.add(place)


def _check_lists(backup: Backup, parts: Parts) -> None:
    errors = _Errors()
    seen: set[object] = set()
    tags: set[str] = set()
    goals: set[str | None] = {None}
    entries = 0
    lists = record_lists()
    for name, elements in members_of(parts(), lists, BackupHead.model_fields):
        for index, raw in enumerate(elements if name in lists else ()):
            with errors.at(name, index):
                record = lists[name].read(raw, backup.currency)
                field_name, key = lists[name].key(record)
                _check_once(seen, key, errors, name, index, field_name)
                lists[name].check(record, backup.categories, backup.accounts)
                if isinstance(record, Transaction):
                    ensure_custom_type_fits(record, backup.custom_types)
                if isinstance(record, Transaction) and not record.is_deleted:
                    tags.update(map(tag_term, record.tags))
                    goals.add(record.goal_id)
                    entries += len(record.account_changes)
    if len(tags) > MAX_TAGS_IN_USE:
        errors.add(f"have more than {MAX_TAGS_IN_USE} different tags", "transactions")
    if len(goals) > MAX_GOALS + 1:
        errors.add(f"are linked to more than {MAX_GOALS} different goals", "transactions")
    errors.raise_any()
    if entries > MAX_ENTRIES:
        raise LedgerFull(MAX_ENTRIES)
