"""Amounts of transactions in several currencies: conversions, estimates and received amounts."""
