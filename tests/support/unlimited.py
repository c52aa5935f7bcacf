"""Rate limits that are too high to be reached in tests."""

UNLIMITED = {
    "DEMO_RATE_LIMIT_PER_HOUR": "1000000",
    "CALLER_RATE_LIMIT": "1000000/minute",
    "ADDRESS_RATE_LIMIT": "1000000/minute",
    "EXPORT_RATE_LIMIT": "1000000/hour",
    "IMPORT_RATE_LIMIT": "1000000/hour",
    "INVITATION_RATE_LIMIT": "1000000/day",
}
"""Environment variables of the functions."""
