import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from local.errors import LocalStackError, PortTakenError
from local.processes import ports


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_that_something_listens_on_is_not_free(taken_port: int) -> None:
    assert not ports.is_free(taken_port)


def test_found_ports_are_free_and_different() -> None:
    found = ports.find_free(5)

    assert len(set(found)) == 5
    assert all(ports.is_free(port) for port in found)


def test_a_found_port_is_not_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    [port] = ports.find_free(1)
    monkeypatch.setattr(ports, "FREE_RANGE", [port])

    assert ports.is_free(port)
    with pytest.raises(LocalStackError, match="No 1 free ports"):
        ports.find_free(1)


def test_a_port_that_another_process_found_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "from local.processes import ports; print(*ports.find_free(1), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        port = int(other.stdout.readline())
        monkeypatch.setattr(ports, "FREE_RANGE", [port])
        with pytest.raises(LocalStackError, match="No 1 free ports"):
            ports.find_free(1)
        other.communicate("\n")

    assert ports.find_free(1) == [port]


def test_a_taken_port_is_named_with_the_variable_that_overrides_it(taken_port: int) -> None:
    with pytest.raises(PortTakenError, match=rf"Port {taken_port} is taken.*PORT=") as refusal:
        ports.require_free({"PORT": taken_port})

    assert "\n" not in str(refusal.value)


def test_free_ports_are_not_refused() -> None:
    found = ports.find_free(1)[0]

    ports.require_free({"PORT": found})

    assert ports.is_free(found)
