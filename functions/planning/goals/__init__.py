"""The function `goals`."""
