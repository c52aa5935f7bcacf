"""Managing rules and applying them to transactions."""
