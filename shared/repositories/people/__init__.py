"""Documents of people across tenants: demos and authored records."""
