"""Budgets: their periods, amounts, spending, carry and status, as values."""
