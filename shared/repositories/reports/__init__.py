"""Queries over the months of all tenants."""
