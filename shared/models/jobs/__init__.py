"""Messages of background jobs."""
