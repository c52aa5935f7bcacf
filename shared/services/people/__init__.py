"""Demos, sign-ins, takeovers of demos, and account erasure."""
