"""Services of goals."""
