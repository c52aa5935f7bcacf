"""Goals: what they are, what is allocated to them, and how far they are."""
