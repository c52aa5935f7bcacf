"""Documents of imports."""
