"""The function that keeps and applies rules."""
