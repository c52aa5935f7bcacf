"""Fast writer of Firestore's commit requests for the client library.

The library builds requests through proto-plus, which creates a Python object for every value of a
document, and walks every document for values that the server computes: a third of the CPU time of
an import. The batch of this module fills the messages directly, and lets the library build those
writes that have values of other types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeAlias

from google.api_core.datetime_helpers import DatetimeWithNanoseconds as StoredInstant
from google.cloud import firestore
from google.cloud.firestore_v1 import types
from google.cloud.firestore_v1.field_path import render_field_path
from google.protobuf.timestamp_pb2 import Timestamp  # type: ignore[import-untyped]  # (No types.)

from shared.repositories.firestore.responses import ReadOnlyMap

_Leaf: TypeAlias = tuple[tuple[str, ...], Any]
_Write = types.Write.pb()


class FastWriteBatch(firestore.WriteBatch):
    """A write batch whose messages equal those of the library, in a fifth of its time.

    ``size_bytes`` is the encoded size of its writes.
    """

    size_bytes = 0

    def create(self, reference: Any, document_data: dict[str, Any]) -> None:
        """Add the creation of a document; the commit fails if it exists."""
        write = _Write(current_document={"exists": False})
        if _fill_update(write, reference, document_data):
            self._append(reference, write)
        else:
            super().create(reference, document_data)

    def set(self, reference: Any, document_data: dict[str, Any], merge: Any = False) -> None:  # noqa: FBT002 (the library's signature)
        """Add the replacement of a document, or a merge into it; it need not exist."""
        write = _Write()
        fill = _fill_merge if merge is True else _fill_update
        if isinstance(merge, bool) and fill(write, reference, document_data):
            self._append(reference, write)
        else:
            super().set(reference, document_data, merge)

    def update(self, reference: Any, field_updates: dict[str, Any], option: Any = None) -> None:
        """Add a change of some fields of a document; the commit fails if it is missing."""
        kept = {
            name: value
            for name, value in field_updates.items()
            if value is not firestore.DELETE_FIELD
        }
        write = _Write(update_mask={"field_paths": sorted(field_updates)})
        if _have_plain_names(field_updates) and _fill_update(write, reference, kept):
            if option is None:
                write.current_document.exists = True
            else:
                option.modify_write(types.Write.wrap(write))
            self._append(reference, write)
        else:
            super().update(reference, field_updates, option)

    def _add_write_pbs(self, write_pbs: list[Any]) -> None:
        super()._add_write_pbs(write_pbs)
        self.size_bytes += sum(_message(write).ByteSize() for write in write_pbs)

    def _append(self, reference: Any, write: Any) -> None:
        self._document_references[reference._document_path] = reference  # noqa: SLF001 (as the library does)
        self._add_write_pbs([write])


def _message(write: Any) -> Any:
    """Return the message of a write; the library makes some as messages, and some as wrappers."""
    return write if isinstance(write, _Write) else types.Write.pb(write)


def _have_plain_names(fields: Iterable[str]) -> bool:
    """Return whether there are fields, and none has a name that an update takes for a path."""
    names = list(fields)
    return bool(names) and all(name.isascii() and name.isidentifier() for name in names)


def _fill_update(write: Any, reference: Any, fields: Mapping[str, Any]) -> bool:
    """Fill a write with a document; return whether all names and values are known here."""
    try:
        _fill_fields(write.update.fields, fields)
    except KeyError:
        return False
    write.update.name = reference._document_path  # noqa: SLF001 (as the library does)
    return True


def _fill_merge(write: Any, reference: Any, fields: Mapping[str, Any]) -> bool:
    """Fill a write that merges fields into a document; return whether all values are known here.

    It sets and deletes the fields of the mask, and adds the increments to theirs.
    """
    try:
        for path, value in sorted(_list_leaves((), fields), key=itemgetter(0)):
            name = render_field_path(path)
            if isinstance(value, firestore.Increment):
                transform = write.update_transforms.add(field_path=name)
                _fill(transform.increment, value.value)
                continue
            write.update_mask.field_paths.append(name)
            if value is not firestore.DELETE_FIELD:
                _put(write.update.fields, path, value)
    except KeyError:
        return False
    write.update_mask.SetInParent()  # Without a mask, the document would be replaced.
    write.update.name = reference._document_path  # noqa: SLF001 (as the library does)
    return True


def _list_leaves(parents: tuple[str, ...], fields: Mapping[str, Any]) -> Iterator[_Leaf]:
    """Yield the path and value of each field that is no map, or an empty one."""
    for name, value in fields.items():
        if not name:
            raise KeyError(name)
        path = (*parents, name)
        if value and isinstance(value, dict):
            yield from _list_leaves(path, value)
        else:
            yield path, value


def _put(target: Any, path: tuple[str, ...], value: object) -> None:
    *parents, leaf = path
    for name in parents:
        target = target[name].map_value.fields
    _fill(target[leaf], value)


def _fill_fields(target: Any, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if not name:
            raise KeyError(name)
        _fill(target[name], value)


def _fill_map(target: Any, value: Mapping[str, Any]) -> None:
    target.map_value.SetInParent()  # A map without fields is stored, too.
    _fill_fields(target.map_value.fields, value)


def _fill_array(target: Any, value: Iterable[Any]) -> None:
    target.array_value.SetInParent()
    values = target.array_value.values
    for part in value:
        _fill(values.add(), part)


def _fill_instant(target: Any, value: datetime) -> None:
    target.timestamp_value.CopyFrom(_timestamp(value))


@lru_cache(maxsize=64)
def _timestamp(value: datetime) -> Timestamp:
    """Return the message of an instant; the documents of a commit have few different ones."""
    timestamp = Timestamp()
    timestamp.FromDatetime(value)
    return timestamp


def _fill_stored_instant(target: Any, value: StoredInstant) -> None:
    target.timestamp_value.CopyFrom(value.timestamp_pb())  # type: ignore[no-untyped-call] # The library leaves it untyped.


def _filler(field: str) -> Callable[[Any, Any], None]:
    def fill(target: Any, value: Any) -> None:
        setattr(target, field, value)

    return fill


_FILLERS: Mapping[type, Callable[[Any, Any], None]] = MappingProxyType(
    {
        type(None): lambda target, _value: setattr(target, "null_value", 0),
        bool: _filler("boolean_value"),
        int: _filler("integer_value"),
        float: _filler("double_value"),
        str: _filler("string_value"),
        bytes: _filler("bytes_value"),
        datetime: _fill_instant,
        StoredInstant: _fill_stored_instant,
        dict: _fill_map,
        ReadOnlyMap: _fill_map,
        list: _fill_array,
        tuple: _fill_array,
    }
)


def _fill(target: Any, value: object) -> None:
    """Fill a message with a value.

    Raises:
        KeyError: The library encodes values of this type.
    """
    filler = _FILLERS.get(type(value))
    if filler is None:
        if not isinstance(value, StrEnum):
            raise KeyError(type(value))
        filler = _FILLERS[str]
    filler(target, value)
