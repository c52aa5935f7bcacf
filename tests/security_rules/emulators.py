"""The Auth and Firestore emulators' REST interfaces, as an end user's client calls them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import urllib3

if TYPE_CHECKING:
    from collections.abc import Iterable

SERVER_TOKEN: Final = "owner"
"""The emulators' name for the server's credentials, which no rule binds."""

Value: TypeAlias = "str | bool | int | datetime | list[str] | dict[str, Value] | Above | None"
Fields: TypeAlias = dict[str, Value]


@dataclass(frozen=True)
class Above:
    """Filter for numbers above this one."""

    number: int


@dataclass(frozen=True)
class Identity:
    """Someone Firebase Auth knows: the uid, and the ID token as of some sign-in."""

    uid: str
    token: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """An answer's HTTP status, and how many documents it gave or counted."""

    status: int
    found: int = 0


class Accounts:
    """Sign-up, linking and deletion through the Identity Toolkit's REST API."""

    def __init__(self, connections: urllib3.PoolManager, host: str) -> None:
        self._connections = connections
        self._url = f"http://{host}/identitytoolkit.googleapis.com/v1/accounts"

    def sign_up_anonymously(self) -> Identity:
        """Return a new anonymous visitor."""
        return self._post("signUp", {})

    def register(self) -> Identity:
        """Return a new user with an e-mail address and a password."""
        return self._post("signUp", _new_credentials())

    def link(self, visitor: Identity) -> Identity:
        """Give an anonymous visitor a password; return the same uid with its next token."""
        self._post("update", {"idToken": visitor.token, **(credentials := _new_credentials())})
        return self._post("signInWithPassword", credentials)

    def delete(self, identity: Identity) -> None:
        """Remove the account; its tokens stay valid until they expire."""
        self._call("delete", {"idToken": identity.token})

    def _post(self, method: str, body: dict[str, str]) -> Identity:
        answer = self._call(method, {**body, "returnSecureToken": True})
        return Identity(answer["localId"], answer["idToken"])

    def _call(self, method: str, body: dict[str, str | bool]) -> dict[str, Any]:
        answer = self._connections.request("POST", f"{self._url}:{method}?key=any", json=body)
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"The Auth emulator answered {method} with {answer.status}.")
        content: dict[str, Any] = answer.json()
        return content


@dataclass(frozen=True)
class Project:
    """A project of the emulators: where they are, and what it is called."""

    connections: urllib3.PoolManager
    auth_host: str
    firestore_host: str
    name: str

    @property
    def accounts(self) -> Accounts:
        """Firebase Auth; its emulator gives every project's rules the same tokens."""
        return Accounts(self.connections, self.auth_host)

    def documents(self, token: str | None) -> Documents:
        """Return Firestore as seen with a token, or with none."""
        return Documents(self.connections, self.firestore_host, self.name, token)


