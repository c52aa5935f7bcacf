"""Monthly reports, the dashboard, and closing periods."""
