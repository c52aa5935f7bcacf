"""The journey of a typed client in Python: from a visitor's first request to a shared workspace.

It has no cast. ``financeflow_client`` is generated from openapi.json; mypy checks both in strict
mode, apart from the rest of the code.
"""

from __future__ import annotations

import io
import os
import uuid
from datetime import date
from typing import TypeVar

import httpx
from financeflow_client import AuthenticatedClient
from financeflow_client.api.changes import follow_changes, list_changes, undo_change
from financeflow_client.api.create_demo_session import create_demo_session
from financeflow_client.api.dashboard import dashboard_home
from financeflow_client.api.imports import (
    carry_out_import,
    get_import,
    preview_import,
    undo_import,
)
from financeflow_client.api.me import claim_demo
from financeflow_client.api.monthly_report import monthly_report
from financeflow_client.api.transactions import (
    list_transactions,
    patch_transaction,
    record_transaction,
)
from financeflow_client.api.workspaces import create_workspace
from financeflow_client.models.change_feed import ChangeFeed
from financeflow_client.models.change_list import ChangeList
from financeflow_client.models.claim_view import ClaimView
from financeflow_client.models.demo_request import DemoRequest
from financeflow_client.models.demo_session import DemoSession
from financeflow_client.models.entry_type import EntryType
from financeflow_client.models.home_view import HomeView
from financeflow_client.models.import_form import ImportForm
from financeflow_client.models.import_status import ImportStatus
from financeflow_client.models.import_view import ImportView
from financeflow_client.models.monthly_report import MonthlyReport
from financeflow_client.models.plan_token import PlanToken
from financeflow_client.models.preview_view import PreviewView
from financeflow_client.models.problem_code import ProblemCode
from financeflow_client.models.transaction_draft import TransactionDraft
from financeflow_client.models.transaction_list import TransactionList
from financeflow_client.models.transaction_patch import TransactionPatch
from financeflow_client.models.transaction_problem import TransactionProblem
from financeflow_client.models.transaction_type import TransactionType
from financeflow_client.models.transaction_update import TransactionUpdate
from financeflow_client.models.transaction_view import TransactionView
from financeflow_client.models.undo_result import UndoResult
from financeflow_client.models.workspace_draft import WorkspaceDraft
from financeflow_client.models.workspace_view import WorkspaceView
from financeflow_client.types import UNSET, File, Unset

URL = os.environ["FINANCEFLOW_URL"]
FILE = b"Date,Amount,Description\n2026-03-02,-3.20,Coffee\n2026-03-03,2500.00,Salary\n"
PASSWORD = "correct horse"
TIMEOUT = httpx.Timeout(60)

Answer = TypeVar("Answer")


def given(kind: type[Answer], answer: object) -> Answer:
    """Return an answer that is of a kind, and not a problem."""
    assert isinstance(answer, kind), answer
    return answer


def identity_toolkit(method: str, **body: str) -> str:
    """Call Firebase Auth, and return the ID token in the answer."""
    auth = f"http://{os.environ['FIREBASE_AUTH_EMULATOR_HOST']}/identitytoolkit.googleapis.com/v1"
    wanted = {**body, "returnSecureToken": True}
    answer = httpx.post(f"{auth}/accounts:{method}?key=local", json=wanted, timeout=TIMEOUT)
    return str(answer.json()["idToken"])


def start_demo() -> tuple[AuthenticatedClient, DemoSession]:
    """Sign in as a visitor, and create a demo."""
    client = AuthenticatedClient(URL, identity_toolkit("signUp"), timeout=TIMEOUT)
    body = DemoRequest(sample_transactions=False)
    return client, given(DemoSession, create_demo_session.sync(client=client, body=body))


def record_once(client: AuthenticatedClient, draft: TransactionDraft) -> TransactionView:
    """Record a transaction twice with one key."""
    key = uuid.uuid4().hex
    first, again = (
        record_transaction.sync(client=client, body=draft, idempotency_key=key) for _ in range(2)
    )
    assert given(TransactionView, again).id == given(TransactionView, first).id
    return given(TransactionView, first)


def edit_in_two_tabs(client: AuthenticatedClient, recorded: TransactionView) -> None:
    """Edit a transaction, and again with the version of before, as another tab would."""

    def patch(body: TransactionPatch, etag: str | Unset = UNSET) -> object:
        return patch_transaction.sync(recorded.id, client=client, body=body, if_match=etag)

    edited = given(TransactionView, patch(TransactionPatch(payee="Café"), recorded.etag))
    stale = given(TransactionProblem, patch(TransactionPatch(amount="9.99"), recorded.etag))
    assert stale.code is ProblemCode.PRECONDITION_FAILED
    assert (stale.current.payee, stale.current.etag) == ("Café", edited.etag)
    merged = given(TransactionView, patch(TransactionPatch(amount="9.99"), stale.current.etag))
    assert merged.amount == "9.99"
    assert given(TransactionView, patch(TransactionPatch(payee=None))).payee is None


