"""Functions on demo sessions and on the own account."""
