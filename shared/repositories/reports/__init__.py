"""Queries over the monthly summaries of all tenants."""
