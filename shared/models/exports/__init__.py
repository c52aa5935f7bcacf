"""Backups of a ledger and CSV exports."""
