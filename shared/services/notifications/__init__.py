"""List notifications, change preferences, and tell events."""
