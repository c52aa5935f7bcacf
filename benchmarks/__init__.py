"""Measures the functions against their budgets, beside real emulators: ``make bench``."""
