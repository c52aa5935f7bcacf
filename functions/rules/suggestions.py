"""Suggestions of rules: a route of the function ``rules``."""

from flask import Response
from pydantic import Field

from functions.http.call import current_call
from functions.http.parameters import json_response
from functions.rules.views import RuleContentView, rule_content
from shared.models.rules.rule_suggestions import Suggestion
from shared.models.values.base import FrozenModel
from shared.services.rules import suggestions as service


class SuggestionView(FrozenModel):
    """A suggested rule."""

    rule: RuleContentView
    evidence: int
    examples: list[str] = Field(description="Descriptions of some of the corrected transactions.")


class SuggestionList(FrozenModel):
    """Suggested rules, most evidence first."""

    items: list[SuggestionView]
    is_partial: bool = Field(
        description="Whether older corrections were left out, since the rules take long to match."
    )


def suggest_rules() -> Response:
    """Suggest rules from repeated manual corrections, most evidence first."""
    call = current_call()
    suggestions = service.suggest(call.store, call.now)
    items = [_suggestion_view(found) for found in suggestions.items]
    return json_response(SuggestionList(items=items, is_partial=suggestions.is_partial))


def _suggestion_view(suggestion: Suggestion) -> SuggestionView:
    """Return the view of a suggestion."""
    return SuggestionView(
        rule=RuleContentView(**rule_content(suggestion.draft)),
        evidence=suggestion.evidence,
        examples=list(suggestion.examples),
    )
