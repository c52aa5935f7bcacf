"""Removal of a person's identifiers from documents of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ERASED = "erased"
"""What stands for a person who is no longer known."""

_ADDRESS = "email"


@dataclass(frozen=True)
class Traces:
    """Identifiers of a person in documents of others; e-mail addresses in lower case."""

    uid: str
    emails: frozenset[str]

    def without(self, content: Any) -> Any:
        """Return a document's content with each identifier of the person replaced.

        What is about them, because it has their uid, tells no other address of theirs either.
        """
        if isinstance(content, str):
            return ERASED if self._is_named_by(content) else content
        if isinstance(content, list):
            return [self.without(part) for part in content]
        if not isinstance(content, dict):
            return content
        is_theirs = content.get("uid") == self.uid or self.has_address(content.get("email"))
        return {
            key: ERASED if is_theirs and key == _ADDRESS and part else self.without(part)
            for key, part in content.items()
        }

    def has_address(self, text: object) -> bool:
        """Return whether the text is an e-mail address of the person."""
        return isinstance(text, str) and text.lower() in self.emails

    def _is_named_by(self, text: str) -> bool:
        return text == self.uid or self.has_address(text)
