"""Views of previews of imports."""

from functions.imports.row_views import RowView, row_view
from functions.imports.views import ImportView, import_view
from shared.models.imports.preview import Preview
from shared.models.imports.statements import results
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.values.base import FrozenModel


class Confidence(FrozenModel):
    """Confidence in each part of a layout, as a ratio: 0 is a guess, 1 is certain.

    Parts that the caller gave are certain.
    """

    encoding: float
    delimiter: float
    header: float
    columns: float
    date_format: float
    decimal_mark: float
    amount_sign: float


class Ambiguity(FrozenModel):
    """A property that the file does not determine; ``message`` names the proposed choice."""

    code: str
    message: str


class ColumnPreview(FrozenModel):
    """A column for the user to map: its name in the header, its role, and some of its cells."""

    index: int
    name: str | None
    role: ColumnRole
    samples: list[str]


class PreviewView(ImportView):
    """A preview of an import; ``/imports/{id}/rows`` lists all rows."""

    plan_token: str
    confidence: Confidence
    overall_confidence: float
    ambiguities: list[Ambiguity]
    columns: list[ColumnPreview]
    rows: list[RowView]


def preview_view(preview: Preview) -> PreviewView:
    """Return the view of a preview."""
    return PreviewView(
        **dict(import_view(preview.plan)),
        plan_token=preview.plan.plan_token,
        confidence=_confidence(preview.detection.confidence),
        overall_confidence=preview.detection.confidence.overall,
        ambiguities=[
            Ambiguity(code=one.code, message=one.message) for one in preview.detection.ambiguities
        ],
        columns=[_column(column) for column in preview.detection.columns],
        rows=[row_view(row, preview.plan) for row in preview.rows],
    )


def _confidence(found: results.Confidence) -> Confidence:
    return Confidence(**{name: getattr(found, name) for name in Confidence.model_fields})


def _column(column: results.ColumnPreview) -> ColumnPreview:
    return ColumnPreview(
        index=column.index, name=column.name, role=column.role, samples=list(column.samples)
    )
