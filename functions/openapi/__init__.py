"""The OpenAPI document of all functions, made of their routes and models; no function loads it."""
