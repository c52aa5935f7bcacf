"""What all functions share: models, repositories and services; it knows nothing of HTTP."""
