"""Documents of workspaces and members."""
