import pytest

from local import exec as local_exec


def test_without_a_command_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert local_exec.main([]) == 2
    assert "COMMAND" in capsys.readouterr().err


def test_a_command_that_does_not_exist_starts_no_emulator(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert local_exec.main(["/nonexistent/command"]) == 127
    assert capsys.readouterr().err == "There is no command /nonexistent/command.\n"
