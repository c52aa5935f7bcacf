"""The function that lists and undoes changes."""
