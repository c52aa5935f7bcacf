"""Rules that categorise transactions automatically."""
