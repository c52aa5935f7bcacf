"""Forecasts: balances from what is planned, and spending that is likely beside it."""
