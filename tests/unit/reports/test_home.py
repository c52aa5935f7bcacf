"""Work under way on a ledger, as the start of a client shows it to each role."""

from __future__ import annotations

import pytest

from shared.models.ledger.import_progress import ImportProgress
from shared.models.ledger.restore_progress import RestoreProgress
from shared.models.people.access import Caller, Role
from shared.models.people.demo import Demo
from shared.models.people.takeover import Takeover
from shared.models.reports.home import UnfinishedJob, UnfinishedJobKind, list_jobs
from shared.models.values.dates import Calendar
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import NOON, account, category, sample_ledger, tenant

MERGED = category("fun", name="Fun", merging_into="food")
BUSY = tenant(
    sample_ledger(
        category("food"),
        MERGED,
        category("gone", name="Gone", merging_into="missing"),
        accounts={
            "main": account("main", "Main"),
            "old": account("old", "Old", merging_into="main"),
        },
        next_calendar=Calendar(MonthStart(5)),
        restore=RestoreProgress("abc", 1, 3, 7),
        imports_under_way={"I1": ImportProgress(0.25), "I2": ImportProgress(0.5, is_undo=True)},
    ),
    demo=Demo(NOON, takeover=Takeover(NOON)),
)
OF_ANALYSTS = [
    UnfinishedJob(UnfinishedJobKind.IMPORT, "I1", 0.25),
    UnfinishedJob(UnfinishedJobKind.IMPORT_UNDO, "I2", 0.5),
    UnfinishedJob(UnfinishedJobKind.RESTORE, progress=0.3333),
    UnfinishedJob(UnfinishedJobKind.CATEGORY_MERGE, "fun"),
    UnfinishedJob(UnfinishedJobKind.ACCOUNT_MERGE, "old"),
    UnfinishedJob(UnfinishedJobKind.TAKEOVER),
]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.VIEWER, []),
        (Role.ANALYST, OF_ANALYSTS),
        (
            Role.ADMIN,
            [*OF_ANALYSTS[:-1], UnfinishedJob(UnfinishedJobKind.REBUILD), OF_ANALYSTS[-1]],
        ),
    ],
)
def test_a_role_sees_the_jobs_whose_subject_it_may_read(
    role: Role, expected: list[UnfinishedJob]
) -> None:
    assert list(list_jobs(BUSY, Caller("ann", BUSY.ref, role))) == expected


def test_finished_work_is_not_under_way() -> None:
    idle = tenant(sample_ledger(category("food"), restore=RestoreProgress("abc", 3, 3, 7)))

    assert list(list_jobs(idle, Caller("ann", idle.ref, Role.ADMIN))) == []
