"""Tests of stored suggestions."""
