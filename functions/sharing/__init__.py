"""The function of workspaces and members."""
