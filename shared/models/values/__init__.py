"""Values used by every other model: money, dates, text, identifiers."""
