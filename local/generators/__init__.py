"""Generators of tables in the source: currencies' names, and Unicode's properties."""
