"""Undo of changes of a ledger, by kind."""
