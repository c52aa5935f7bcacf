"""Ten accounts of a real bank through the functions.

``make berka`` brings all of them through the functions, and
``tests/unit/reports/test_bank_records.py`` through the models alone.
"""

from __future__ import annotations

import pytest

from tests import berka
from tests.support.ledgers.bank_records import DATA, read_files

pytestmark = [
    pytest.mark.usefixtures("emulators"),
    pytest.mark.skipif(not DATA.exists(), reason="the bank's records are not beside us"),
]


def test_every_monthly_report_of_ten_real_accounts_is_exact_posted_and_imported() -> None:
    posted, imported = berka.compare(list(read_files())[::10])
    for outcome, way in ((posted, berka.Way.POSTED), (imported, berka.Way.IMPORTED)):
        assert outcome.way is way
        assert outcome.differing == []
        assert outcome.drifts == []
        assert outcome.not_closed == []
        assert (outcome.transactions, outcome.reports) == (677, 132)
