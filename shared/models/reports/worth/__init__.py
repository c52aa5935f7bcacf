"""Net worth: balances in one currency, what changed them, and results of exchange."""
