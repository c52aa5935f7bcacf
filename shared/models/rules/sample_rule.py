"""The rule of a ledger with samples."""

from __future__ import annotations

from datetime import datetime

from shared.models.ledger.samples.filling import SampleLedger
from shared.models.rules.rule import Actions, TextCondition
from shared.models.rules.rule_list import RuleState


def sample_rule(samples: SampleLedger, rule_id: str, at: datetime) -> RuleState:
    """Return a rule that files the purchases of one payee in a category."""
    condition = TextCondition(field="PAYEE", operator="CONTAINS", value=samples.rule_payee)
    return RuleState(
        id=rule_id,
        name=samples.texts.rule,
        conditions=(condition,),
        actions=Actions(category_id=samples.rule_category_id),
        position=0,
        created_at=at,
        updated_at=at,
    )
