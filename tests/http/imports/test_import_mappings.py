"""Mappings of imports over HTTP: what was chosen for a file is offered for others of its kind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http import accounts
from tests.http.answers import nothing_written, ok, problem
from tests.http.uploads import carry_out, counts, import_file, preview, statement
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")

MISSING = "01JA2B3C4D5E6F7G8H9JKMNPQR"
APRIL = statement("2026-04-01,-1.00,Shop,One", "2026-04-02,2.00,Shop,Two")
MAY = statement("2026-05-01,-3.00,Shop,Three", "2026-05-02,4.00,Shop,Four")
INVERTED = {"amount_sign": "INVERTED"}


def amounts(plan: dict[str, Any]) -> list[tuple[str, str]]:
    """Type and amount of a preview's rows."""
    planned = [row["transaction"] for row in plan["rows"]]
    return [(one["type"], one["amount"]) for one in planned]


def dates(plan: dict[str, Any]) -> list[str]:
    """Return the dates of a preview's rows."""
    return [row["transaction"]["date"] for row in plan["rows"]]


def test_the_layout_and_account_of_an_import_are_offered_for_a_file_that_looks_alike(
    visitor: Person,
) -> None:
    savings = accounts.create(visitor)["id"]
    done = import_file(visitor, APRIL, layout=INVERTED, account_id=savings, file_name="april.csv")
    [mapping] = ok(visitor.get("/imports/mappings"))["items"]
    assert mapping["layout"] == done["layout"]
    assert (mapping["account_id"], mapping["file_name"]) == (savings, "april.csv")
    plan = preview(visitor, MAY)
    assert (plan["mapping_source"], plan["account_id"]) == ("SAVED", savings)
    assert amounts(plan) == [("INCOME", "3.00"), ("EXPENSE", "4.00")]


def test_a_preview_alone_leaves_no_mapping(visitor: Person) -> None:
    preview(visitor, APRIL, layout=INVERTED)
    assert ok(visitor.get("/imports/mappings"))["items"] == []
    assert preview(visitor, MAY)["mapping_source"] == "DETECTED"


def test_a_saved_mapping_can_be_passed_over(visitor: Person) -> None:
    import_file(visitor, APRIL, layout=INVERTED)
    plain = preview(visitor, MAY, use_saved_mapping="false")
    assert (plain["mapping_source"], amounts(plain)[0]) == ("DETECTED", ("EXPENSE", "3.00"))
    given = preview(visitor, MAY, layout={"amount_sign": "NORMAL"})
    assert (given["mapping_source"], amounts(given)[0]) == ("GIVEN", ("EXPENSE", "3.00"))


def test_a_file_with_other_columns_is_another_kind(visitor: Person) -> None:
    import_file(visitor, APRIL, layout=INVERTED)
    other = statement("2026-05-01,-3.00,Three", header="Date,Amount,Text")
    assert preview(visitor, other)["mapping_source"] == "DETECTED"


def test_a_forgotten_mapping_is_no_longer_offered(visitor: Person) -> None:
    import_file(visitor, APRIL, layout=INVERTED)
    [mapping] = ok(visitor.get("/imports/mappings"))["items"]
    path = f"/imports/mappings/{mapping['id']}"
    ok(visitor.delete(path), 204)
    assert ok(visitor.get("/imports/mappings"))["items"] == []
    assert preview(visitor, MAY)["mapping_source"] == "DETECTED"
    with nothing_written(visitor):
        for missing in (path, f"/imports/mappings/{MISSING}", "/imports/mappings/a.b"):
            problem(visitor.delete(missing), 404, "not-found")


def test_a_saved_account_that_is_archived_gives_way_to_the_default(visitor: Person) -> None:
    savings = accounts.create(visitor)
    import_file(visitor, APRIL, account_id=savings["id"])
    ok(visitor.patch(accounts.path_of(savings), {"archived": True}))
    plan = preview(visitor, MAY)
    assert plan["mapping_source"] == "SAVED"
    assert plan["account_id"] == accounts.default_of(visitor)["id"]


@pytest.mark.parametrize(
    "content",
    [MAY.decode().encode("utf-16"), b"\xef\xbb\xbf" + MAY, b"Bank\nExport of May\n\n" + MAY],
    ids=["UTF-16", "byte order mark", "preamble"],
)
def test_a_saved_mapping_fits_however_the_next_file_is_written(
    visitor: Person, content: bytes
) -> None:
    import_file(visitor, APRIL, layout=INVERTED)
    plan = preview(visitor, content)
    assert (plan["mapping_source"], plan["planned"]) == ("SAVED", counts(new=2))
    assert amounts(plan) == [("INCOME", "3.00"), ("EXPENSE", "4.00")]


def test_dates_that_leave_no_doubt_count_above_a_guess_that_was_saved(visitor: Person) -> None:
    doubtful = statement("03/04/2026,-1.00,Shop,One", "05/04/2026,-2.00,Shop,Two")
    clear = statement("05/13/2026,-1.00,Shop,One", "05/04/2026,-2.00,Shop,Two")
    assert dates(import_and_show(visitor, doubtful)) == ["2026-04-03", "2026-04-05"]
    plan = preview(visitor, clear)
    assert (plan["mapping_source"], plan["planned"]) == ("SAVED", counts(new=2))
    assert dates(plan) == ["2026-05-13", "2026-05-04"]


def test_a_date_format_that_was_chosen_counts_where_a_file_leaves_doubt(visitor: Person) -> None:
    chosen = statement("03/04/2026,-1.00,Shop,One", "05/04/2026,-2.00,Shop,Two")
    next_one = statement("06/04/2026,-1.00,Shop,One", "06/05/2026,-2.00,Shop,Two")
    import_file(visitor, chosen, layout={"date_format": "MM/DD/YYYY"})
    plan = preview(visitor, next_one)
    assert dates(plan) == ["2026-06-04", "2026-06-05"]
    assert plan["ambiguities"] == []


def import_and_show(person: Person, content: bytes) -> Any:
    """Import a file as previewed; the preview."""
    plan = preview(person, content)
    carry_out(person, plan)
    return plan


def test_words_of_direction_that_were_not_there_before_are_understood(visitor: Person) -> None:
    header = "Date,Type,Amount,Text"
    import_file(visitor, statement("2026-04-01,Credit,1.00,A", "2026-04-02,Debit,2.00,B",
                                   header=header))  # fmt: skip
    plan = preview(
        visitor,
        statement("2026-05-01,Withdrawal,3.00,C", "2026-05-02,Credit,4.00,D",
                  "2026-05-03,Debit,5.00,E", header=header),
    )  # fmt: skip
    assert (plan["mapping_source"], plan["planned"]) == ("SAVED", counts(new=3))
    assert amounts(plan) == [("EXPENSE", "3.00"), ("INCOME", "4.00"), ("EXPENSE", "5.00")]


def test_a_mapping_with_all_the_words_it_may_have_takes_no_more(visitor: Person) -> None:
    header = "Date,Type,Amount,Text"
    words = [f"out {number}" for number in range(20)]
    april = statement("2026-04-01,out 1,1.00,A", "2026-04-02,in,2.00,B", header=header)
    columns = ["DATE", "DIRECTION", "AMOUNT", "DESCRIPTION"]
    layout = {"columns": columns, "money_in": ["in"], "money_out": words}
    import_file(visitor, april, layout=layout)
    may = statement("2026-05-01,Withdrawal,3.00,C", "2026-05-02,in,4.00,D", header=header)
    plan = preview(visitor, may)
    assert plan["layout"]["money_out"] == words
    assert plan["planned"] == counts(new=1, invalid=1)
