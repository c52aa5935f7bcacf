"""Imports of bank files: plans, duplicates, and reading statements."""