def page_through(client: AuthenticatedClient) -> list[str]:
    """Return the ids of March, two at a time."""
    ids: list[str] = []
    cursor: str | None = None
    while True:
        page = given(
            TransactionList,
            list_transactions.sync(
                client=client,
                limit=2,
                year=2026,
                month=3,
                cursor=UNSET if cursor is None else cursor,
            ),
        )
        ids += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return ids


def import_and_undo(client: AuthenticatedClient) -> None:
    """Import a file of two rows, and undo the import."""
    file = File(io.BytesIO(FILE), file_name="march.csv", mime_type="text/csv")
    plan = given(PreviewView, preview_import.sync(client=client, body=ImportForm(file=file)))
    assert plan.planned.new == 2
    token = PlanToken(plan_token=plan.plan_token)
    done = given(ImportView, carry_out_import.sync(client=client, body=token))
    assert (done.status, done.imported) == (ImportStatus.COMPLETED, 2)
    assert len(page_through(client)) == 5
    given(ImportView, undo_import.sync(done.id, client=client))
    undone = given(ImportView, get_import.sync(done.id, client=client))
    assert undone.status is ImportStatus.UNDONE


def undo_last(client: AuthenticatedClient, transaction_id: str) -> None:
    """Undo the last change of a transaction."""
    listed = list_changes.sync(client=client, transaction_id=transaction_id, limit=1)
    [last] = given(ChangeList, listed).items
    assert last.entity == "TRANSACTION"
    assert len(given(UndoResult, undo_change.sync(last.id, client=client)).changes) == 1


def visit(client: AuthenticatedClient, session: DemoSession) -> str:
    """Use the demo; return the id of a transaction."""
    category = next(one for one in session.categories if one.type_ is EntryType.EXPENSE)
    days = [date(2026, 3, 31), date(2026, 3, 1), date(2026, 3, 2)]
    first, *_ = [
        record_once(
            client,
            TransactionDraft(TransactionType.EXPENSE, "12.50", day, category_id=category.id),
        )
        for day in days
    ]
    edit_in_two_tabs(client, first)
    assert len(set(page_through(client))) == 3
    report = given(MonthlyReport, monthly_report.sync(client=client, year=2026, month=3))
    assert (report.total_expenses, report.currency) == ("34.99", "USD")
    import_and_undo(client)
    undo_last(client, first.id)
    return first.id


def register(token: str) -> AuthenticatedClient:
    """Link an address to the visitor, claim the demo, and return the client of the account."""
    address = f"{uuid.uuid4().hex}@example.com"
    linked = identity_toolkit("update", idToken=token, email=address, password=PASSWORD)
    client = AuthenticatedClient(URL, linked, timeout=TIMEOUT)
    assert given(ClaimView, claim_demo.sync(client=client)).transactions == 5
    return client


def read_live(token: str, uid: str) -> object:
    """Return the stored expenses of March, which the security rules let the user read."""
    project = os.environ["GOOGLE_CLOUD_PROJECT"]
    host = f"http://{os.environ['FIRESTORE_EMULATOR_HOST']}/v1/projects/{project}"
    document = httpx.get(
        f"{host}/databases/(default)/documents/users/{uid}/summaries/2026-03",
        headers={"Authorization": f"Bearer {token}"},
        timeout=TIMEOUT,
    )
    return document.json()["fields"]["expenses_minor"]


def follow(client: AuthenticatedClient) -> list[str]:
    """Return the amounts in the feed from the beginning of the ledger."""
    amounts: list[str] = []
    since, has_more = "0", True
    while has_more:
        page = given(ChangeFeed, follow_changes.sync(client=client, since=since, limit=100))
        for item in page.items:
            if isinstance(item, TransactionUpdate) and item.resource is not None:
                amounts += [item.resource.amount]
        since, has_more = page.next_cursor, page.has_more
    return amounts


def share(client: AuthenticatedClient) -> None:
    """Create a workspace, and list its transactions."""
    draft = WorkspaceDraft(name="Household", currency="EUR")
    created = create_workspace.sync(client=client, body=draft, idempotency_key=uuid.uuid4().hex)
    workspace = given(WorkspaceView, created)
    listed = list_transactions.sync(client=client, x_workspace_id=workspace.id)
    assert given(TransactionList, listed).items == []


def main() -> None:
    """Make the journey."""
    visitor, session = start_demo()
    transaction_id = visit(visitor, session)
    account = register(visitor.token)
    assert read_live(account.token, session.demo_id) == {"integerValue": "3499"}
    assert "9.99" in follow(account)
    found = given(TransactionList, list_transactions.sync(client=account, q="café"))
    assert [one.id for one in found.items] == [transaction_id]
    home = given(HomeView, dashboard_home.sync(client=account))
    assert (home.tenant, home.settings.currency) == (f"users/{session.demo_id}", "USD")
    share(account)


if __name__ == "__main__":
    main()
