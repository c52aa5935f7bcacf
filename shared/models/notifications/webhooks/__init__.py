"""Webhooks of a person: endpoints, secrets, payloads, and the addresses that are refused."""
