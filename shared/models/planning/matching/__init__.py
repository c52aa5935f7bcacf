"""Matching of transactions with the occurrences of recurring entries that they pay."""
