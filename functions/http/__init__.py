"""HTTP layer that all functions share: authentication, parameters, problems, request log."""
