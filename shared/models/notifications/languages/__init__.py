"""Texts of notifications, one module for each language."""
