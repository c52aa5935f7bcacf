"""The one HTTP boundary: who calls, what they sent, how failures look, and what is logged."""
