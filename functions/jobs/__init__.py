"""Functions that Cloud Scheduler and Pub/Sub call."""
