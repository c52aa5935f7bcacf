"""The function that imports bank files and restores backups."""
