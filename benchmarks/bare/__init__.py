"""Functions to compare with: each file is served alone, by the same server, and does the least."""
