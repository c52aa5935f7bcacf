"""Repositories of recurring entries and their occurrences."""
