"""Use cases of budgets: create, change, delete and list them, and report their status."""
