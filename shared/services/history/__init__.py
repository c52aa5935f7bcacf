"""Read the change log, and undo changes."""
