"""Stored suggestions of recurring entries, and what people decided on them."""
