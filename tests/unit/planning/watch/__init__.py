"""Unit tests of the watch over plans."""
