"""Texts of the document as a whole: how to get a token, conventions, and the tags."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

from functions.manifest import FUNCTIONS, Audience, Function

_ROOT = Path(__file__).parents[2]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

INFO: dict[str, Any] = {
    "title": "FinanceFlow",
    "version": _PROJECT["version"],
    "summary": "A multi-tenant backend for personal and team finances.",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "description": """\
Each function has its own URL; the paths here are those of an origin that serves all functions.

## Token

Every call needs a Firebase ID token: `Authorization: Bearer TOKEN`.

- **Demo**: `POST /createDemoSession` needs no token and no body. Its answer has a `token` for a
  new anonymous user with a ledger of samples, and a `refresh_token`.
- **Account**: sign in with the Firebase SDK and send the result of `getIdToken()`. The first call
  creates the ledger. Link an anonymous user to an identity, and `POST /me/claim_demo` makes the
  demo the ledger of the account.

A token is valid for an hour; the SDK renews it. Where App Check is required, each request also has
`X-Firebase-AppCheck`.

## Headers

- `X-Workspace-Id` selects the ledger of a workspace instead of the caller's own.
- `ETag` is the version of a resource. Send it as `If-Match` to change only that version (else the
  answer is 412 with the resource as `current`). Where 304 is declared, send it as `If-None-Match`.
- `Idempotency-Key` makes the retry of a POST get the first answer.
- `X-Request-Id` of the request, or a new one, is in each answer and in the log.
- `Retry-After` has the seconds to wait after 429, 503 and the 409 `claim-running` and
  `rebuild-running`.

## Conventions

- Amounts are decimals as text (`"12.50"`), exact, in the currency beside them.
- Days are `YYYY-MM-DD`, months `YYYY-MM`, instants RFC 3339 in UTC.
- Enumerations are in upper case.
- `PATCH` changes the given fields alone; null clears a field where the schema allows null.
  A blank text in a body is null in each such field that is text, also an id, a day or an amount.
- Lists have `items` and `next_cursor`; send it as `cursor` until it is null. The feed's is never
  null: send it as `since`, see `has_more`.
- Unknown query parameters and properties of bodies are refused (422).
- Failures are problem details (RFC 9457) with a stable `code`.
""",
}

INTERNAL_TAG = "internal"
_INTERNAL = "For Cloud Scheduler alone; the platform refuses every other caller."


def tag_of(function: Function) -> str:
    """Return the tag of the operations of a function."""
    return INTERNAL_TAG if function.audience is Audience.SCHEDULER else function.name


def tags() -> list[dict[str, str]]:
    """Return all tags in the order of the manifest, described as in ``main.py``."""
    entry_points = ast.parse((_ROOT / "main.py").read_text(encoding="utf-8")).body
    texts = {
        node.name: ast.get_docstring(node)
        for node in entry_points
        if isinstance(node, ast.FunctionDef)
    }
    public = [f.name for f in FUNCTIONS if f.audience is Audience.PUBLIC]
    described = [{"name": name, "description": texts[name] or ""} for name in public]
    return [*described, {"name": INTERNAL_TAG, "description": _INTERNAL}]
