"""Demos, sign-ins, takeover of a demo, and account deletion."""
