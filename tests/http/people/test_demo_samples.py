"""The samples of a demo: 14 months in three accounts, written in one commit."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.models.ledger.samples.entries import sample_months
from shared.models.values.dates import Month
from shared.repositories import connections
from tests.http.answers import documents_of, ok, report_of, transactions_of
from tests.http.notifications.told import published, told
from tests.http.people.test_create_demo_session import open_demo, visitor_of
from tests.support.ledgers.ledgers import assert_law_holds

pytestmark = pytest.mark.usefixtures("emulators")

MAX_DOCUMENTS = 520


class _CountsWrites:
    """Counts the documents that each commit to a demo writes."""

    def __init__(self) -> None:
        self.commits: list[set[str]] = []

    def before(self, method: str, request: Any) -> None:
        """Count before anything is sent."""
        if method == "commit":
            names = {write.update.name for write in request["writes"]}
            if any("/demo_users/" in name for name in names):
                self.commits.append(names)

    def after(self, method: str, request: Any) -> None:
        """Let what happened have happened."""


@pytest.mark.parametrize("timezone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_samples_are_of_14_months_until_today_in_the_visitors_time_zone(timezone: str) -> None:
    session = ok(open_demo({"timezone": timezone}), 201)
    opened_at = datetime.fromisoformat(session["expires_at"]) - timedelta(hours=24)
    today = opened_at.astimezone(ZoneInfo(timezone)).date()

    dates = [date.fromisoformat(t["date"]) for t in transactions_of(visitor_of(session))]

    assert len(dates) == session["sample_transaction_count"] > 190
    assert max(dates) <= today
    assert {Month.of(day) for day in dates} == set(sample_months(today))


def test_each_months_report_is_the_sum_of_its_samples() -> None:
    visitor = visitor_of(ok(open_demo(), 201))
    sums: dict[Month, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for item in transactions_of(visitor):
        month = Month.of(date.fromisoformat(item["date"]))
        sums[month][item["type"]] += Decimal(item["amount"])

    assert len(sums) == 14
    for month, total in sums.items():
        report = report_of(visitor, *month)
        assert Decimal(report["total_income"]) == total["INCOME"]
        assert Decimal(report["total_expenses"]) == total["EXPENSE"]
    assert_law_holds(visitor.store)


def test_a_demo_is_written_in_one_commit_of_at_most_520_documents() -> None:
    writes = _CountsWrites()
    with connections.firestore_client().observed_by(writes):
        session = ok(open_demo(), 201)

    [documents] = writes.commits
    assert len(documents) == len(documents_of(session["tenant"])) <= MAX_DOCUMENTS


def test_a_demo_in_german_has_everything_that_a_page_shows_in_german() -> None:
    session = ok(open_demo({"locale": "de-AT", "currency": "EUR"}), 201)
    visitor = visitor_of(session)
    transactions = transactions_of(visitor)

    assert session["locale"] == ok(visitor.get("/me"))["locale"] == "de-AT"
    assert {c["name"] for c in session["categories"]} >= {"Gehalt", "Miete", "Lebensmittel"}
    accounts = {a["name"]: a for a in ok(visitor.get("/accounts"))["items"]}
    assert accounts.keys() == {"Girokonto", "Sparkonto", "Kreditkarte"}
    assert Decimal(accounts["Kreditkarte"]["balance"]) < 0
    assert {t["type"] for t in transactions} == {"INCOME", "EXPENSE", "TRANSFER"}
    assert len([t for t in transactions if t["splits"]]) == 1
    assert [t["description"] for t in transactions if t["amount"].startswith("-")] == [
        "Erstattung für Laufschuhe"
    ]
    assert {"wohnung", "reise"} <= {tag for t in transactions for tag in t["tags"]}
    [rule] = ok(visitor.get("/rules"))["items"]
    assert rule["conditions"][0]["value"] == "Frischmarkt Huber"
    [done] = ok(visitor.get("/imports"))["items"]
    assert (done["status"], done["progress"]) == ("COMPLETED", 1.0)
    rows = ok(visitor.get(f"/imports/{done['id']}/rows"))["items"]
    assert len(rows) == done["imported"] == len([t for t in transactions if t["import_id"]])


def test_a_demo_has_recurring_entries_whose_last_occurrences_are_booked_or_matched() -> None:
    visitor = visitor_of(ok(open_demo({"locale": "de"}), 201))
    entries = {one["name"]: one for one in ok(visitor.get("/recurring"))["items"]}

    assert entries.keys() == {"Gehalt", "Miete", "Monatskarte", "Streaming-Abo"}
    assert [name for name, one in entries.items() if one["amount_changes"]] == ["Streaming-Abo"]
    for entry in entries.values():
        [booked] = ok(visitor.get(f"/transactions?recurring_id={entry['id']}"))["items"]
        first, last = booked["date"], date.fromisoformat(booked["date"]) + timedelta(days=70)
        path = f"/recurring/{entry['id']}/occurrences?from={first}&to={last}"
        paid, *planned = ok(visitor.get(path))["items"]
        state = "POSTED" if entry["mode"] == "AUTO" else "MATCHED"
        assert (paid["state"], paid["transaction_id"]) == (state, booked["id"])
        assert (paid["date"], paid["amount"]) == (first, booked["amount"])
        assert {one["state"] for one in planned} == {"PLANNED"}
        assert planned[0]["date"] == entry["next_date"]
    assert visitor.store.tenant.get().ledger.has_recurring
    home = ok(visitor.get("/dashboard"))
    assert home["recurring"]["due"] == []
    assert home["unread_notifications"] == 4


def test_a_demo_has_the_suggestions_that_an_analysis_of_it_finds() -> None:
    visitor = visitor_of(ok(open_demo({"locale": "de", "currency": "EUR"}), 201))
    assert visitor.store.suggestions.find() is None

    with published() as messages:
        found = ok(visitor.get("/recurring/suggestions"))

    assert messages == []
    assert found["is_current"]
    assert {"Glasfaser Nord", "Stadtwerke"} <= {one["name"] for one in found["items"]}
    made = visitor.store.suggestions.find()
    assert made is not None
    of_before = made.model_copy(update={"sequence": made.sequence - 1})
    visitor.store.transact_below(lambda unit, _tenant: unit.suggestions.put(of_before))
    assert ok(visitor.post("/recurring/suggestions/refresh"))["items"] == found["items"]
    analysed = visitor.store.suggestions.find()
    assert analysed is not None
    assert set(analysed.told) == set(made.told) == {one.fingerprint for one in made.items}
    after = {"as_of": analysed.as_of, "told": analysed.told}
    assert analysed == made.model_copy(update=after)
    assert analysed.as_of > made.as_of


def test_a_demo_has_four_notifications_in_its_language() -> None:
    visitor = visitor_of(ok(open_demo({"locale": "de", "currency": "EUR"}), 201))
    [done] = ok(visitor.get("/imports"))["items"]
    found = {one["kind"]: one for one in ok(visitor.get("/notifications"))["items"]}

    assert list(found) == [
        "IMPORT_DONE",
        "BUDGET_THRESHOLD",
        "RECURRING_PRICE_CHANGED",
        "RECURRING_BOOKED",
    ]
    assert found["IMPORT_DONE"]["subject"]["id"] == done["id"]
    raised = found["RECURRING_PRICE_CHANGED"]["text"]
    assert raised == "Streaming-Abo war bisher 13,00 EUR und ist jetzt 15,00 EUR."
    assert found["RECURRING_BOOKED"]["title"] == "Gebucht: Miete"


def test_a_demo_has_four_budgets_of_which_the_weekly_one_is_ready_and_one_is_overspent() -> None:
    visitor = visitor_of(ok(open_demo({"locale": "de", "currency": "EUR"}), 201))
    found = {one["name"]: one for one in ok(visitor.get("/budgets/status"))["items"]}

    assert found.keys() == {"Lebensmittel", "Essen gehen", "wohnung", "Freizeit"}
    assert all(one["is_ready"] for one in found.values())
    over = found["Freizeit"]["period"]
    assert over["crossed"] == [80, 100]
    [told] = ok(visitor.get("/notifications?kind=BUDGET_THRESHOLD"))["items"]
    assert told["title"] == "Budget Freizeit: 100 % ausgegeben"
    assert over["spent"].replace(".", ",") in told["text"]
    assert_law_holds(visitor.store)
    weekly = found["Essen gehen"]
    start, last = weekly["period"]["start_date"], weekly["period"]["end_date"]
    path = f"/transactions?category_id={weekly['scope']['ids'][0]}&from={start}&to={last}"
    items = ok(visitor.get(path))["items"]
    amounts = ((one["exchange"] or {}).get("base_amount", one["amount"]) for one in items)
    assert Decimal(weekly["period"]["spent"]) == sum(map(Decimal, amounts))


def test_a_demo_has_two_goals_that_its_savings_suffice_for() -> None:
    visitor = visitor_of(ok(open_demo({"locale": "de", "currency": "JPY"}), 201))
    found = {one["goal"]["name"]: one for one in ok(visitor.get("/goals/status"))["items"]}

    assert found.keys() == {"Reisen", "Sparen"}
    for one in found.values():
        assert Decimal(one["amounts"]["saved"]) > 0
        assert one["amounts"]["shortfall"] in (None, "0")


def test_a_demo_is_told_once_of_the_budget_that_was_overspent_from_the_beginning() -> None:
    visitor = visitor_of(ok(open_demo(), 201))
    with told():
        visitor.record("1.00", "Groceries")

    found = [one["title"] for one in ok(visitor.get("/notifications"))["items"]]
    assert found.count("Budget Entertainment: 100 % spent") == 1


def test_the_import_of_a_demo_can_be_undone() -> None:
    visitor = visitor_of(ok(open_demo(), 201))
    [done] = ok(visitor.get("/imports"))["items"]

    undone = ok(visitor.delete(f"/imports/{done['id']}"))

    assert (undone["status"], undone["undone"]) == ("UNDONE", done["imported"])
    assert not [t for t in transactions_of(visitor) if t["import_id"]]
    assert_law_holds(visitor.store)


def test_a_statement_can_be_imported_into_a_demo_in_another_language() -> None:
    visitor = visitor_of(ok(open_demo({"locale": "ja", "currency": "JPY"}), 201))
    content = b"Date,Amount,Description\n2026-03-31,-1200,Shop\n2026-03-30,90000,Pay\n"

    plan = ok(visitor.call("POST", "/imports/preview", data=content, content_type="text/csv"), 201)

    assert plan["planned"]["new"] == 2


def test_samples_count_towards_the_limits_of_a_demo() -> None:
    session = ok(open_demo(), 201)
    use = visitor_of(session).store.tenant.get().get_demo().use

    assert (use.transactions, use.imports) == (session["sample_transaction_count"], 1)


def test_without_samples_the_categories_are_in_the_language_and_the_rest_is_empty() -> None:
    session = ok(open_demo({"sample_transactions": False, "locale": "fr"}), 201)
    visitor = visitor_of(session)

    assert "Loyer" in {c["name"] for c in session["categories"]}
    assert [a["name"] for a in ok(visitor.get("/accounts"))["items"]] == ["Compte courant"]
    assert transactions_of(visitor) == []
    assert ok(visitor.get("/imports"))["items"] == ok(visitor.get("/rules"))["items"] == []
