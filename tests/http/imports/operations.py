"""The operations on imports."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.answers import ok
from tests.http.operation import ApiOperation
from tests.support.ledgers.people import Person
from tests.unit.exports.backups import document

_ANALYST, _ADMIN = Role.ANALYST, Role.ADMIN
_FILE = b"Date,Amount,Description,{owner}\n2026-03-31,-1.00,Shop,x\n2026-03-30,2.00,Pay,y\n"
_PREVIEW = "/imports/preview"

OPERATIONS = (
    ApiOperation("list_imports", "list imports", "GET", "/imports", 200, _ANALYST),
    ApiOperation("list_mappings", "list mappings", "GET", "/imports/mappings", 200, _ANALYST),
    ApiOperation("delete_mapping", "forget a mapping", "DELETE", "/imports/mappings/{mapping}", 204,
                 _ADMIN),
    ApiOperation("preview_import", "preview a file", "POST", _PREVIEW, 201, _ANALYST, _FILE),
    ApiOperation("preview_import", "preview onto an account", "POST",
                 f"{_PREVIEW}?account_id={{account}}", 201, _ANALYST, _FILE),
    ApiOperation("preview_import", "preview into a category", "POST",
                 f"{_PREVIEW}?expense_category_id={{category}}", 201, _ANALYST, _FILE),
    ApiOperation("carry_out_import", "carry out an import", "POST", "/imports", 200, _ANALYST,
                 {"plan_token": "{plan_token}"}, status_if_foreign=404),
    ApiOperation("get_import", "get an import", "GET", "/imports/{import}", 200, _ANALYST),
    ApiOperation("list_rows", "list rows", "GET", "/imports/{import}/rows", 200, _ANALYST),
    ApiOperation("undo_import", "undo an import", "DELETE", "/imports/{import}", 200, _ADMIN),
    # 409: a ledger that has transactions is not restored.
    ApiOperation("restore_ledger", "restore a backup", "POST", "/imports/restore", 409, _ADMIN,
                 document()),
)  # fmt: skip


def furnish(person: Person) -> dict[str, str]:
    """Import a file that looks like no one else's; the ids of what that leaves."""
    content = _FILE.replace(b"{owner}", person.uid.encode())
    sent = person.call("POST", _PREVIEW, data=content, content_type="text/csv")
    plan = ok(sent, 201)
    ok(person.post("/imports", {"plan_token": plan["plan_token"]}))
    mapping, *_ = ok(person.get("/imports/mappings"))["items"]  # The last used one is first.
    return {"import": plan["id"], "plan_token": plan["plan_token"], "mapping": mapping["id"]}
