"""Exchange rates and conversions between currencies."""
