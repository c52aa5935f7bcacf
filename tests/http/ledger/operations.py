"""The operations on transactions, categories, accounts and custom types."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.answers import ok
from tests.http.operation import ApiOperation
from tests.support.ledgers.people import Person

_VIEWER, _ANALYST, _ADMIN = Role.VIEWER, Role.ANALYST, Role.ADMIN
_CATEGORY, _TRANSACTION = "/categories/{category}", "/transactions/{transaction}"
_TYPE = "/types/{custom_type}"
_ACCOUNT, _BATCH = "/accounts/{account}", "/transactions/batch"
_ENTRY = {
    "type": "EXPENSE",
    "amount": "1.00",
    "category_id": "{category}",
    "date": "2026-03-31",
}

_ON_CATEGORIES = (
    ApiOperation("list_categories", "list categories", "GET", "/categories", 200, _VIEWER),
    ApiOperation("create_category", "create a category", "POST", "/categories", 201, _ANALYST,
                 {"name": "New", "type": "EXPENSE"}),
    ApiOperation("get_category", "get a category", "GET", _CATEGORY, 200, _VIEWER),
    ApiOperation("patch_category", "patch a category", "PATCH", _CATEGORY, 200, _ANALYST,
                 {"name": "New"}),
    ApiOperation("put_category", "put a category", "PUT", _CATEGORY, 200, _ANALYST,
                 {"name": "New", "type": "EXPENSE"}),
    ApiOperation("delete_category", "delete a category", "DELETE", "/categories/{unused}", 204,
                 _ADMIN),
    ApiOperation("delete_category", "merge a category", "DELETE",
                 "/categories/{unused}?reassign_to={category}", 204, _ADMIN),
    ApiOperation("delete_category", "merge into a category", "DELETE",
                 "/categories/{own_unused}?reassign_to={category}", 204, _ADMIN),
)  # fmt: skip

_ON_ACCOUNTS = (
    ApiOperation("list_accounts", "list accounts", "GET", "/accounts", 200, _VIEWER),
    ApiOperation("create_account", "create an account", "POST", "/accounts", 201, _ANALYST,
                 {"name": "New", "kind": "CASH"}),
    ApiOperation("get_account", "get an account", "GET", _ACCOUNT, 200, _VIEWER),
    ApiOperation("patch_account", "patch an account", "PATCH", _ACCOUNT, 200, _ANALYST,
                 {"name": "New"}),
    ApiOperation("put_account", "put an account", "PUT", _ACCOUNT, 200, _ANALYST,
                 {"name": "New", "kind": "CASH"}),
    ApiOperation("delete_account", "delete an account", "DELETE", "/accounts/{spare}", 204, _ADMIN),
    ApiOperation("delete_account", "merge an account", "DELETE",
                 "/accounts/{spare}?reassign_to={account}", 204, _ADMIN),
    ApiOperation("delete_account", "merge into an account", "DELETE",
                 "/accounts/{own_spare}?reassign_to={account}", 204, _ADMIN),
)  # fmt: skip

_ON_TYPES = (
    ApiOperation("list_custom_types", "list custom types", "GET", "/types", 200, _VIEWER),
    ApiOperation("create_custom_type", "create a custom type", "POST", "/types", 201, _ANALYST,
                 {"name": "New", "type": "TRANSFER"}),
    ApiOperation("get_custom_type", "get a custom type", "GET", _TYPE, 200, _VIEWER),
    ApiOperation("patch_custom_type", "patch a custom type", "PATCH", _TYPE, 200, _ANALYST,
                 {"name": "New"}),
    ApiOperation("put_custom_type", "put a custom type", "PUT", _TYPE, 200, _ANALYST,
                 {"name": "New", "type": "EXPENSE"}),
    ApiOperation("delete_custom_type", "delete a custom type", "DELETE", _TYPE, 204, _ADMIN),
    # 422: a custom type is not merged into itself.
    ApiOperation("delete_custom_type", "merge a custom type", "DELETE",
                 f"{_TYPE}?reassign_to={{custom_type}}", 422, _ADMIN, status_if_foreign=404),
)  # fmt: skip

_ON_TRANSACTIONS = (
    ApiOperation("list_transactions", "list transactions", "GET", "/transactions", 200, _VIEWER),
    ApiOperation("list_transactions", "list the trash", "GET", "/transactions?deleted=true", 200,
                 _ANALYST),
    ApiOperation("list_payees", "list payees", "GET", "/transactions/payees", 200, _VIEWER),
    ApiOperation("list_tags", "list tags", "GET", "/transactions/tags", 200, _VIEWER),
    ApiOperation("record_transaction", "record a transaction", "POST", "/transactions", 201,
                 _ANALYST, _ENTRY),
    ApiOperation("record_transaction", "record on an account", "POST", "/transactions", 201,
                 _ANALYST,
                 {"type": "TRANSFER", "amount": "1.00", "to_account_id": "{account}",
                  "date": "2026-03-31"}),
    ApiOperation("get_transaction", "get a transaction", "GET", _TRANSACTION, 200, _VIEWER),
    ApiOperation("patch_transaction", "patch a transaction", "PATCH", _TRANSACTION, 200, _ANALYST,
                 {"amount": "2.00"}),
    ApiOperation("patch_transaction", "move a transaction", "PATCH", "/transactions/{own}", 200,
                 _ANALYST, {"category_id": "{category}"}),
    ApiOperation("patch_transaction", "move to an account", "PATCH", "/transactions/{own}", 200,
                 _ANALYST, {"account_id": "{account}"}),
    ApiOperation("patch_transaction", "give a custom type", "PATCH", "/transactions/{own}", 200,
                 _ANALYST, {"custom_type_id": "{custom_type}"}),
    ApiOperation("put_transaction", "put a transaction", "PUT", _TRANSACTION, 200, _ANALYST,
                 _ENTRY),
    ApiOperation("put_transaction", "replace a transaction", "PUT", "/transactions/{own}", 200,
                 _ANALYST, _ENTRY),
    ApiOperation("split_transaction_evenly", "split a transaction", "POST",
                 "/transactions/{transaction}/split_evenly", 200, _ANALYST, {"parts": 2}),
    ApiOperation("split_transaction_evenly", "split under categories", "POST",
                 "/transactions/{own}/split_evenly", 200, _ANALYST,
                 {"parts": 2, "category_ids": ["{category}", "{category}"]}),
    ApiOperation("convert_transaction", "convert a transaction", "POST",
                 "/transactions/{transaction}/convert", 200, Role.VIEWER, {"to": "EUR"}),
    ApiOperation("delete_transaction", "delete a transaction", "DELETE", _TRANSACTION, 204, _ADMIN),
    ApiOperation("restore_transaction", "restore a transaction", "POST",
                 "/transactions/{deleted}/restore", 200, _ADMIN),
    ApiOperation("restore_transaction", "restore elsewhere", "POST",
                 "/transactions/{own_deleted}/restore", 200, _ADMIN, {"category_id": "{category}"}),
)  # fmt: skip

_IN_BATCHES = (
    ApiOperation("apply_batch", "batch of creations", "POST", _BATCH, 200, _ANALYST,
                 {"create": [_ENTRY]}),
    ApiOperation("apply_batch", "batch of updates", "POST", _BATCH, 200, _ANALYST,
                 {"update": [{"id": "{transaction}", "amount": "2.00"}]}),
    ApiOperation("apply_batch", "batch of moves", "POST", _BATCH, 200, _ANALYST,
                 {"update": [{"id": "{own}", "category_id": "{category}"}]}),
    ApiOperation("apply_batch", "batch of deletions", "POST", _BATCH, 200, _ADMIN,
                 {"delete": [{"id": "{transaction}"}]}),
)  # fmt: skip

OPERATIONS = (*_ON_CATEGORIES, *_ON_ACCOUNTS, *_ON_TYPES, *_ON_TRANSACTIONS, *_IN_BATCHES)


def furnish(person: Person) -> dict[str, str]:
    """Record a transaction, delete another, create a custom type and two accounts; the ids."""
    recorded, deleted = person.record("12.50", "Dining"), person.record("7.00", "Dining")
    ok(person.delete(f"/transactions/{deleted['id']}"), 204)
    ids = {
        "transaction": recorded["id"],
        "deleted": deleted["id"],
        "category": person.category_ids["Groceries"],
        "unused": person.category_ids["Travel"],
        "custom_type": _create_type(person),
        "account": _open_account(person, "Savings"),
        "spare": _open_account(person, "Spare"),
    }
    own = {
        "own": ids["transaction"],
        "own_deleted": ids["deleted"],
        "own_unused": ids["unused"],
        "own_spare": ids["spare"],
    }
    return ids | own


def _create_type(person: Person) -> str:
    custom_type_id: str = ok(person.post("/types", {"name": "Gift", "type": "EXPENSE"}), 201)["id"]
    return custom_type_id


def _open_account(person: Person, name: str) -> str:
    account_id: str = ok(person.post("/accounts", {"name": name, "kind": "SAVINGS"}), 201)["id"]
    return account_id
