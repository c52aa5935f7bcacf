"""Requests that try to cost more than they may, each with its limits: ``make attack``."""
