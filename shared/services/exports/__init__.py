"""Export transactions and backups, and restore backups."""
