"""Settings of a ledger and of a person."""
