"""Forecasts of a ledger, of which nothing is stored."""
