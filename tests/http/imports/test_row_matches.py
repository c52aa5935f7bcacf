"""Rows of imports that pay what recurring entries expect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.http import accounts
from tests.http.answers import ok, problem, report_of, transactions_of
from tests.http.histories import ask_undo, changes_of, latest, undo
from tests.http.notifications.told import told
from tests.http.planning.recurring.entries import booked, calendar, create, day, process
from tests.http.uploads import (
    ask,
    assert_sound,
    carry_out,
    counts,
    import_file,
    preview,
    rows_of,
    statement,
)
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")


def row(offset: int, amount: str, payee: str, text: str = "Debit") -> str:
    """Return a row of a bank."""
    return f"{day(offset)},{amount},{payee},{text}"


def weekly(person: Person, start: int = 0, amount: str = "10.00", **fields: Any) -> Any:
    """Create an entry for each week."""
    template = {"type": "EXPENSE", "amount": amount, "payee": "Gym"} | fields.pop("template", {})
    schedule = {"start": day(start), "frequency": "WEEKLY"}
    return create(person, template=template, schedule=schedule, **fields)


def matches(plan: dict[str, Any]) -> list[tuple[str | None, str | None, list[str]]]:
    """Return entry, date and doubts of the rows of a preview."""
    found = [one["match"] or {} for one in plan["rows"]]
    return [
        (m.get("recurring_id"), m.get("occurrence_nominal"), m.get("doubts", [])) for m in found
    ]


def test_rows_are_matched_one_to_one_and_doubtful_ones_are_suggested(visitor: Person) -> None:
    rent = weekly(visitor, -1, "800.00", template={"payee": "Landlord"})
    gym = weekly(visitor, -1)
    power = weekly(visitor, -1, "60.00", template={"payee": "Power Co"})
    phone = weekly(visitor, -1, "20.00", template={"payee": "Phone"})
    other = weekly(visitor, -1, "20.00", template={"payee": "Phone"}, name="Second phone")
    file = statement(
        row(-1, "-800.00", "LANDLORD"),
        row(0, "-10.00", "Gym Berlin"),
        row(0, "-90.00", "Power Co"),
        row(-1, "-20.00", "Phone"),
    )

    plan = preview(visitor, file)

    assert plan["planned"] == counts(new=4, doubtful=2)
    found = matches(plan)
    assert found[0] == (rent["id"], day(-1), [])
    assert found[1] == (gym["id"], day(-1), [])
    assert found[2] == (power["id"], day(-1), ["AMOUNT"])
    assert (found[3][0] in (phone["id"], other["id"]), found[3][2]) == (True, ["AMBIGUOUS"])
    assert carry_out(visitor, plan)["imported"] == 4
    assert calendar(visitor, -1, -1, rent) == [(-1, -1, "MATCHED")]
    assert calendar(visitor, -1, -1, gym) == [(-1, -1, "MATCHED")]
    assert calendar(visitor, -1, -1, power) == [(-1, -1, "DUE")]
    assert process(visitor, rent)["booked"] == []
    assert booked(visitor, gym) == [(0, "10.00")]
    left = ok(visitor.get("/recurring/matches"))["items"]
    assert {(one["recurring_id"], *one["doubts"], one["state"]) for one in left} == {
        (power["id"], "AMOUNT", "DUE"), (found[3][0], "AMBIGUOUS", "DUE"),
    }  # fmt: skip
    assert preview(visitor, file)["planned"] == counts(duplicate=4)
    assert_sound(visitor)


def test_the_end_of_an_import_tells_how_many_rows_wait_for_a_decision() -> None:
    person = registered_user(is_verified=True)
    weekly(person)
    with told():
        done = import_file(person, statement(row(0, "-13.00", "Gym"), row(0, "-3.00", "Café")))

    assert done["planned"] == counts(new=2, doubtful=1)
    [one] = ok(person.get("/notifications?kind=IMPORT_DONE"))["items"]
    assert one["text"] == "Transactions imported: 2. To review, as they may be recurring: 1."


def test_a_booked_one_takes_the_banks_day_and_amount_and_keeps_what_people_wrote(
    visitor: Person,
) -> None:
    entry = weekly(visitor, -2)
    process(visitor, entry)
    [made] = transactions_of(visitor)
    mine = {"category_id": visitor.category_ids["Dining"], "notes": "Mine", "tags": ["sport"]}
    ok(visitor.patch(f"/transactions/{made['id']}", mine))
    file = statement(row(-1, "-10.50", "GYM BERLIN"))

    plan = preview(visitor, file)
    assert plan["planned"] == counts(confirmed=1, unfiled=0)
    [shown] = plan["rows"]
    assert (shown["status"], shown["match"]["booked_transaction_id"]) == ("CONFIRMED", made["id"])
    done = carry_out(visitor, plan)

    assert (done["imported"], done["confirmed"], done["skipped"]) == (0, 1, 0)
    assert [one["line"] for one in rows_of(visitor, plan, status="CONFIRMED")] == [2]
    [after] = transactions_of(visitor)
    assert (after["id"], after["amount"], after["date"]) == (made["id"], "10.50", day(-1))
    assert (after["payee"], after["notes"], after["tags"]) == ("Gym", "Mine", ["sport"])
    assert (after["category_id"], after["import_id"]) == (mine["category_id"], done["id"])
    assert preview(visitor, file)["planned"] == counts(duplicate=1)
    assert_sound(visitor)
    undone = ok(visitor.delete(f"/imports/{done['id']}"))
    assert (undone["undone"], undone["progress"]) == (1, 1.0)
    [back] = transactions_of(visitor)
    assert (back["amount"], back["date"], back["import_id"]) == ("10.00", day(-2), None)
    assert (back["notes"], back["category_id"]) == ("Mine", mine["category_id"])
    assert preview(visitor, file)["planned"] == counts(confirmed=1)
    assert calendar(visitor, -2, -2) == [(-2, -2, "POSTED")]
    assert_sound(visitor)


def test_the_undo_of_an_import_opens_what_it_matched(visitor: Person) -> None:
    entry = weekly(visitor)
    done = import_file(visitor, statement(row(0, "-10.00", "Gym")))
    assert calendar(visitor, 0, 0) == [(0, 0, "MATCHED")]

    ok(visitor.delete(f"/imports/{done['id']}"))

    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]
    assert booked(visitor, entry) == []
    import_file(visitor, statement(row(0, "-10.00", "Gym")))
    assert calendar(visitor, 0, 0) == [(0, 0, "MATCHED")]
    assert_sound(visitor)


def test_weekly_twins_are_kept_apart(visitor: Person) -> None:
    entry = weekly(visitor, -14)
    file = statement(*(row(offset, "-10.00", "Gym", f"W{offset}") for offset in (-13, -8, 1)))

    plan = preview(visitor, file)

    assert matches(plan) == [(entry["id"], day(offset), []) for offset in (-14, -7, 0)]
    carry_out(visitor, plan)
    assert process(visitor, entry)["booked"] == []
    assert booked(visitor, entry) == [(-13, "10.00"), (-8, "10.00"), (1, "10.00")]


def test_another_account_direction_or_amount_is_not_matched(visitor: Person) -> None:
    savings = accounts.create(visitor)["id"]
    weekly(visitor, template={"account_id": savings})
    file = statement(row(0, "-10.00", "Gym"))
    assert matches(preview(visitor, file)) == [(None, None, [])]
    assert matches(preview(visitor, file, account_id=savings))[0][2] == []
    assert matches(preview(visitor, file, account_id=savings))[0][0] is not None
    income = statement(row(0, "10.00", "Gym"))
    assert matches(preview(visitor, income, account_id=savings)) == [(None, None, [])]
    dear = statement(row(1, "-100.00", "Gym"))
    assert matches(preview(visitor, dear, account_id=savings)) == [(None, None, [])]
    same_day = preview(visitor, statement(row(0, "-100.00", "Gym")), account_id=savings)
    assert matches(same_day)[0][2] == ["AMOUNT"]


def test_one_that_is_booked_after_the_preview_is_confirmed(visitor: Person) -> None:
    entry = weekly(visitor)
    before = report_of(visitor, *map(int, day(0).split("-")[:2]))
    plan = preview(visitor, statement(row(0, "-10.00", "Gym")))
    process(visitor, entry)
    figures = report_of(visitor, *map(int, day(0).split("-")[:2]))

    assert plan["planned"] == counts(new=1)
    done = carry_out(visitor, plan)

    assert (done["imported"], done["confirmed"]) == (0, 1)
    assert len(transactions_of(visitor)) == 1
    after = report_of(visitor, *map(int, day(0).split("-")[:2]))
    assert after["total_expenses"] == figures["total_expenses"] != before["total_expenses"]
    assert_sound(visitor)


def test_one_that_is_skipped_after_the_preview_is_imported_like_any_other(visitor: Person) -> None:
    entry = weekly(visitor)
    plan = preview(visitor, statement(row(0, "-10.00", "Gym")))
    ok(visitor.post(f"/recurring/{entry['id']}/skip", {"nominal": day(0)}))

    carry_out(visitor, plan)

    [made] = transactions_of(visitor)
    assert made["recurring_id"] is None
    assert calendar(visitor, 0, 0) == [(0, 0, "SKIPPED")]


def test_both_sides_of_a_booked_transfer_are_one_transaction(visitor: Person) -> None:
    savings = accounts.create(visitor)["id"]
    entry = weekly(
        visitor, template={"type": "TRANSFER", "payee": "Savings", "to_account_id": savings}
    )
    process(visitor, entry)

    first = import_file(visitor, statement(row(1, "-10.00", "Savings")))
    other = preview(visitor, statement(row(0, "-10.00", "Savings", "By hand")))
    assert matches(other) == [(None, None, [])], "Its bank has confirmed it."
    second = preview(visitor, statement(row(1, "10.00", "Savings")), account_id=savings)

    assert second["rows"][0]["match"]["doubts"] == []
    carry_out(visitor, second)
    [made] = transactions_of(visitor)
    assert (made["type"], made["date"], made["import_id"]) == ("TRANSFER", day(1), first["id"])
    again = preview(visitor, statement(row(1, "10.00", "Savings")), account_id=savings)
    assert again["planned"] == counts(duplicate=1)
    assert_sound(visitor)


def test_a_linked_row_without_a_category_is_filed_as_its_entry(visitor: Person) -> None:
    ids = visitor.category_ids
    rule = {
        "conditions": [{"field": "PAYEE", "operator": "CONTAINS", "value": "Phone"}],
        "actions": {"category_id": ids["Dining"], "tags": ["ruled"]},
    }
    ok(visitor.post("/rules", rule), 201)
    filing = {"category_id": ids["Utilities"], "tags": ["home"]}
    weekly(visitor, 0, "60.00", template={"payee": "Power Co"} | filing)
    weekly(visitor, 0, "20.00", template={"payee": "Phone"} | filing)
    weekly(visitor, 0, "30.00", template={"payee": "Water"} | filing)
    parts = [
        {"category_id": ids["Rent"], "amount": "600.00"},
        {"category_id": ids["Utilities"], "amount": "200.00"},
    ]
    weekly(visitor, 0, "800.00", template={"payee": "Landlord", "splits": parts})
    plan = preview(
        visitor,
        statement(
            row(0, "-60.00", "Power Co"),
            row(0, "-20.00", "Phone"),
            row(0, "-40.00", "Water"),
            row(0, "-880.00", "Landlord"),
        ),
    )

    assert plan["planned"] == counts(new=4, unfiled=1, doubtful=1)
    carry_out(visitor, plan)

    made = {one["payee"]: one for one in transactions_of(visitor)}
    shown = {one["transaction"]["payee"]: one["transaction"] for one in plan["rows"]}
    for found in (made, shown):
        filed = {payee: (one["category_id"], one["tags"]) for payee, one in found.items()}
        assert filed == {
            "Power Co": (ids["Utilities"], ["home"]), "Phone": (ids["Dining"], ["ruled"]),
            "Water": (None, []), "Landlord": (None, []),
        }  # fmt: skip
        assert [one["amount"] for one in found["Landlord"]["splits"]] == ["660.00", "220.00"]
    assert_sound(visitor)


def test_an_archived_category_of_an_entry_files_nothing(visitor: Person) -> None:
    rent = visitor.category_ids["Rent"]
    entry = weekly(visitor, template={"category_id": rent})
    ok(visitor.patch(f"/categories/{rent}", {"archived": True}))

    import_file(visitor, statement(row(0, "-10.00", "Gym")))

    [made] = transactions_of(visitor)
    assert (made["recurring_id"], made["category_id"]) == (entry["id"], None)


def test_a_row_lists_its_match_after_the_import(visitor: Person) -> None:
    entry = weekly(visitor)
    plan = preview(visitor, statement(row(0, "-10.00", "Gym")))
    carry_out(visitor, plan)

    [listed] = rows_of(visitor, plan)

    assert listed["match"] == {
        "recurring_id": entry["id"], "occurrence_nominal": day(0), "doubts": [],
        "booked_transaction_id": None,
    }  # fmt: skip


@pytest.mark.parametrize("trouble", sorted(FAULTS))
@pytest.mark.parametrize("skip", [0, 1])
def test_whatever_fails_between_chunks_each_row_pays_once(
    visitor: Person, monkeypatch: pytest.MonkeyPatch, trouble: str, skip: int
) -> None:
    monkeypatch.setattr("shared.models.imports.plan_chunks.PLAN_CHUNK", 1)
    entry = weekly(visitor, -7)
    process(visitor, entry, nominal=day(-7))
    file = statement(row(-6, "-11.00", "Gym"), row(0, "-10.00", "Gym"), row(0, "-3.00", "Café"))
    plan = preview(visitor, file)
    with fault(trouble, skip=skip):
        if "crash" in trouble:
            with pytest.raises(Crashed):
                carry_out(visitor, plan)
        else:
            carry_out(visitor, plan)
    assert_sound(visitor)

    done = carry_out(visitor, plan)
    assert (done["imported"], done["confirmed"]) == (2, 1)

    assert booked(visitor, entry) == [(-6, "11.00"), (0, "10.00")]
    assert len(transactions_of(visitor)) == 3
    assert calendar(visitor, -7, 0) == [(-7, -7, "POSTED"), (0, 0, "MATCHED")]
    assert_sound(visitor)


def test_the_same_file_imported_twice_at_once_confirms_once(visitor: Person) -> None:
    entry = weekly(visitor, -7)
    process(visitor, entry, nominal=day(-7))
    file = statement(row(-6, "-11.00", "Gym"), row(0, "-10.00", "Gym"))
    first, second = preview(visitor, file), preview(visitor, file)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda plan: ask(visitor, plan), (first, second)))

    assert len(transactions_of(visitor)) == 2
    assert booked(visitor, entry) == [(-6, "11.00"), (0, "10.00")]
    assert_sound(visitor)


def test_one_row_is_undone_alone_and_opens_what_it_paid(visitor: Person) -> None:
    weekly(visitor)
    import_file(visitor, statement(row(0, "-10.00", "Gym"), row(0, "-3.00", "Café")))
    [made] = [one for one in transactions_of(visitor) if one["payee"] == "Gym"]
    changes = changes_of(visitor)
    [of_row] = [one for one in changes if one["entity_id"] == made["id"]]
    [of_match] = [one for one in changes if one["entity"] == "OCCURRENCE"]

    problem(ask_undo(visitor, of_match), 409, "not-undoable")
    undo(visitor, of_row)

    assert [one["payee"] for one in transactions_of(visitor)] == ["Café"]
    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]
    undo(visitor, latest(visitor), {"whole_operation": True})
    assert calendar(visitor, 0, 0) == [(0, 0, "MATCHED")]
    assert_sound(visitor)


def test_splits_of_a_booked_one_keep_their_proportions(visitor: Person) -> None:
    parts = [
        {"category_id": visitor.category_ids["Dining"], "amount": "7.50"},
        {"category_id": visitor.category_ids["Rent"], "amount": "2.50"},
    ]
    entry = weekly(visitor, template={"splits": parts})
    process(visitor, entry)

    import_file(visitor, statement(row(0, "-12.00", "Gym")))

    [made] = transactions_of(visitor)
    assert [split["amount"] for split in made["splits"]] == ["9.00", "3.00"]
    assert_sound(visitor)


def test_a_restored_backup_has_its_links_and_matches_nothing(visitor: Person) -> None:
    weekly(visitor)
    import_file(visitor, statement(row(0, "-10.00", "Gym")))
    backup = ok(visitor.get("/exports/ledger"))
    other = new_visitor()

    ok(other.post("/imports/restore", backup), 201)

    assert calendar(other, 0, 0) == [(0, 0, "MATCHED")]
    [made] = transactions_of(other)
    ok(other.delete(f"/transactions/{made['id']}"), 204)
    assert calendar(other, 0, 0) == [(0, 0, "DUE")]
    plan = preview(other, statement(row(0, "-10.00", "Gym")))
    assert plan["rows"][0]["match"]["doubts"] == []
    assert_sound(other)
