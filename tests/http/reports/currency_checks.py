"""Each report of a ledger of several currencies, compared with the book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.http.answers import ok, transactions_of
from tests.http.reports.currency_copies import check_backup, check_csv, check_feed
from tests.http.reports.currency_sums import (
    DAYS,
    FIRST,
    LAST,
    MONTHS,
    PERIOD,
    amounts,
    missing_in,
    names_of,
    sums_in,
)
from tests.http.reports.currency_worth_checks import (
    check_balances,
    check_cash_flow,
    check_exchange_results,
    check_net_worth,
)
from tests.support.ledgers.currency_book import ZERO, Book, Line, Sums, average, median
from tests.support.ledgers.people import Person


def check_everything(person: Person, book: Book) -> None:
    """Compare every report with the book."""
    for check in (
        check_transactions, check_totals_of_lists, check_months, check_summaries, check_categories,
        check_series, check_tags_and_payees, check_accounts, check_sankey, check_averages,
        check_net_worth, check_cash_flow, check_exchange_results, check_balances, check_types,
        check_home, check_csv, check_backup, check_feed,
    ):  # fmt: skip
        check(person, book)


def check_transactions(person: Person, book: Book) -> None:
    """Compare each transaction, with its base amount and those of its splits."""
    found, names = transactions_of(person), names_of(person)
    assert {one["description"] for one in found} == set(book.lines)
    for one in found:
        line, exchange = book.lines[one["description"]], one["exchange"]
        assert (one["type"], Decimal(one["amount"]), one["currency"], one["date"]) == (
            line.type, line.amount, line.currency, str(line.date)
        ), one  # fmt: skip
        assert [names[one["account_id"]], names[one["to_account_id"]]] == [
            line.account, line.to_account
        ]  # fmt: skip
        assert one["to_amount"] is None or Decimal(one["to_amount"]) == line.to_amount
        if line.currency == "EUR":
            assert exchange is None
            continue
        base = exchange["base_amount"]
        assert (None if base is None else Decimal(base)) == line.base, one
        if line.splits:
            parts = [] if line.base is None else [part.base for part in line.parts]
            assert [Decimal(text) for text in exchange["split_amounts"]] == parts, one


def check_totals_of_lists(person: Person, book: Book) -> None:
    """Compare the totals of lists, which are searched for by different filters."""
    lines = list(book.lines.values())
    queries: dict[str, list[Line]] = {
        "": lines,
        "tag=trip": [one for one in lines if "trip" in one.tags],
        "q=diner": [one for one in lines if one.payee == "Diner"],
        "type=expense&min_amount=50": [
            one for one in lines if one.type == "EXPENSE" and (one.base or ZERO) >= 50
        ],
    }
    for account in ok(person.get("/accounts"))["items"]:
        queries[f"account_id={account['id']}"] = [
            one for one in lines if account["name"] in one.changes
        ]
    for query, matching in queries.items():
        totals = ok(person.get(f"/transactions?totals=true&limit=1&{query}"))["totals"]
        assert sums_in(totals) == book.in_euros(matching), query
        assert missing_in(totals) == book.unconverted(matching), query


def by_category(lines: Iterable[Line]) -> dict[tuple[str, str | None], Decimal]:
    """Return the total of each category, and of what is unfiled by type."""
    found: dict[tuple[str, str | None], Decimal] = {}
    for line in lines:
        for part in line.parts if line.type != "TRANSFER" else ():
            key = line.type, part.category
            found[key] = found.get(key, ZERO) + part.base
    return found


def categories_in(items: Any, names: dict[str | None, str | None]) -> dict[Any, Decimal]:
    """Return the totals of the categories in an answer."""
    return {(one["type"], names[one["category_id"]]): Decimal(one["total"]) for one in items}


def by_tag(book: Book, lines: list[Line]) -> dict[str, Sums]:
    """Return the sums of each tag; transfers are counted, too."""
    found = {}
    for tag in {tag for one in lines for tag in one.tags}:
        tagged = [one for one in lines if tag in one.tags]
        found[tag] = book.in_euros(tagged)._replace(number=len(tagged))
    return found


def by_kind(person: Person, lines: Iterable[Line]) -> dict[str, Sums]:
    """Return income and expenses of the categories of each kind."""
    answer = ok(person.get("/categories?include_archived=true"))
    kinds = {one["name"]: one["kind"] for one in answer["items"]}
    found: dict[str, Sums] = {}
    for (line_type, category), total in by_category(lines).items():
        kind = "UNKNOWN" if category is None else kinds[category]
        sums, name = found.get(kind, Sums()), "income" if line_type == "INCOME" else "expenses"
        found[kind] = sums._replace(**{name: getattr(sums, name) + total})
    return found


def kinds_in(lines: Any) -> dict[str, Sums]:
    """Return the sums of the kinds in an answer."""
    found = {one["kind"]: Sums(Decimal(one["income"]), Decimal(one["expenses"])) for one in lines}
    assert [Decimal(one["net"]) for one in lines] == [sums.net for sums in found.values()]
    return found


def by_type(lines: Iterable[Line]) -> dict[str, tuple[Decimal, int]]:
    """Return the total of each custom type in euros, also of transfers, and its number."""
    found: dict[str, tuple[Decimal, int]] = {}
    for line in lines:
        if line.custom_type is not None:
            total, number = found.get(line.custom_type, (ZERO, 0))
            found[line.custom_type] = total + (line.base or ZERO), number + 1
    return found


def types_in(lines: Any) -> dict[str, tuple[Decimal, int]]:
    """Return the totals of the custom types in an answer."""
    return {one["name"]: (Decimal(one["total"]), one["transaction_count"]) for one in lines}


def check_types(person: Person, book: Book) -> None:
    """Compare custom types month by month."""
    trends = ok(person.get(f"/dashboard/type_trends?{PERIOD}"))
    assert types_in(trends["items"]) == by_type(book.between(FIRST, LAST))
    for item in trends["items"]:
        monthly = [by_type(book.between(*month)).get(item["name"], (ZERO, 0)) for month in MONTHS]
        assert [Decimal(text) for text in item["monthly_totals"]] == [total for total, _ in monthly]


def check_months(person: Person, book: Book) -> None:
    """Compare the report of each month, with its days, categories and tags."""
    names = names_of(person)
    for first, last in MONTHS:
        report = ok(person.get(f"/monthlyReport?year={first.year}&month={first.month}"))
        lines = book.between(first, last)
        sums = book.in_euros(lines)
        assert amounts(report, "total_income", "total_expenses", "net_savings") == (
            sums.income, sums.expenses, sums.net
        )  # fmt: skip
        assert report["transaction_count"] == sums.number
        assert missing_in(report) == book.unconverted(lines)
        assert categories_in(report["by_category"], names) == by_category(lines)
        assert {one["tag"]: sums_in(one) for one in report["by_tag"]} == by_tag(book, lines)
        assert kinds_in(report["by_kind"]) == by_kind(person, lines)
        assert types_in(report["by_custom_type"]) == by_type(lines)
        for day in report["daily"]:
            on = date.fromisoformat(day["date"])
            of_day, until = (book.in_euros(book.between(since, on)) for since in (on, first))
            assert amounts(day, "income", "expenses", "net", "cumulative_net") == (
                *of_day[:2], of_day.net, until.net
            )  # fmt: skip
        day_before = first - timedelta(days=1)
        lines = book.between(day_before.replace(day=1), day_before)
        before, sums = report["previous_month"], book.in_euros(lines)
        assert amounts(before, "total_income", "total_expenses", "net_savings") == (
            *sums[:2], sums.net
        )  # fmt: skip
        assert missing_in(before) == book.unconverted(lines)


def check_period(book: Book, totals: Any) -> Sums:
    """Compare the totals of the days that they name, and return them."""
    lines = book.between(*(date.fromisoformat(totals[name]) for name in ("from", "to")))
    found = sums_in(totals)
    assert found == book.in_euros(lines), totals
    assert missing_in(totals) == book.unconverted(lines)
    return found


def check_summary(person: Person, book: Book, summary: Any) -> None:
    """Compare the totals of a period, and of the previous one."""
    found, before = check_period(book, summary), check_period(book, summary["previous"])
    assert amounts(summary["change"], "income", "expenses", "net") == (
        found.income - before.income, found.expenses - before.expenses, found.net - before.net
    )  # fmt: skip
    if summary["by_kind"] is not None:
        days = (date.fromisoformat(summary[name]) for name in ("from", "to"))
        assert kinds_in(summary["by_kind"]) == by_kind(person, book.between(*days))


def check_trends(book: Book, trends: Any) -> None:
    """Compare the totals of each interval."""
    spans = [[date.fromisoformat(one[key]) for key in ("from", "to")] for one in trends["items"]]
    for item, days in zip(trends["items"], spans, strict=True):
        assert sums_in(item) == book.in_euros(book.between(*days)), item
    assert missing_in(trends) == book.unconverted(book.between(spans[0][0], spans[-1][1]))


def check_summaries(person: Person, book: Book) -> None:
    """Compare the totals of periods, of intervals, and of the same days of other years."""
    for first, last in ((FIRST, LAST), *MONTHS, (date(2026, 2, 14), date(2026, 3, 12))):
        check_summary(person, book, ok(person.get(f"/dashboard/summary?from={first}&to={last}")))
    for item in ok(person.get("/dashboard/comparison?from=2026-01-01&to=2026-03-31"))["items"]:
        check_period(book, item)
    for interval in ("day", "week", "month", "year"):
        trends = ok(person.get(f"/dashboard/trends?interval={interval}&{PERIOD}"))
        assert missing_in(trends) == book.unconverted(book.between(FIRST, LAST))
        check_trends(book, trends)


def check_home(person: Person, book: Book) -> None:
    """Compare this month, the last twelve, and the latest transactions."""
    home, latest = ok(person.get("/dashboard?recent=20")), transactions_of(person)[:20]
    check_summary(person, book, home["summary"])
    check_trends(book, home["trends"])
    assert home["recent"] == latest
    assert ok(person.get("/dashboard/recent?limit=20"))["items"] == latest


def check_categories(person: Person, book: Book) -> None:
    """Compare the totals of categories: of whole months, of other days, and month by month."""
    names = names_of(person)
    for first, last in ((FIRST, LAST), (date(2026, 1, 10), date(2026, 3, 12))):
        lines = book.between(first, last)
        found = ok(person.get(f"/dashboard/categories?from={first}&to={last}"))
        before = [date.fromisoformat(found["previous"][key]) for key in ("from", "to")]
        earlier = by_category(book.between(*before))
        for item in found["items"]:
            key = item["type"], names[item["category_id"]]
            assert Decimal(item["previous_total"]) == earlier.get(key, ZERO)
        assert kinds_in(found["by_kind"]) == by_kind(person, lines)
        in_period = [one for one in found["items"] if one["transaction_count"]]
        assert categories_in(in_period, names) == by_category(lines)
        assert missing_in(found) == book.unconverted(lines)
    trends = ok(person.get(f"/dashboard/category_trends?{PERIOD}"))
    assert missing_in(trends) == book.unconverted(book.between(FIRST, LAST))
    for item in trends["items"]:
        key = item["type"], names[item["category_id"]]
        monthly = [by_category(book.between(*month)).get(key, ZERO) for month in MONTHS]
        assert [Decimal(text) for text in item["monthly_totals"]] == monthly


def check_series(person: Person, book: Book) -> None:
    """Compare tags month by month."""
    trends = ok(person.get(f"/dashboard/tag_trends?{PERIOD}"))
    assert missing_in(trends) == book.unconverted(book.between(FIRST, LAST))
    for item in trends["items"]:
        for index, month in enumerate(MONTHS):
            lines = [one for one in book.between(*month) if item["tag"] in one.tags]
            sums = book.in_euros(lines)
            found = [Decimal(item[f"monthly_{name}"][index]) for name in ("income", "expenses")]
            assert found == [sums.income, sums.expenses]


def check_tags_and_payees(person: Person, book: Book) -> None:
    """Compare the totals of tags and of payees."""
    lines = book.between(FIRST, LAST)
    tags = ok(person.get(f"/dashboard/tags?{PERIOD}"))
    assert {one["tag"]: sums_in(one) for one in tags["items"]} == by_tag(book, lines)
    payees = ok(person.get(f"/dashboard/payees?{PERIOD}&limit=100"))
    for answer in (tags, payees):
        assert missing_in(answer) == book.unconverted(lines)
    entries = [one for one in lines if one.type != "TRANSFER"]
    assert {one["payee"]: sums_in(one) for one in payees["items"]} == {
        payee: book.in_euros(one for one in entries if one.payee == payee)
        for payee in {one.payee for one in entries} - {None}
    }
    nobody = book.in_euros(one for one in entries if one.payee is None)
    assert sums_in(payees["without_payee"]) == nobody


def check_accounts(person: Person, book: Book) -> None:
    """Compare the totals of each account, in its currency and in euros."""
    for first, last in ((FIRST, LAST), (date(2026, 1, 10), date(2026, 3, 12))):
        report = ok(person.get(f"/dashboard/accounts?from={first}&to={last}"))
        assert missing_in(report) == book.unconverted(book.between(first, last))
        assert {one["name"] for one in report["items"]} == set(book.accounts)
        for one in report["items"]:
            on = [line for line in book.between(first, last) if one["name"] in line.changes]
            own, base = book.own(on), book.in_euros(on)
            change = sum((line.changes[one["name"]] for line in on), ZERO)
            assert amounts(one, "income", "expenses", "net", "change", "transfers") == (
                own.income, own.expenses, own.net, change, change - own.net
            )  # fmt: skip
            assert amounts(one, "base_income", "base_expenses", "base_net") == (
                base.income, base.expenses, base.net
            )  # fmt: skip
            assert one["currency"] == book.accounts[one["name"]].currency


def check_sankey(person: Person, book: Book) -> None:
    """Compare the nodes of categories, and that both sides are equal."""
    graph, names = ok(person.get(f"/dashboard/sankey?{PERIOD}")), names_of(person)
    totals = by_category(book.between(FIRST, LAST))
    assert {
        (one["type"], names[one["category_id"]]): Decimal(one["amount"])
        for one in graph["nodes"]
        if one["kind"] in ("CATEGORY", "UNFILED")
    } == {key: abs(total) for key, total in totals.items() if total}
    assert missing_in(graph) == book.unconverted(book.between(FIRST, LAST))


def check_averages(person: Person, book: Book) -> None:
    """Compare averages and medians of days and months."""
    found = ok(person.get(f"/dashboard/averages?{PERIOD}"))
    assert missing_in(found) == book.unconverted(book.between(FIRST, LAST))
    for name, spans in (("day", [(day, day) for day in DAYS]), ("month", MONTHS)):
        sums = [book.in_euros(book.between(*span)) for span in spans]
        columns = [[one.income for one in sums], [one.expenses for one in sums],
                   [one.net for one in sums]]  # fmt: skip
        fields = ("income", "expenses", "net")
        assert amounts(found[f"average_{name}"], *fields) == tuple(map(average, columns))
        assert amounts(found[f"median_{name}"], *fields) == tuple(map(median, columns))
