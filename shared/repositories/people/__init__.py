"""Queries over the demos of all visitors, and over documents that name people."""
