"""Rules that categorise transactions."""
