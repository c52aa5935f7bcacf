"""Code that all functions share: models, repositories, services. It is independent of HTTP."""
