"""The function ``changes``: history, undo, and the delta feed."""

from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Self

from flask import Request, Response
from pydantic import Field, model_validator

from functions.history.views import (
    ChangeFeed,
    ChangeList,
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
from shared.errors import InvalidArgument
from shared.models.history.audit import ensure_readable, ensure_undoable_by, may_follow
from shared.models.history.change import AnyCaseEntity, Change
from shared.models.history.conflicts import is_of_rebuild
from shared.models.history.kinds import Entity, kind_of_model
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import Action, Caller
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.base import InputModel, example
from shared.models.values.identifiers import Id
from shared.services.history import changes as service
from shared.services.ledger.tenants import get_ledger

if TYPE_CHECKING:
    from functions.http.background.rebuilds import RequestedRebuild
    from functions.http.background.scopes import RequestedScopes

routes = Routes("changes")


class ChangeQuery(QueryParameters):
    """Query of changes: all of them or those of one resource."""

    transaction_id: Id | None = Field(default=None, description="Only changes of this transaction.")
    entity_id: Id | None = Field(
        default=None, description="Only changes of this resource, of any kind."
    )
    entity: AnyCaseEntity | None = Field(default=None, description="Only changes of this kind.")
    actor: Annotated[str, Field(max_length=128)] | None = Field(
        default=None, description="Only changes that the user with this uid made."
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )

    @model_validator(mode="after")
    def _one_way_to_ask(self) -> Self:
        if self.transaction_id is not None and self.entity_id is not None:
            raise InvalidArgument.of("entity_id", "must not be given beside transaction_id")
        return self

    def subject_for(self, caller: Caller) -> service.Subject:
        """Return the filter of changes; callers without access to the audit log see only their own.

        Raises:
            PermissionDenied: The caller has no access, and requests changes of another user.
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


class FeedQuery(QueryParameters):
    """Position in the feed."""

    since: str = Field(
        default="",
        description="The position after which to begin: a ``next_cursor`` or "
        "``latest_sequence_cursor``; empty or 0 is the beginning.",
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT


class Undo(InputModel):
    """Options of an undo."""

    model_config = example(whole_operation=False)

    whole_operation: bool = Field(
        default=False,
        strict=True,
        description=(
            "Undo all changes of the same commit, or none; at most 500, of no more documents than "
            "a batch."
        ),
    )


@routes.get(
    "/",
    allows=Action.READ_ALL,
    responses={200: ChangeList, **problem_responses("invalid-argument")},
)
def list_changes(query: ChangeQuery) -> Response:
    """List the changes, newest first.

    Admins list all changes. Analysts list their own changes of transactions, categories, accounts,
    custom types and rules.
    """
    call = current_call()
    asked = query.subject_for(call.caller)
    ledger = get_ledger(call.store, call.now)
    may_see = partial(may_follow, call.caller)
    page = service.list_changes(call.store, asked, query.cursor, query.limit, may_see)
    return json_response(
        ChangeList(
            items=[change_view(change, ledger) for change in page.items],
            next_cursor=page.next_cursor,
            is_partial=page.is_partial,
            latest_sequence_cursor=service.latest_place(call.store, ledger),
        )
    )


@routes.get(
    "/feed",
    allows=Action.READ,  # Of every role, because the feed does not name the actors.
    responses={200: ChangeFeed, **problem_responses("invalid-argument")},
)
def follow_changes(query: FeedQuery) -> Response:
    """Get the feed: the changes after a position, oldest first, each once.

    Analysts get no changes of settings and members; viewers none of rules and settled suggestions,
    either, and each resource as it is now.
    """
    call = current_call()
    ledger = get_ledger(call.store, call.now)
    may_see = partial(may_follow, call.caller)
    feed = service.read_feed(call.store, ledger, query.since, query.limit, may_see)
    if not call.caller.may(Action.READ_ALL):
        feed, ledger = service.at_present(call.store, feed)
    return json_response(
        ChangeFeed(
            items=[feed_item(change, ledger) for change in feed.items],
            next_cursor=feed.next_cursor,
            has_more=feed.has_more,
        )
    )


@routes.get("/<id>", allows=Action.READ_ALL, responses={200: ChangeView, **problem_responses()})
def get_change(path: IdPath) -> Response:
    """Get one change; analysts can only get their own."""
    call = current_call()
    ledger, change = service.get_change(call.store, path.id, call.now)
    ensure_readable(call.caller, change)
    return json_response(change_view(change, ledger))


@routes.post(
    "/<id>/undo",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: UndoResult,
        **problem_responses(
            "demo-quota",
            "undo-conflict", "not-undoable", "category-in-use", "account-in-use", "category-busy",
            "custom-type-busy", "account-busy", "category-gone",
            "custom-type-gone",
            "custom-type-in-use",
            "too-many-custom-types", "account-gone", "already-exists", "default-account",
            "too-many-categories", "too-many-accounts", "too-many-tags", "too-many-rules",
            "too-many-recurring", "too-many-settled-suggestions", "too-many-budgets",
            "too-many-scopes", "too-many-goals", "allocation-too-large", "goal-in-use",
            "ledger-full", "commit-too-large", "rebuild-running", "idempotency-key-reused",
            with_body=True,
        ),
    },
)  # fmt: skip
def undo_change(path: IdPath, body: Undo, header: CreationHeaders) -> Response:
    """Undo a change: restore the fields it changed; later changes of other fields are kept.

    A created resource is deleted, a deleted one restored, a rule at its position; undoing an undo
    repeats the change. A field that changed since is in the way (`undo-conflict`), and so is one on
    which it depends, as an amount on its currency, or more than 500 changes. An opening balance
    returns in its currency alone. With `whole_operation` all changes of a request are undone, or
    none: always just after it, later with at most 1,850 documents (`commit-too-large`).

    Analysts can undo their own changes, admins those of others, too, of imports, merges and
    settings. Changes of workspaces and members cannot be undone. Merges, and another default
    account, are undone as a whole. A former start or currency is requested as in ``PATCH
    /settings``: undo the change that requested it, not the one that put it in force. A currency set
    by a restore returns only to a ledger without amounts. Amounts at an own rate are booked again,
    as by its ``PUT``.
    """
    from shared.services.history import undo  # noqa: PLC0415 (far more read than undo)

    call = current_call()
    operation = call.operation(header.idempotency_key)
    ledger, change = service.get_change(call.store, path.id, call.now)
    take_back = undo.undo_operation if body.whole_operation else undo.undo_change
    authorize, work = partial(ensure_undoable_by, call.caller), _WorkAfterUndo(call, ledger)
    changes = take_back(call.store, operation, change, authorize, work.announce)
    work.go_on(changes)
    return json_response(
        UndoResult(undone=change.id, changes=[change_view(new, ledger) for new in changes])
    )


class _WorkAfterUndo:
    """Rebuild of the months, healing and scopes, as the changes of an undo need them.

    Few changes need any, so the modules are imported on demand.
    """

    def __init__(self, call: Call, ledger: Ledger) -> None:
        self._call = call
        self._ledger = ledger
        self._rebuild: RequestedRebuild | None = None
        self._scopes: RequestedScopes | None = None

    def announce(self, changes: Sequence[Change]) -> None:
        """Publish the jobs for changes that an undo is going to commit.

        Raises:
            Unavailable: Pub/Sub does not accept them.
        """
        for new in changes:
            if is_of_rebuild(new):
                self._rebuild = self._new_rebuild()
                self._rebuild.announce(new.id)
            elif new.entity is Entity.OWN_RATE:
                self._announce_own_rate(new)
        if any(new.entity is Entity.BUDGET for new in changes):
            self._announce_scopes()

    def go_on(self, changes: Sequence[Change]) -> None:
        """Do the work as far as there is time, after the commit."""
        for new in filter(is_of_rebuild, changes):
            rebuild = self._rebuild or self._new_rebuild()
            rebuild.run(LedgerSettings.model_validate(new.after).rebuild_subject)
        for new in changes:
            if new.entity is Entity.OWN_RATE:
                self._heal(new)
        if self._scopes is not None:
            self._scopes.build()

    def _new_rebuild(self) -> "RequestedRebuild":
        from functions.http.background.rebuilds import RequestedRebuild  # noqa: PLC0415 (see above)

        return RequestedRebuild(self._call.store)

    def _announce_scopes(self) -> None:
        from functions.http.background.scopes import RequestedScopes  # noqa: PLC0415 (see above)

        self._scopes = RequestedScopes(self._call.store)
        self._scopes.announce()

    def _announce_own_rate(self, change: Change) -> None:
        from functions.http.background.healing import announce_change  # noqa: PLC0415 (see above)
        from shared.models.currencies.own_rate import OwnRate  # noqa: PLC0415 (see above)

        announce_change(self._call, change.id, self._ledger, *change.states_as(OwnRate))

    def _heal(self, change: Change) -> None:
        """Book transactions again after an undo has changed an own rate."""
        from functions.http.background.healing import heal_by_own_rate  # noqa: PLC0415 (see above)
        from shared.models.currencies.own_rate import OwnRate  # noqa: PLC0415 (see above)

        heal_by_own_rate(self._call, self._ledger, *change.states_as(OwnRate))


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
