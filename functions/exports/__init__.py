"""The function that exports."""
