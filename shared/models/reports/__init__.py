"""Reports that are calculated from monthly summaries."""
