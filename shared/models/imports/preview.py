"""Preview of an import: what reading a bank file has found, and what an import would do."""

from __future__ import annotations

from dataclasses import field

from shared.models.imports.import_plan import Import, PlanRow
from shared.models.imports.statements.results import Detection
from shared.models.values.frozen import frozen


@frozen
class Preview:
    """Preview of an import: its plan, the detection of its layout, and its first rows."""

    plan: Import
    detection: Detection
    rows: list[PlanRow] = field(default_factory=list)
