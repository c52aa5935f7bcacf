"""Measurements, one module for each group of performance targets."""
