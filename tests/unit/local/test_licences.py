"""Every dependency has an allowed licence."""

from email.message import Message

import pytest

from local.supply_chain.licences import (
    EXCEPTIONS,
    Dependency,
    dependencies,
    is_allowed,
    licence_of,
    verdict,
)


def told(**fields: str | list[str]) -> Message:
    """Return the metadata of a package; a field with a list is there several times."""
    message = Message()
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            message[name.replace("_", "-")] = one
    return message


def test_every_dependency_has_an_allowed_licence() -> None:
    found = list(dependencies())

    assert {one.pinned_in for one in found} == {
        "requirements.txt", "requirements-dev.txt", "package-lock.json", "web/package-lock.json",
    }  # fmt: skip
    assert [one for one in found if not one.is_allowed] == []


def test_every_exception_is_needed() -> None:
    found = {one.name: one for one in dependencies() if one.name in EXCEPTIONS}

    assert {name: one.licence for name, one in found.items()} == EXCEPTIONS


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "MIT OR GPL-3.0-only",
        "Apache-2.0 AND CNRI-Python",
        "(BSD-2-Clause OR MIT)",
        "MPL-2.0",
    ],
)
def test_a_licence_is_allowed_if_one_choice_of_it_is(licence: str) -> None:
    assert is_allowed(licence)


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-only", "GPL-2.0-or-later", "AGPL-3.0-only", "LGPL-3.0-only", "SSPL-1.0",
        "BUSL-1.1", "MIT AND GPL-3.0-only", "(MIT OR GPL-3.0-only) AND AGPL-3.0-only",
        "GPL-3.0-only OR LGPL-2.1", "GPL-2.0-only WITH Classpath-exception-2.0", "UNLICENSED",
        "unknown", "",
    ],
)  # fmt: skip
def test_another_licence_is_not_allowed(licence: str) -> None:
    assert not is_allowed(licence)
    assert not Dependency("requirements-dev.txt", "evil", licence).is_allowed


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        (told(License_Expression="MIT", License="GPL"), "MIT"),
        (told(Classifier=["License :: OSI Approved :: MIT License"]), "MIT"),
        (
            told(Classifier=["License :: OSI Approved :: GNU General Public License v3 (GPLv3)"]),
            "GNU General Public License v3 (GPLv3)",
        ),
        (
            told(
                Classifier=[
                    "License :: OSI Approved :: MIT License",
                    "License :: OSI Approved :: GNU Affero General Public License v3",
                ]
            ),
            "MIT AND GNU Affero General Public License v3",
        ),
        (told(Classifier=["License :: OSI Approved"], License="Apache-2.0"), "Apache-2.0"),
        (told(License="GPL-3.0"), "GPL-3.0"),
        (told(), ""),
    ],
)
def test_a_licence_is_told_by_metadata_of_any_age(metadata: Message, licence: str) -> None:
    assert licence_of(metadata) == licence


def test_what_a_developers_tool_may_have_is_refused_where_it_is_deployed() -> None:
    name, licence = next(iter(EXCEPTIONS.items()))

    assert Dependency("requirements-dev.txt", name, licence).is_allowed
    assert not Dependency("requirements.txt", name, licence).is_allowed
    assert not Dependency("requirements-dev.txt", name, "GPL-3.0-only").is_allowed
    assert not Dependency("requirements-dev.txt", "other", licence).is_allowed


def test_the_verdict_counts_the_refused_and_names_the_exceptions() -> None:
    name, licence = next(iter(EXCEPTIONS.items()))
    allowed = Dependency("requirements.txt", "good", "MIT")
    exception = Dependency("requirements-dev.txt", name, licence)
    refused = Dependency("requirements.txt", name, licence)

    assert verdict([allowed]) == "1 dependencies: all allowed."
    assert verdict([allowed, exception]) == (
        f"2 dependencies: all allowed; by exception, for development only: {name}."
    )
    assert verdict([allowed, refused]) == "2 dependencies: 1 not allowed."
