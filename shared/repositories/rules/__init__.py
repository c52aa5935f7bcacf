"""Documents of rules."""
