"""Spans of time and what bounds them: days and months, their ends, weekdays, business days."""
