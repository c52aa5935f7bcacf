"""Names and symbols of currencies, a module for each language."""
