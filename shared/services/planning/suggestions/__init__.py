"""Services of suggestions of recurring entries."""
