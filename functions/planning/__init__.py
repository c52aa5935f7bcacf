"""The function for recurring entries."""
