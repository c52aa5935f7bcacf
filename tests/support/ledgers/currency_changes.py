"""Ledgers whose currency is changed, compared with independent arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shared.models.ledger.currency_change import CurrencyStep
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.settings.ledger_settings import SettingsPatch
from shared.repositories.store import TenantStore
from shared.services.ledger.transactions import record_transaction
from shared.services.posting.rebuild import rebuild_months
from shared.services.settings.settings import change_settings
from tests.support.ledgers.ledgers import (
    StoredLedger,
    operation,
    recomputed_numbers,
    recomputed_totals,
    stored_totals,
    summed_numbers,
)
from tests.support.ledgers.rebuilds import always, clock

Document = dict[str, Any]


def ask_for(store: TenantStore, currency: str) -> None:
    """Request a currency, without converting yet."""
    change_settings(store, operation(), SettingsPatch(currency=currency))


def change_to(store: TenantStore, currency: str) -> None:
    """Change the currency, and finish the rebuild."""
    ask_for(store, currency)
    assert rebuild_months(store, clock, always)


def spend(store: TenantStore, account_id: str, amount: str, **facts: Any) -> str:
    """Record an expense on an account, and return its id."""
    usual = {"type": "EXPENSE", "amount": amount, "account_id": account_id, "date": "2026-03-30"}
    draft = TransactionDraft.model_validate(usual | facts)
    return record_transaction(store, operation(), draft).id


def assert_sums_are_exact(store: TenantStore) -> None:
    """Assert that all sums are exact in the ledger's currency, and in the next if they are built.

    So they are at every commit of a change.
    """
    ledger = StoredLedger.read(store)
    tenant, stored = ledger.tenant, ledger.collection("transactions")
    currency, edition = tenant["currency"], tenant.get("summary_edition")
    assert stored_totals(store, ledger) == recomputed_totals(store, in_currency(stored, currency))
    _assert_summed(store, ledger, currency, f"-{edition}" if edition else "")
    change = tenant.get("currency_change", {})
    following = tenant.get("next_currency")
    built = [
        month
        for month, summary in ledger.collection("summaries").items()
        if following and month.endswith(f"-{following}") and summary.get("built_by")
    ]
    if following and change.get("step") == CurrencyStep.BUILDING and built:
        suffix = f"-{following}"
        summed = summed_numbers(store, suffix, ledger)
        expected = recomputed_numbers(
            store, transactions=in_currency(stored, following), scopes=tenant.get("scopes")
        )
        months = {name[:7] for name in built}
        assert {m: summed.get(m) for m in months} == {m: expected.get(m) for m in months}
    assert_conversions_are_exact(stored)


def assert_changed(store: TenantStore, currency: str) -> None:
    """Assert that a change is done: sums are exact, and nothing is left of the former currency."""
    assert_sums_are_exact(store)
    ledger = StoredLedger.read(store)
    tenant = ledger.tenant
    assert tenant["currency"] == currency
    assert tenant["currency_change"]["step"] == CurrencyStep.DONE
    assert not {"next_currency", "next_month_start", "rebuild_id"} & tenant.keys()
    stored = ledger.collection("transactions").values()
    assert {document["currency"] for document in stored} <= {currency}
    edition = tenant.get("summary_edition", "")
    suffix = f"-{edition}" if edition else ""
    assert {name[7:] for name in ledger.collection("summaries")} <= {suffix}


def _assert_summed(store: TenantStore, ledger: StoredLedger, currency: str, suffix: str) -> None:
    transactions = in_currency(ledger.collection("transactions"), currency)
    scopes = ledger.tenant.get("scopes")
    expected = recomputed_numbers(store, transactions=transactions, scopes=scopes)
    assert summed_numbers(store, suffix, ledger) == expected


def in_currency(documents: Mapping[str, Document], currency: str) -> dict[str, Document]:
    """Return documents of transactions as they would be stored in a ledger of that currency."""
    return {key: _converted(document, currency) for key, document in documents.items()}


def _converted(document: Document, currency: str) -> Document:
    if document["currency"] == currency:
        return document
    own_currency = document.get("account_currency", document["currency"])
    own = document.get("account_amount_minor", document["amount_minor"])
    splits = document.get("splits", [])
    own_parts = [part.get("account_amount_minor", part["amount_minor"]) for part in splits]
    fields = {
        name: value
        for name, value in document.items()
        if name not in {"account_currency", "account_amount_minor"}
    }
    fields["currency"] = currency
    if own_currency == currency:
        base, parts = own, own_parts
    else:
        base = document["conversions"][currency]["base_minor"]
        parts = [None] * len(splits) if base is None else _divided(base, own_parts)
        fields |= {"account_currency": own_currency, "account_amount_minor": own}
    divided = [
        split | {"amount_minor": part, "account_amount_minor": own_part}
        for split, part, own_part in zip(splits, parts, own_parts, strict=True)
    ]
    return fields | {"amount_minor": base} | ({"splits": divided} if divided else {})


def _divided(total: int, weights: list[int]) -> list[int]:
    """Divide a total by largest remainder, in exact fractions."""
    whole, sign = sum(weights), -1 if total < 0 else 1
    exact = [Fraction(abs(total) * weight, whole) for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]), i))
    for index in order[: abs(total) - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]


def assert_conversions_are_exact(stored: Mapping[str, Document]) -> None:
    """Assert that each stored conversion at a rate is the product, rounded half to even."""
    for document in stored.values():
        is_foreign = "account_currency" in document
        own_currency = document["account_currency" if is_foreign else "currency"]
        own = document["account_amount_minor" if is_foreign else "amount_minor"]
        found = dict(document.get("conversions", {}))
        if is_foreign:
            found[document["currency"]] = document | {"base_minor": document["amount_minor"]}
        for currency, valuation in found.items():
            if valuation.get("rate_source") in ("REFERENCE", "OWN"):
                rate = exact_rate(valuation["rate"])
                assert valuation["base_minor"] == product(own, own_currency, rate, currency)


DECIMALS = {"ARS": 2, "JPY": 0, "EUR": 2, "USD": 2, "KWD": 3, "CLF": 4, "GBP": 2}


def exact_rate(text: str) -> Fraction:
    """Return the fraction that was shown as a rate of 15 digits.

    Amounts are converted at the fraction: -25.17 at 1/1.2 is -20.975, which is rounded to -20.98,
    and at the 0.833333333333333 that is shown it would be -20.97. Rates of tests have a quotient of
    few digits, and no other fraction of such a denominator has the same 15 digits.
    """
    return Fraction(text).limit_denominator(10**6)


def product(amount_minor: int, currency: str, rate: Decimal | Fraction, base: str) -> int:
    """Return an amount in minor units at a rate, by independent arithmetic."""
    exact = amount_minor * Fraction(rate) * Fraction(10) ** (DECIMALS[base] - DECIMALS[currency])
    return round(exact)
