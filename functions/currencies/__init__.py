"""Functions of currencies and exchange rates."""
