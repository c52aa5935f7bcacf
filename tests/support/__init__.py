"""Test support: functions served as in production, users, ledgers, and faults."""
