"""Documents of workspaces, members and invitations."""
