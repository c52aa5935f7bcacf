"""Work that requests continue in the background: jobs, rebuilds, healing."""
