"""Spans of time: consecutive days and months, and the ends of periods as clients name them."""
