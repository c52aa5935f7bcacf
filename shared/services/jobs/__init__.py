"""Cleanup of expired demos and deleted workspaces."""