class Documents:
    """Firestore's REST API as seen with one token, or with none.

    Paths are relative to the database's root: "users/u1", "users/u1/transactions".
    """

    def __init__(
        self, connections: urllib3.PoolManager, host: str, project: str, token: str | None
    ) -> None:
        self._connections = connections
        self._database = f"projects/{project}/databases/(default)/documents"
        self._url = f"http://{host}/v1/{self._database}"
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> Answer:
        """Read one document."""
        status, _ = self._call("GET", f"/{path}")
        return Answer(status, found=int(status == HTTPStatus.OK))

    def list(self, path: str) -> Answer:
        """Read a collection's first documents."""
        status, content = self._call("GET", f"/{path}?pageSize=2")
        return Answer(status, found=len(content.get("documents", [])) if content else 0)

    def query(self, path: str) -> Answer:
        """Query a collection, as a listener on it does."""
        return self._run_query(path, {})

    def query_by_name(self, path: str) -> Answer:
        """Query a document's collection for that document alone, by its name."""
        named: dict[str, Any] = {
            "field": {"fieldPath": "__name__"},
            "op": "EQUAL",
            "value": {"referenceValue": f"{self._database}/{path}"},
        }
        return self._run_query(path.rpartition("/")[0], {}, where={"fieldFilter": named})

    def query_where(self, path: str, fields: Fields) -> Answer:
        """Query a collection for documents with these fields; a list gives the values to choose."""
        return self._run_query(path, {}, where=_equal(fields))

    def query_group(self, path: str, fields: Fields | None = None) -> Answer:
        """Query every collection of that name at any depth below the collection's parent."""
        clauses = {"where": _equal(fields)} if fields else {}
        return self._run_query(path, {"allDescendants": True}, **clauses)

    def count(self, path: str) -> Answer:
        """Count a collection's documents without reading them."""
        parent, query = _structured(path, {})
        aggregation = {"structuredQuery": query, "aggregations": [{"alias": "n", "count": {}}]}
        body = {"structuredAggregationQuery": aggregation}
        status, rows = self._call("POST", f"{parent}:runAggregationQuery", body)
        if status != HTTPStatus.OK:
            return Answer(status)
        return Answer(status, int(rows[0]["result"]["aggregateFields"]["n"]["integerValue"]))

    def create(self, path: str, fields: Fields) -> Answer:
        """Create a document that must not exist."""
        collection, _, name = path.rpartition("/")
        body = {"fields": _encoded(fields)}
        return Answer(self._call("POST", f"/{collection}?documentId={name}", body)[0])

    def update(self, path: str, fields: Fields) -> Answer:
        """Set some fields of a document that must exist."""
        mask = "".join(f"&updateMask.fieldPaths={name}" for name in fields)
        body = {"fields": _encoded(fields)}
        return Answer(self._call("PATCH", f"/{path}?currentDocument.exists=true{mask}", body)[0])

    def delete(self, path: str) -> Answer:
        """Delete a document."""
        return Answer(self._call("DELETE", f"/{path}")[0])

    def put_all(self, documents: dict[str, Fields]) -> Answer:
        """Set whole documents, in one commit."""
        return self._commit(
            {"update": {"name": f"{self._database}/{path}", "fields": _encoded(fields)}}
            for path, fields in documents.items()
        )

    def increment(self, path: str) -> Answer:
        """Add one to a field of a document that must exist, in a commit."""
        by_one = {"fieldPath": "version", "increment": {"integerValue": "1"}}
        name = f"{self._database}/{path}"
        transform = {"document": name, "fieldTransforms": [by_one]}
        return self._commit([{"transform": transform, "currentDocument": {"exists": True}}])

    def delete_all(self, paths: Iterable[str]) -> Answer:
        """Delete documents, in one commit."""
        return self._commit({"delete": f"{self._database}/{path}"} for path in paths)

    def _commit(self, writes: Iterable[dict[str, Any]]) -> Answer:
        return Answer(self._call("POST", ":commit", {"writes": [*writes]})[0])

    def _run_query(self, path: str, selector: dict[str, bool], **clauses: object) -> Answer:
        parent, query = _structured(path, selector)
        body = {"structuredQuery": query | clauses}
        status, rows = self._call("POST", f"{parent}:runQuery", body)
        if status != HTTPStatus.OK:
            return Answer(status)
        return Answer(status, sum("document" in row for row in rows))

    def _call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        answer = self._connections.request(
            method, self._url + path, headers=self._headers, json=body
        )
        return answer.status, answer.json()


def _structured(path: str, selector: dict[str, bool]) -> tuple[str, dict[str, Any]]:
    """Return a collection's parent, as a URL's tail, and a query for two of its documents."""
    parent, _, collection = path.rpartition("/")
    query = {"from": [{"collectionId": collection, **selector}], "limit": 2}
    return (f"/{parent}" if parent else ""), query


_OPERATORS: Final[dict[type, str]] = {list: "IN", Above: "GREATER_THAN"}


def _equal(fields: Fields) -> dict[str, Any]:
    """Return a filter for documents with these fields."""
    filters = [
        {
            "fieldFilter": {
                "field": {"fieldPath": name},
                "op": _OPERATORS.get(type(value), "EQUAL"),
                "value": _encoded_value(value),
            }
        }
        for name, value in fields.items()
    ]
    return {"compositeFilter": {"op": "AND", "filters": filters}}


def _new_credentials() -> dict[str, str]:
    return {
        "email": f"{secrets.token_hex(10)}@example.com",
        "password": secrets.token_urlsafe(12),
    }


def _encoded(fields: Fields) -> dict[str, Any]:
    return {name: _encoded_value(value) for name, value in fields.items()}


def _encoded_value(value: Value) -> dict[str, Any]:
    encoded: dict[str, Any]
    match value:
        case None:
            encoded = {"nullValue": None}
        case bool():
            encoded = {"booleanValue": value}
        case int():
            encoded = {"integerValue": str(value)}
        case Above():
            encoded = {"integerValue": str(value.number)}
        case str():
            encoded = {"stringValue": value}
        case datetime():
            encoded = {"timestampValue": value.isoformat()}
        case list():
            encoded = {"arrayValue": {"values": [*map(_encoded_value, value)]}}
        case dict():
            encoded = {"mapValue": {"fields": _encoded(value)}}
    return encoded
