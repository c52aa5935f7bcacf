"""Ledgers, people and workspaces that tests create."""
