"""Failures of the local stack, each with a message for the developer."""


class LocalStackError(Exception):
    """The local stack cannot start or continue; the message gives the reason and the remedy."""


class PortTakenError(LocalStackError):
    """A port of the stack is in use by another program."""

    def __init__(self, port: int, variable: str) -> None:
        super().__init__(
            f"Port {port} is taken: stop the program that listens there (another `make run`?),"
            f" or choose another port with {variable}=…"
        )
