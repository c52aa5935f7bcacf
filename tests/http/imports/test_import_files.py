"""Files that are no statements, or broken, or too large: refused or told, never a crash."""

from __future__ import annotations

import io
import zipfile
from io import BytesIO
from typing import Any

import pytest

from functions.imports.files import MAX_FILE_BYTES
from tests.http.answers import no_commit, ok, problem
from tests.http.uploads import counts, preview, purchases, rows_of, send, statement
from tests.support.ledgers.people import Person, registered_user

pytestmark = pytest.mark.usefixtures("emulators")

MANY = 40_200
BROKEN_LINE = 40_000


def zipped(name: str) -> bytes:
    """Return an archive with one file of that name."""
    with zipfile.ZipFile(target := io.BytesIO(), "w") as archive:
        archive.writestr(name, purchases(2))
    return target.getvalue()


UNREADABLE = {
    "empty": (b"", "empty"),
    "byte order mark alone": (b"\xef\xbb\xbf", "empty"),
    "blanks alone": (b" \r\n\r\n  ", "empty"),
    "Excel": (zipped("xl/workbook.xml"), "Excel"),
    "zip": (zipped("may.csv"), "zip"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + bytes(512), "Excel"),
    "PDF": (b"%PDF-1.7\n" + bytes(range(256)), "PDF"),
    "binary": (bytes(range(256)) * 40, "not a text file"),
    "zeros": (bytes(5000), ""),
    "HTML": (b"<!doctype html><p>Log in</p>", "HTML"),
    "JSON": (b'{"transactions": []}', "JSON"),
    "one column": (b"Date\n2026-05-01\n2026-05-02\n", "only one column"),
    "no dates": (b"Name,Amount\nA,1.00\nB,2.00\n", ""),
    "no amounts": (b"Date,Name\n2026-05-01,A\n2026-05-02,B\n", "amounts"),
    "header alone": (b"Date,Amount,Description\n", ""),
    "one word": (b"x", ""),
    "one long line": (b"a," * 500_000, ""),
}


@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_statement_is_refused_with_the_reason(
    visitor: Person, content: bytes, told: str
) -> None:
    with no_commit():
        for response in (send(visitor, content), send_in_form(visitor, content)):
            assert told in problem(response, 422, "unreadable-file")["detail"]


