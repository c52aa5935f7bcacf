"""Notifications: their kinds, texts and preferences, and when they are sent."""
