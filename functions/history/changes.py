"""The function ``changes``: history, undo, and the delta feed."""

from __future__ import annotations

from functools import cache, partial
from typing import Annotated, Self

from flask import Request, Response
from pydantic import Field, model_validator

from functions.history.views import (
    ChangeFeed,
    ChangeList,
    ChangeListOrFeed,
    ChangeView,
    UndoResult,
    change_view,
    feed_item,
)
from functions.http import app as boundary
from functions.http.call import Call, current_call
from functions.http.parameters import (
    CreationHeaders,
    IdPath,
    QueryParameters,
    json_response,
    problem_responses,
)
from functions.http.routes import Routes
from shared.models.history.audit import ensure_readable, ensure_undoable_by, may_follow
from shared.models.history.change import AnyCaseEntity
from shared.models.history.conflicts import is_of_start_day
from shared.models.history.kinds import kind_of_model
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.ledger.transaction import Transaction
from shared.models.people.access import Action, Caller
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.base import InputModel
from shared.models.values.identifiers import Id
from shared.services.history import changes as service
from shared.services.ledger.tenants import get_ledger

routes = Routes("changes")


class ChangeQuery(QueryParameters):
    """Query of changes: all or those of one thing, newest first; or the feed."""

    transaction_id: Id | None = Field(default=None, description="Those of one transaction.")
    entity_id: Id | None = Field(default=None, description="Those of one thing of any kind.")
    entity: AnyCaseEntity | None = Field(default=None, description="Those of one kind of thing.")
    actor: Annotated[str, Field(max_length=128)] | None = Field(
        default=None, description="Those that somebody made, by uid."
    )
    since: str | None = Field(
        default=None,
        description=(
            "Answer the feed instead: what follows this place, oldest first, each change once. "
            "Empty or 0: from the ledger's beginning; else a ``next_cursor`` or "
            "``latest_sequence_cursor``."
        ),
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(default=None, description="The ``next_cursor`` of the page before.")

    @model_validator(mode="after")
    def _one_way_to_ask(self) -> Self:
        if self.transaction_id is not None and self.entity_id is not None:
            raise ValueError("give transaction_id or entity_id, not both")
        others = (self.transaction_id, self.entity_id, self.entity, self.actor, self.cursor)
        if self.since is not None and any(other is not None for other in others):
            raise ValueError("since goes with no other filter, and no cursor")
        return self

    def subject_for(self, caller: Caller) -> service.Subject:
        """Return the filter of changes; callers who may not read the audit log get their own.

        Raises:
            PermissionDenied: They may not, and ask for those of somebody else.
        """
        actor = self.actor
        if not caller.may(Action.ADMINISTER):
            if actor not in (None, caller.uid):
                caller.require(Action.ADMINISTER)
            actor = caller.uid
        entity = self.entity
        if self.transaction_id is not None:
            entity = entity or kind_of_model(Transaction).entity
        return service.Subject(self.transaction_id or self.entity_id, entity, actor)


class Undo(InputModel):
    """Options of an undo."""

    whole_operation: bool = Field(
        default=False,
        strict=True,
        description="Undo all changes of the same commit, or none; at most 500.",
    )


@routes.get(
    "/",
    allows=Action.READ,
    responses={200: ChangeListOrFeed, **problem_responses("invalid-argument")},
)
def list_changes(query: ChangeQuery) -> Response:
    """List the changes, newest first; or follow them by ``since``.

    Admins see all of them, analysts those that they made themselves of transactions, categories,
    accounts and rules. Everybody follows what their role sees: analysts no changes of settings,
    members and the like, viewers none of rules either.
    """
    call = current_call()
    if query.since is None:  # Every role may follow the feed, which does not name the actors.
        call.caller.require(Action.WRITE)
    asked = query.subject_for(call.caller)
    ledger = get_ledger(call.store, call.now)
    may_see = partial(may_follow, call.caller)
    if query.since is not None:
        feed = service.read_feed(call.store, ledger, query.since, query.limit, may_see)
        return _feed(feed, ledger)
    page = service.list_changes(call.store, asked, query.cursor, query.limit, may_see)
    return json_response(
        ChangeList(
            items=[change_view(change, ledger) for change in page.items],
            next_cursor=page.next_cursor,
            latest_sequence_cursor=service.latest_place(call.store, ledger),
        )
    )


@routes.get("/<id>", allows=Action.WRITE, responses={200: ChangeView, **problem_responses()})
def get_change(path: IdPath) -> Response:
    """Get one change; whoever does not read the audit log, one of their own."""
    call = current_call()
    ledger, change = service.get_change(call.store, path.id, call.now)
    ensure_readable(call.caller, change)
    return json_response(change_view(change, ledger))


@routes.post(
    "/<id>/undo",
    allows=Action.WRITE,
    responses={
        200: UndoResult,
        **problem_responses(
            "undo-conflict", "not-undoable", "category-in-use", "account-in-use", "category-busy",
            "account-busy", "category-gone", "account-gone", "already-exists", "default-account",
            "too-many-categories", "too-many-accounts", "too-many-tags", "too-many-rules",
            "rebuild-running", "idempotency-key-reused",
            with_body=True,
        ),
    },
)  # fmt: skip
def undo_change(path: IdPath, body: Undo, header: CreationHeaders) -> Response:
    """Undo a change: what it changed is as it was, and later changes of other fields stay.

    What was created is deleted, what was deleted is restored, and undoing an undo does it again.
    One's own changes are undone by whoever may write; those of others, of imports and of merges, by
    whoever may delete; settings, by whoever may change them. What becomes of a workspace and its
    members is not undone.

    Of a change that made another account the default, the whole operation is undone. A rule that
    was deleted is back in its position, or behind all others where they are fewer by now; where an
    order of the rules is undone, those that came since keep their places. The former start day of
    the months is asked for as by changing the settings, and may be pending for a while; that a day
    came into force is undone with the change that asked for it. A currency set by a restore stays
    once the ledger has amounts.
    """
    from shared.services.history import undo  # noqa: PLC0415 (far more read than undo)

    call = current_call()
    operation = call.operation(header.idempotency_key)
    ledger, change = service.get_change(call.store, path.id, call.now)
    take_back = undo.undo_operation if body.whole_operation else undo.undo_change
    changes = take_back(call.store, operation, change, partial(ensure_undoable_by, call.caller))
    for new in filter(is_of_start_day, changes):
        _rebuild(call, LedgerSettings.model_validate(new.after))
    return json_response(
        UndoResult(undone=change.id, changes=[change_view(new, ledger) for new in changes])
    )


def _rebuild(call: Call, settings: LedgerSettings) -> None:
    # Few changes are of the start day of the months, so most do not load what builds them.
    from functions.http.rebuilds import rebuild  # noqa: PLC0415 (see above)

    rebuild(call.store, settings.wanted_start_day)


def _feed(page: service.FeedPage, ledger: Ledger) -> Response:
    return json_response(
        ChangeFeed(
            items=[feed_item(change, ledger) for change in page.items],
            next_cursor=page.next_cursor,
            has_more=page.has_more,
        )
    )


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api("changes", "History, undo, and the delta feed.", routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
