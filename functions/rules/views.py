"""Views of rules."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from typing_extensions import TypeAliasType

from functions.http.views import ETAG, Etag, Money, etag_of, view_of
from shared.models.ledger.ledger import Ledger
from shared.models.rules.rule import (
    AccountCondition,
    AmountCondition,
    AnyTextCondition,
    Bound,
    Condition,
    Rule,
    RuleDraft,
    TypeCondition,
)
from shared.models.rules.rule_list import RuleOrder, RuleState
from shared.models.values.base import FrozenModel


class AmountConditionView(FrozenModel):
    """The absolute amount is between two bounds, both inclusive; null is no bound.

    It is compared in the ledger's currency.
    """

    field: Literal["AMOUNT"]
    operator: Literal["BETWEEN"]
    min: Money | None
    max: Money | None


ConditionView = TypeAliasType(
    "ConditionView",
    Annotated[
        AnyTextCondition | AmountConditionView | TypeCondition | AccountCondition,
        Field(discriminator="field", description="A condition of a rule."),
    ],
)


class ActionsView(FrozenModel):
    """Values that a rule sets unless an earlier rule has set them; tags are added."""

    category_id: str | None
    custom_type_id: str | None
    payee: str | None
    tags: list[str]


class RuleContentView(FrozenModel):
    """Conditions and actions of a rule."""

    name: str | None
    enabled: bool
    conditions: list[ConditionView] = Field(description="All of them must match.")
    actions: ActionsView


class RuleView(RuleContentView):
    """A rule."""

    model_config = ConfigDict(openapi_extra=ETAG)  # type: ignore[typeddict-unknown-key]

    id: str
    created_at: datetime
    updated_at: datetime
    etag: Etag


class RuleStateView(RuleView):
    """A rule after a change, with its position."""

    kind: Literal["RULE"] = Field(
        description="The changed part: a rule, or the order of all rules."
    )
    position: int | None


class RuleOrderView(FrozenModel):
    """The order of the rules after a change; its id is ``order``."""

    kind: Literal["ORDER"] = Field(
        description="The changed part: a rule, or the order of all rules."
    )
    id: str
    ids: list[str]


RulesStateView = Annotated[RuleStateView | RuleOrderView, Field(discriminator="kind")]


class RuleList(FrozenModel):
    """All rules, in the order in which they apply."""

    items: list[RuleView]
    next_cursor: str | None = None


@view_of.register
def rule_view(rule: Rule) -> RuleView:
    """Return the view of a rule."""
    return RuleView(
        id=rule.id,
        created_at=rule.created_at,
        updated_at=rule.updated_at,
        etag=etag_of(rule.revision),
        **rule_content(rule),
    )


def logged_rules_view(state: RuleState | RuleOrder, _ledger: Ledger) -> RulesStateView:
    """Return a rule, or the order of the rules, of the change log as clients see it."""
    if isinstance(state, RuleOrder):
        return RuleOrderView(kind="ORDER", id=state.id, ids=list(state.ids))
    return RuleStateView(kind="RULE", position=state.position, **dict(rule_view(state)))


def rule_content(draft: RuleDraft) -> dict[str, object]:
    """Return the fields of ``RuleContentView``."""
    return {
        "name": draft.name,
        "enabled": draft.enabled,
        "conditions": [_condition_view(condition) for condition in draft.conditions],
        "actions": ActionsView(
            category_id=draft.actions.category_id,
            custom_type_id=draft.actions.custom_type_id,
            payee=draft.actions.payee,
            tags=list(draft.actions.tags),
        ),
    }


def _condition_view(condition: Condition) -> ConditionView:
    if not isinstance(condition, AmountCondition):
        return condition
    return AmountConditionView(
        field=condition.field,
        operator=condition.operator,
        min=_bound_text(condition.min),
        max=_bound_text(condition.max),
    )


def _bound_text(bound: Bound | None) -> str | None:
    return None if bound is None else format(bound, "f")
