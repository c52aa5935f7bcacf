"""Tests of suggestions of recurring entries, and of matches, over HTTP."""
