"""Add the licences to a bill of materials (CycloneDX).

    python -m local.supply_chain.sbom FILE PINNED_IN

A bill that is made of a file of pinned packages has their hashes, but not their licences, which the
packages tell themselves. ``local.supply_chain.licences`` reads them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from local.supply_chain.licences import ALLOWED, dependencies


def with_licences(bill: dict[str, Any], licences: dict[str, str]) -> dict[str, Any]:
    """Return a bill whose components without a licence have that of their name."""
    return bill | {
        "components": [
            component
            if component.get("licenses")
            else component | {"licenses": [licence_choice(licences[component["name"]])]}
            for component in bill["components"]
        ]
    }


def licence_choice(licence: str) -> dict[str, Any]:
    """Return a licence as CycloneDX has it: as SPDX identifier, SPDX expression, or name."""
    if licence in ALLOWED:
        return {"license": {"id": licence}}
    if " OR " in licence or " AND " in licence:
        return {"expression": licence}
    return {"license": {"name": licence}}


def main(file: str, pinned_in: str) -> None:
    """Rewrite a bill of the packages that a file pins."""
    licences = {one.name: one.licence for one in dependencies() if one.pinned_in == pinned_in}
    bill = json.loads(Path(file).read_text(encoding="utf-8"))
    text = json.dumps(with_licences(bill, licences), indent=2, ensure_ascii=False)
    Path(file).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
