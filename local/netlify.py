"""Redirects and headers of ``netlify.toml``, as Netlify applies them.

https://docs.netlify.com/manage/routing/redirects/overview/ and …/routing/headers/.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from local.processes.stack import ROOT


@dataclass(frozen=True)
class Redirect:
    """The target of a path: an address or a file of the site, and the status it is sent with."""

    to: str
    status: int


class Netlify:
    """The configuration of the site."""

    def __init__(self, path: Path = ROOT / "netlify.toml") -> None:
        self._path = path

    @cached_property
    def content(self) -> dict[str, Any]:
        """Return the parsed file."""
        return tomllib.loads(self._path.read_text(encoding="utf-8"))

    def redirect_of(self, path: str) -> Redirect:
        """Return the first redirect that matches a path of no file.

        Raises:
            LookupError: None matches.
        """
        for redirect in self.content["redirects"]:
            match = re.fullmatch(_pattern(redirect["from"]), path)
            if match:
                splat = (match.groups() or ("",))[0] or ""
                return Redirect(redirect["to"].replace(":splat", splat), redirect["status"])
        raise LookupError(path)

    def headers_of(self, path: str) -> dict[str, str]:
        """Return the headers of a path; of two values for one header Netlify makes a list."""
        found: dict[str, str] = {}
        for part in self.content["headers"]:
            if re.fullmatch(_pattern(part["for"]), path):
                for name, value in part["values"].items():
                    found[name] = f"{found[name]}, {value}" if name in found else value
        return found


def _pattern(text: str) -> str:
    return re.escape(text).replace(r"/\*", "(?:/(.*))?")
