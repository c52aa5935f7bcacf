"""Observers of a test: what it reads, writes, logs and answers."""
