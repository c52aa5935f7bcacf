import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from local import toolchain
from local.errors import LocalStackError


@pytest.fixture
def sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up an empty Cloud SDK that is this machine's only one."""
    monkeypatch.setattr(toolchain, "USUAL_SDK_ROOTS", (str(tmp_path / "sdk"),))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(toolchain.FIRESTORE_VARIABLE, raising=False)
    return tmp_path / "sdk"


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return path


def read_manifest(jar: Path) -> str:
    with zipfile.ZipFile(jar) as archive:
        return archive.read("META-INF/MANIFEST.MF").decode()


def test_the_variable_is_taken_before_the_sdk(
    sdk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(sdk / toolchain.FIRESTORE_IN_SDK)
    chosen = write(tmp_path / "own.jar")
    monkeypatch.setenv(toolchain.FIRESTORE_VARIABLE, str(chosen))

    assert toolchain.find_firestore().path == chosen


def test_the_sdk_is_taken_without_a_variable(sdk: Path) -> None:
    jar = write(sdk / toolchain.FIRESTORE_IN_SDK)

    assert toolchain.find_firestore().path == jar


def test_without_either_firebase_tools_brings_its_own(sdk: Path) -> None:
    assert not sdk.exists()
    assert toolchain.find_firestore().path is None


def test_a_variable_that_names_no_file_is_refused(
    sdk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(toolchain.FIRESTORE_VARIABLE, str(sdk / "nothing.jar"))

    with pytest.raises(LocalStackError, match=toolchain.FIRESTORE_VARIABLE):
        toolchain.find_firestore()


def test_an_sdk_is_found_around_the_gcloud_on_path(
    sdk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gcloud = write(tmp_path / "elsewhere/bin/gcloud")
    gcloud.chmod(0o755)
    monkeypatch.setenv("PATH", str(gcloud.parent))

    assert toolchain.list_sdk_roots() == [tmp_path / "elsewhere", sdk]


def test_the_manifest_names_the_main_class_and_the_jar(tmp_path: Path) -> None:
    toolchain.write_firestore_jar(tmp_path / "shim.jar", Path("/sdk/a b.jar"))

    assert read_manifest(tmp_path / "shim.jar").replace("\r\n ", "") == (
        "Manifest-Version: 1.0\r\n"
        "Main-Class: com.google.cloud.datastore.emulator.firestore.CloudFirestore\r\n"
        "Class-Path: file:///sdk/a%20b.jar\r\n"
    )


@pytest.mark.parametrize("length", [1, 40, 41, 42, 43, 200])
def test_no_manifest_line_is_too_long_and_none_loses_a_character(
    tmp_path: Path, length: int
) -> None:
    toolchain.write_firestore_jar(tmp_path / "shim.jar", Path("/" + "x" * length))

    manifest = read_manifest(tmp_path / "shim.jar")
    assert all(len(line) <= 72 for line in manifest.split("\r\n"))
    assert "file:///" + "x" * length + "\r\n" in manifest.replace("\r\n ", "")


def test_the_launcher_can_be_started(tmp_path: Path) -> None:
    toolchain.write_pubsub_launcher(tmp_path / "launch", Path("/sdk/a b"))

    assert (tmp_path / "launch").read_text() == '#!/bin/sh\nexec "/sdk/a b" "$@"\n'
    assert (tmp_path / "launch").stat().st_mode & 0o777 == 0o755


def test_the_runtime_gets_the_logging_configuration_by_a_path_with_a_blank(tmp_path: Path) -> None:
    logging = tmp_path / "a b" / "logging.properties"
    logging.parent.mkdir()
    toolchain.write_logging_configuration(logging)
    java = toolchain.find_java()

    shown = subprocess.run(
        [str(java.home / "bin/java"), "-XshowSettings:properties", "-version"],
        env={**os.environ, **java.environment(logging)},
        capture_output=True,
        text=True,
        check=True,
    ).stderr

    assert f"java.util.logging.config.file = {logging}\n" in shown
    assert ".level=WARNING\n" in logging.read_text(encoding="utf-8")
