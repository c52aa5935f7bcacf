"""Recurring entries: create, change, delete and book them."""
