"""Rows in other currencies than their accounts: amounts, fees, exchanges, and held money."""
