"""Firestore access shared by all repositories."""
