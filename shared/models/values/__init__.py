"""Values that everything is made of: money, dates, text, identifiers."""
