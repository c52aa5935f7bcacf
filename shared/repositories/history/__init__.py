"""Documents of the change log."""
