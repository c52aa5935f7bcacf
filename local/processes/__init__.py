"""Processes of the local stack: start, end, ports, and requests to them."""
