"""Keep rules and apply them."""
