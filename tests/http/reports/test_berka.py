from __future__ import annotations

import pytest

from tests import berka

pytestmark = [
    pytest.mark.usefixtures("emulators"),
    pytest.mark.skipif(not berka.DATA.exists(), reason="the bank's records are not beside us"),
]


def test_every_monthly_report_of_a_real_bank_is_exact_posted_and_imported() -> None:
    posted, imported = berka.compare()
    for outcome, way in ((posted, berka.Way.POSTED), (imported, berka.Way.IMPORTED)):
        assert outcome.way is way
        assert outcome.differing == []
        assert outcome.drifts == []
        assert outcome.not_closed == []
        assert (outcome.transactions, outcome.reports) == (7158, 1301)
