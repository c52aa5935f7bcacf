"""Counts of what was found of what is known, and of what was found rightly."""

from dataclasses import dataclass


@dataclass
class Recognition:
    """Numbers of known things and those found, and of suggestions and those that are right."""

    known: int = 0
    found: int = 0
    suggested: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Return the share of the known things that was found."""
        return self.found / self.known

    @property
    def precision(self) -> float:
        """Return the share of the suggestions that is right."""
        return self.right / self.suggested
