"""Licences of the dependencies, and bills of materials."""
