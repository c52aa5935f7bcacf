"""Measurements of the functions against performance targets, with emulators: ``make bench``."""
