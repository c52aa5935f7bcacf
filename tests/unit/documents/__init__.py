"""Documents and docstrings: plain, and true of the code."""
