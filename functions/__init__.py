"""Deployed functions, by concept, and the HTTP layer that they share."""
