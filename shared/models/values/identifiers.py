"""Format of identifiers, and generation of new ones."""

import hashlib
import re
import secrets
import time
from typing import Annotated

from pydantic import Field

from shared.models.values.patterns import ID_PATTERN

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID = re.compile(ID_PATTERN.strip("^$"), re.ASCII)
_TIME_DIGITS, _RANDOM_DIGITS = 10, 16


def is_id(text: str) -> bool:
    """Return whether a text has the format of an id."""
    return _ID.fullmatch(text) is not None


def _encode(number: int, digits: int) -> str:
    encoded = ""
    for _ in range(digits):
        number, digit = divmod(number, len(_ALPHABET))
        encoded = _ALPHABET[digit] + encoded
    return encoded


def new_id() -> str:
    """Return a new id that sorts after ids generated earlier, to the millisecond.

    Source of the format: ULID (48 bits of Unix milliseconds, 80 bits of randomness, Crockford's
    base 32), https://github.com/ulid/spec.
    """
    milliseconds = time.time_ns() // 1_000_000
    return _encode(milliseconds, _TIME_DIGITS) + _encode(secrets.randbits(80), _RANDOM_DIGITS)


def derived_id(*parts: str) -> str:
    """Return a deterministic id of these parts: 160 bits of their SHA-256 in hexadecimal."""
    digest = hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:40]


EXAMPLE_ID = "01JA2B3C4D5E6F7G8H9JKMNPQR"
"""An id in examples of requests, which a client replaces by one of its own."""

SAMPLE_ID = "01J0000000000000000000DEMO"
"""The id of the rule and of the import that each demo with samples has.

It is known, so that examples of requests name something that exists. It sorts before new ids.
"""

Id = Annotated[str, Field(pattern=ID_PATTERN, examples=[EXAMPLE_ID])]
"""An id as input."""
