"""Callers, roles, profiles, and the states of demo and account."""
