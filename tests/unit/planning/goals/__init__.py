"""Tests of goals without a database."""
