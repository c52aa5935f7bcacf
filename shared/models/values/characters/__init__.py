"""Characters of texts: which are visible, and which look alike; tables of Unicode."""
