"""Minimal functions to compare with; each file is served alone, by the same server."""
