"""Documents of notifications, of preferences, and of events to be told."""
