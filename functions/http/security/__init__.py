"""Checks and headers of every request: admission, CORS, permissions, rate limits."""
