"""The function of a ledger's settings."""
