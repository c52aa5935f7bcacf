"""Functions on transactions, accounts and categories."""
