"""Tests of goals over HTTP."""
