"""Transactions, accounts, categories, their sums, and the search for them."""
