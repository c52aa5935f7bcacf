"""The change log: entries, who may read them, and how they are undone."""
