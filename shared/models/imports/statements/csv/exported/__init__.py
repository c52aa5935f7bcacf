"""Files that the product itself has exported: their columns and entries."""
