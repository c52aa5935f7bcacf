"""What can keep the local stack from starting, each said in one sentence to a developer."""


class LocalStackError(Exception):
    """The local stack cannot start or go on; the message says why and what to do."""


class PortTakenError(LocalStackError):
    """Something else listens on a port that the stack wants."""

    def __init__(self, port: int, variable: str) -> None:
        super().__init__(
            f"Port {port} is taken: stop what listens there (another `make run`, perhaps),"
            f" or choose another port with {variable}=…"
        )
