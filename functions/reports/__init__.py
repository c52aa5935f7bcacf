"""Functions that report."""
