"""Anonymization of an erased person in the documents of other people's ledgers."""

from __future__ import annotations

from typing import Any

from shared.models.values.frozen import frozen

ERASED = "erased"
"""The text that replaces an identifier of an erased person."""

_ADDRESS = "email"


@frozen
class PersonalIdentifiers:
    """The identifiers of a person in documents of others: the uid, and e-mail addresses.

    The addresses are in lower case.
    """

    uid: str
    emails: frozenset[str]

    def without(self, content: Any) -> Any:
        """Return a document's content with ``ERASED`` in place of every identifier of the person.

        In an object about the person, recognised by its uid, other e-mail addresses are replaced,
        too.
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
