"""A confidence in columns of less than 1 has an ambiguity that says why."""

from __future__ import annotations

import pytest

from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout

PAYPAL = """Date,Name,Type,Currency,Gross,Fee,Net,Balance
2026-01-05,Shop US,Express Checkout Payment,USD,-10.00,0.00,-10.00,-10.00
2026-01-05,,General Currency Conversion,EUR,-8.50,0.00,-8.50,-8.50
2026-01-05,,General Currency Conversion,USD,10.00,0.00,10.00,0.00
2026-01-15,Client,Mobile Payment,EUR,100.00,-3.00,97.00,88.50
"""
WITHOUT_TEXTS = "Date,Amount\n2026-01-05,-1.00\n2026-01-06,2.00\n"


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (PAYPAL, "which-amount", "“Gross” is used as the amount, not “Net”."),
        (WITHOUT_TEXTS, "no-texts", "No column with descriptions was found."),
    ],
)
def test_a_doubt_about_columns_is_told(text: str, code: str, message: str) -> None:
    found = detect_layout(CsvFile(text.encode()))

    assert found.confidence.columns == 0.5
    assert (code, message) in [(one.code, one.message) for one in found.ambiguities]


def test_columns_without_a_doubt_have_no_ambiguity() -> None:
    text = "Date,Amount,Payee\n2026-01-05,-1.00,Shop\n2026-01-06,2.00,Client\n"

    found = detect_layout(CsvFile(text.encode()))

    assert (found.confidence.columns, found.ambiguities) == (1.0, ())
