"""A way to an emulator that can be closed: to the client, the emulator is then not there."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

from local.processes import ports

_HOST = "127.0.0.1"
_POLL_S = 0.05
_CHUNK_BYTES = 65536


class Gateway:
    """Forwards TCP connections to an address; closed, it refuses and cuts all of them.

    The server behind it keeps running, and can be read directly.
    """

    def __init__(self, target: str) -> None:
        host, _, port = target.partition(":")
        self._target = (host, int(port))
        # Not one that the system gives to outgoing connections: while the gateway is closed, a
        # client that tries it again and again could be given that very port, and reach itself.
        [self._port] = ports.find_free(1)
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._is_open = threading.Event()
        self.open()

    @property
    def address(self) -> str:
        """Return where it listens, which is the same whenever it is open."""
        return f"{_HOST}:{self._port}"

    def open(self) -> None:
        """Take connections."""
        listener = socket.create_server((_HOST, self._port))
        listener.settimeout(_POLL_S)
        self._is_open.set()
        self._start(self._listen, listener)

    def close(self) -> None:
        """Cut every connection, and take none."""
        self._is_open.clear()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for connection in self._connections:
            connection.close()
        self._threads.clear()
        self._connections.clear()

    def _start(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self, listener: socket.socket) -> None:
        with listener:
            while self._is_open.is_set():
                with contextlib.suppress(TimeoutError):
                    self._connect(listener.accept()[0])

    def _connect(self, client: socket.socket) -> None:
        client.settimeout(None)
        server = socket.create_connection(self._target)
        self._connections |= {client, server}
        self._start(self._pump, client, server)
        self._start(self._pump, server, client)
        if not self._is_open.is_set():
            with contextlib.suppress(OSError):  # The client may have left meanwhile.
                client.shutdown(socket.SHUT_RDWR)

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK_BYTES):
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
