"""Every component of a bill of materials has a licence."""

from __future__ import annotations

import json
from pathlib import Path

from local.supply_chain.licences import dependencies
from local.supply_chain.sbom import licence_choice, main, with_licences
from tests.support.cases import for_each


@for_each(
    ("licence", "choice"),
    [
        ("MIT", {"license": {"id": "MIT"}}),
        ("Apache-2.0 AND CNRI-Python", {"expression": "Apache-2.0 AND CNRI-Python"}),
        ("MIT OR GPL-3.0-only", {"expression": "MIT OR GPL-3.0-only"}),
        (
            "GNU General Public License v2 (GPLv2)",
            {"license": {"name": "GNU General Public License v2 (GPLv2)"}},
        ),
    ],
)
def test_a_licence_is_an_identifier_an_expression_or_a_name(
    licence: str, choice: dict[str, object]
) -> None:
    assert licence_choice(licence) == choice


def test_a_component_keeps_the_licence_that_it_has() -> None:
    known = {"name": "known", "licenses": [{"license": {"id": "ISC"}}]}
    bill = {"specVersion": "1.6", "components": [known, {"name": "other", "version": "1"}]}

    assert with_licences(bill, {"known": "MIT", "other": "MIT"}) == {
        "specVersion": "1.6",
        "components": [
            known,
            {"name": "other", "version": "1", "licenses": [{"license": {"id": "MIT"}}]},
        ],
    }


def test_every_deployed_package_gets_a_licence(tmp_path: Path) -> None:
    names = [one.name for one in dependencies() if one.pinned_in == "requirements.txt"]
    file = tmp_path / "bill.json"
    file.write_text(json.dumps({"components": [{"name": name} for name in names]}))

    main(str(file), "requirements.txt")

    components = json.loads(file.read_text(encoding="utf-8"))["components"]
    assert [component["name"] for component in components] == names
    assert all(licence for one in components for licence in one["licenses"][0].values())
