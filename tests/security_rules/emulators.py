"""The Auth and Firestore emulators' interfaces, as an end user's client calls them.

Auth is asked by REST, and Firestore by gRPC: the emulator translates REST to gRPC itself, which
takes a third of its time.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import grpc
import urllib3
from google.cloud.firestore_v1.types import firestore
from google.protobuf.json_format import ParseDict  # type: ignore[import-untyped]
from grpc.experimental import ChannelOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TIMEOUT_S: Final = 60

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
    channel: grpc.Channel
    auth_host: str
    firestore_host: str
    name: str

    @property
    def accounts(self) -> Accounts:
        """Firebase Auth; its emulator gives every project's rules the same tokens."""
        return Accounts(self.connections, self.auth_host)

    def documents(self, token: str | None) -> Documents:
        """Return Firestore as seen with a token, or with none."""
        return Documents(self.channel, self.name, token)


def open_channel(host: str) -> grpc.Channel:
    """Return a channel to the Firestore emulator, to be closed by the caller."""
    return grpc.insecure_channel(host, [(ChannelOptions.SingleThreadedUnaryStream, 1)])


_STATUSES: Final = {
    grpc.StatusCode.PERMISSION_DENIED: HTTPStatus.FORBIDDEN,
    grpc.StatusCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
}
"""Refusals that tests tell apart, as the REST API names them."""

_METHODS: Final = {
    "GetDocument": (firestore.GetDocumentRequest.pb(), None),
    "CreateDocument": (firestore.CreateDocumentRequest.pb(), None),
    "UpdateDocument": (firestore.UpdateDocumentRequest.pb(), None),
    "DeleteDocument": (firestore.DeleteDocumentRequest.pb(), None),
    "Commit": (firestore.CommitRequest.pb(), None),
    "ListDocuments": (
        firestore.ListDocumentsRequest.pb(),
        firestore.ListDocumentsResponse.pb().FromString,
    ),
    "RunQuery": (firestore.RunQueryRequest.pb(), firestore.RunQueryResponse.pb().FromString),
    "RunAggregationQuery": (
        firestore.RunAggregationQueryRequest.pb(),
        firestore.RunAggregationQueryResponse.pb().FromString,
    ),
}
"""The message that asks each method, and what reads an answer, of those whose answer matters."""


class Documents:
    """Firestore's gRPC API as seen with one token, or with none.

    Paths are relative to the database's root: "users/u1", "users/u1/transactions".
    """

    def __init__(self, channel: grpc.Channel, project: str, token: str | None) -> None:
        self._channel = channel
        self._name = f"projects/{project}/databases/(default)"
        self._database = f"{self._name}/documents"
        self._metadata = () if token is None else (("authorization", f"Bearer {token}"),)

    def get(self, path: str) -> Answer:
        """Read one document."""
        status, _ = self._call("GetDocument", {"name": f"{self._database}/{path}"})
        return Answer(status, found=int(status == HTTPStatus.OK))

    def list(self, path: str) -> Answer:
        """Read a collection's first documents."""
        request = {**self._place(path), "pageSize": 2}
        status, answers = self._call("ListDocuments", request)
        return Answer(status, found=sum(len(answer.documents) for answer in answers))

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
        parent, query = self._structured(path, {})
        aggregation = {"structuredQuery": query, "aggregations": [{"alias": "n", "count": {}}]}
        request = {"parent": parent, "structuredAggregationQuery": aggregation}
        status, rows = self._call("RunAggregationQuery", request)
        return Answer(status, sum(row.result.aggregate_fields["n"].integer_value for row in rows))

    def create(self, path: str, fields: Fields) -> Answer:
        """Create a document that must not exist."""
        collection, _, name = path.rpartition("/")
        document = {"documentId": name, "document": {"fields": _encoded(fields)}}
        return Answer(self._call("CreateDocument", self._place(collection) | document)[0])

    def update(self, path: str, fields: Fields) -> Answer:
        """Set some fields of a document that must exist."""
        request = {
            "document": {"name": f"{self._database}/{path}", "fields": _encoded(fields)},
            "updateMask": {"fieldPaths": [*fields]},
            "currentDocument": {"exists": True},
        }
        return Answer(self._call("UpdateDocument", request)[0])

    def delete(self, path: str) -> Answer:
        """Delete a document."""
        return Answer(self._call("DeleteDocument", {"name": f"{self._database}/{path}"})[0])

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
        return Answer(self._call("Commit", {"database": self._name, "writes": [*writes]})[0])

    def _run_query(self, path: str, selector: dict[str, bool], **clauses: object) -> Answer:
        parent, query = self._structured(path, selector)
        request = {"parent": parent, "structuredQuery": query | clauses}
        status, rows = self._call("RunQuery", request)
        return Answer(status, sum(row.HasField("document") for row in rows))

    def _structured(self, path: str, selector: dict[str, bool]) -> tuple[str, dict[str, Any]]:
        """Return a collection's parent, and a query for two of the collection's documents."""
        place = self._place(path)
        query = {"from": [{"collectionId": place["collectionId"], **selector}], "limit": 2}
        return place["parent"], query

    def _place(self, path: str) -> dict[str, str]:
        """Return a collection's parent and its name there."""
        parent, _, collection = f"{self._database}/{path}".rpartition("/")
        return {"parent": parent, "collectionId": collection}

    def _call(self, method: str, request: dict[str, Any]) -> tuple[int, Sequence[Any]]:
        """Return the status, and the answers; none if the request was refused."""
        message, read = _METHODS[method]
        # A method with one answer is called like one with many, which reads in this thread.
        call = self._channel.unary_stream(
            f"/google.firestore.v1.Firestore/{method}", message.SerializeToString, read
        )
        asked = ParseDict(request, message())
        try:
            answers = [*call(asked, timeout=TIMEOUT_S, metadata=self._metadata)]
        except grpc.RpcError as error:
            if error.code() not in _STATUSES:
                raise
            return _STATUSES[error.code()], []
        return HTTPStatus.OK, answers


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
