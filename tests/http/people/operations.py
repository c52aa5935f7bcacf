"""The operations of callers on what is their own."""

from __future__ import annotations

from functools import partial

from tests.http.operation import ApiOperation, Scope

_own = partial(ApiOperation, least_role=None, scope=Scope.SELF)

OPERATIONS = (
    _own("get_me", "get me", "GET", "/me", 200),
    _own("patch_me", "change me", "PATCH", "/me", 200, body={"display_name": "Ada"}),
    _own("put_me", "replace me", "PUT", "/me", 200, body={"display_name": "Ada"}),
    _own("export_me", "export me", "GET", "/me/export", 200),
    _own("delete_me", "erase me", "DELETE", "/me", 200),
    _own("add_sample_data", "add sample data", "POST", "/me/sample_data", 200),
    # 404: the caller has no demo.
    _own("claim_demo", "claim a demo", "POST", "/me/claim_demo", 404, scope=Scope.REGISTERED),
)
