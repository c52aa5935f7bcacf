"""Tests of recurring entries over HTTP."""