def send_in_form(person: Person, content: bytes) -> Any:
    """Ask what a file in a form would become."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="may.csv"\r\n\r\n'
    data = head + content + b"\r\n--b--\r\n"
    return send(person, data, content_type="multipart/form-data; boundary=b")


@pytest.mark.parametrize(
    "layout",
    [
        {"columns": ["IGNORE", "DATE", "PAYEE", "AMOUNT"]},
        {"columns": ["DATE", "AMOUNT"]},
        {"columns": ["DATE", "DIRECTION", "AMOUNT", "PAYEE"]},
        {"columns": ["DATE", "AMOUNT", *["IGNORE"] * 98]},
        {"delimiter": ";"},
        {"encoding": "utf-16"},
        {"preamble_lines": 200},
        {"date_format": "DD.MM.YYYY"},
        {"quote": None, "has_header": False},
        {"money_in": ["x"], "money_out": []},
    ],
    ids=str,
)
def test_a_layout_that_does_not_fit_the_file_crashes_nothing(
    visitor: Person, layout: dict[str, Any]
) -> None:
    response = send(visitor, purchases(5), layout=layout)
    if response.status_code == 201:
        planned = response.get_json()["planned"]
        assert planned["total"] == planned["new"] + planned["duplicate"] + planned["invalid"]
    else:
        problem(response, 422, "unreadable-file")


@pytest.mark.parametrize("damage", [b"\x00", b"\x01", b"\xff", b"\x1b", b"\xed\xa0\x80"])
def test_a_damaged_text_costs_its_row_alone(visitor: Person, damage: bytes) -> None:
    content = purchases(30).replace(b"Purchase 12", b"Purch" + damage + b"ase 12")
    plan = preview(visitor, content)
    assert plan["planned"]["total"] == 30
    assert plan["planned"]["new"] >= 29
    for row in rows_of(visitor, plan):
        texts = row["cells"] or [row["transaction"]["description"]]
        assert not any("\x00" in text or "\x1b" in text for text in texts)


def test_dates_in_two_formats_are_told_apart_or_told_to_be_wrong(visitor: Person) -> None:
    rows = [f"2026-05-{day:02},-1.00,Shop,Thing {day}" for day in range(1, 21)]
    rows[7] = "08.05.2026,-1.00,Shop,Thing 8"
    plan = preview(visitor, statement(*rows))
    assert plan["planned"] == counts(new=19, invalid=1)
    assert "08.05.2026" in plan["rows"][7]["reason"]


def test_a_small_file_of_which_half_is_damaged_still_gets_an_account_of_every_row(
    visitor: Person,
) -> None:
    rows = [
        "2026-05-01,-1.00,Shop,Milk",
        "2026-05-02,n/a,Shop,Bread",
        "soon,3.00,Cafe,Tea",
        "2026-05-04,?,Cafe,Cake",
        "2026-05-05,-5.00,Cafe,Pie",
        "later,6.00,Cafe,Ice",
    ]

    plan = preview(visitor, statement(*rows))

    assert [row["line"] for row in plan["rows"]] == [2, 3, 4, 5, 6, 7]
    statuses = [row["status"] for row in plan["rows"]]
    assert statuses == ["NEW", "INVALID", "INVALID", "INVALID", "NEW", "INVALID"]
    told = [row["reason"] for row in plan["rows"] if row["status"] == "INVALID"]
    for cell, reason in zip(["n/a", "soon", "?", "later"], told, strict=True):
        assert cell in reason


def test_a_row_with_too_many_or_too_few_cells_is_invalid(visitor: Person) -> None:
    rows = purchases(20).decode().splitlines()
    rows[4], rows[9] = "2026-05-05,-1.00", rows[9] + ",more,and more"
    plan = preview(visitor, "\n".join(rows).encode())
    assert plan["planned"] == counts(new=18, invalid=2)
    assert [row["line"] for row in plan["rows"] if row["status"] == "INVALID"] == [5, 10]


def test_a_quote_that_is_never_closed_costs_no_row(visitor: Person) -> None:
    assert preview(visitor, b'"' + purchases(3))["planned"] == counts(new=3)


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n\n"])
def test_lines_may_end_in_any_way(visitor: Person, end: bytes) -> None:
    plan = preview(visitor, purchases(6).replace(b"\n", end))
    assert plan["planned"] == counts(new=6)


# Size


def test_a_quote_that_breaks_in_the_middle_of_a_large_file_costs_one_row(emulators: None) -> None:
    user = registered_user()  # A demo holds fewer rows.
    lines = purchases(MANY).splitlines()
    lines[BROKEN_LINE - 1] = lines[BROKEN_LINE - 1].replace(b",Shop", b',"Shop')
    plan = preview(user, b"\n".join(lines))
    assert plan["planned"] == counts(new=MANY - 1, invalid=1)
    [broken] = rows_of(user, plan, status="INVALID")
    assert (broken["line"], "quotation marks" in broken["reason"]) == (BROKEN_LINE, True)
    first = user.store.imports.stream_rows(user.store.imports.find(plan["id"]))  # type: ignore[arg-type]  # It was found just now.
    assert [row.line for row in first] == list(range(2, MANY + 2))


def test_a_file_has_at_most_50_000_rows(visitor: Person) -> None:
    content = purchases(50_001)
    with no_commit():
        assert "50,000" in problem(send(visitor, content), 422, "unreadable-file")["detail"]


def padded(size: int) -> bytes:
    """Return a statement of so many bytes: two rows, and blank lines."""
    blank_line = b"\n" + b" " * 1000
    return (purchases(2) + blank_line * (size // len(blank_line) + 1))[:size]


def test_a_file_may_have_ten_mebibytes_and_no_more(visitor: Person) -> None:
    ok(send(visitor, padded(MAX_FILE_BYTES)), 201)
    with no_commit():
        for size in (MAX_FILE_BYTES + 1, MAX_FILE_BYTES + 100_000):
            problem(send(visitor, padded(size)), 413, "payload-too-large")
            problem(send_in_form(visitor, padded(size)), 413, "payload-too-large")


def test_a_hundred_megabytes_that_are_announced_are_not_even_read(visitor: Person) -> None:
    with no_commit():
        response = visitor.call(
            "POST", "/imports/preview", input_stream=Unread(), content_type="text/csv",
            environ_overrides={"CONTENT_LENGTH": "100000000"},
        )  # fmt: skip
    problem(response, 413, "payload-too-large")


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, *_: Any) -> bytes:
        """Fail, as all ways of reading do."""
        raise AssertionError("the body was read")

    readline = readinto = read  # type: ignore[assignment]  # However it is read.


def test_a_chunked_file_has_the_same_limit(visitor: Person) -> None:
    for size, status in ((MAX_FILE_BYTES + 1, 413), (2_000, 201)):
        response = visitor.call(
            "POST", "/imports/preview", input_stream=BytesIO(padded(size)),
            content_type="text/csv", headers={"Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        )  # fmt: skip
        assert response.status_code == status


# How it is sent


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/pdf", "image/png", "text/html", "", "x"]
)
def test_what_is_not_called_a_table_is_not_read(visitor: Person, content_type: str) -> None:
    with no_commit():
        response = send(visitor, purchases(2), content_type=content_type)
    problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "content_type",
    ["text/csv; charset=utf-8", "text/plain", "application/vnd.ms-excel", "TEXT/CSV",
     "application/octet-stream", "text/tab-separated-values"],
)  # fmt: skip
def test_what_browsers_call_a_table_is_read(visitor: Person, content_type: str) -> None:
    ok(send(visitor, purchases(2), content_type=content_type), 201)


@pytest.mark.parametrize(
    "fields",
    [{}, {"file": "Date,Amount"}, {"upload": (BytesIO(b"x"), "may.csv")}],
    ids=["empty", "text", "another field"],
)
def test_a_form_without_a_file_says_so(visitor: Person, fields: dict[str, Any]) -> None:
    with no_commit():
        response = visitor.call(
            "POST", "/imports/preview", data=fields or {"file_name": "x"},
            content_type="multipart/form-data",
        )  # fmt: skip
    problem(response, 422, "invalid-argument", "file")


@pytest.mark.parametrize(
    ("content_type", "data"),
    [("multipart/form-data", b"x"), ("multipart/form-data; boundary=", b"--\r\n"),
     ("multipart/form-data; boundary=b", b"--b\r\nnonsense"), ("multipart/form-data", b"")],
)  # fmt: skip
def test_a_form_that_is_none_is_refused(visitor: Person, content_type: str, data: bytes) -> None:
    with no_commit():
        response = send(visitor, data, content_type=content_type)
    assert response.status_code in (400, 422), response.get_data(as_text=True)


@pytest.mark.parametrize(
    "body",
    [{}, {"plan_token": None}, {"plan_token": 5}, {"plan_token": "x" * 201}, {"colour": "red"}],
    ids=str,
)
def test_a_plan_token_that_is_none_is_invalid(visitor: Person, body: dict[str, Any]) -> None:
    fields = ["plan_token", "colour"] if "colour" in body else ["plan_token"]
    with no_commit():
        problem(visitor.post("/imports", body), 422, "invalid-argument", *fields)
