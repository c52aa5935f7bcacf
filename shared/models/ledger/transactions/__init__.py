"""Transactions: their fields, changes, batches, searches, tags and payees."""
