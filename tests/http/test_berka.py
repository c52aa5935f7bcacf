import pytest

from tests import berka

pytestmark = [
    pytest.mark.usefixtures("emulators"),
    pytest.mark.skipif(not berka.DATA.exists(), reason="the bank's records are not beside us"),
]


def test_every_monthly_report_of_a_real_bank_is_exact() -> None:
    outcome = berka.compare()
    assert outcome.differing == []
    assert outcome.drifts == []
    assert outcome.not_closed == []
    assert (outcome.transactions, outcome.reports) == (7158, 1301)
