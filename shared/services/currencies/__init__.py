"""Lookup and update of exchange rates, and conversions."""
