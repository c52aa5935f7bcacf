"""Routes and views of notifications."""
