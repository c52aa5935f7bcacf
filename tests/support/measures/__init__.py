"""Measures of memory and CPU time."""
