"""Texts of samples, a module for each language."""
