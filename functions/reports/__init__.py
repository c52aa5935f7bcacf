"""Functions that report totals."""
