"""Monthly reports, the dashboard, and the period close."""
