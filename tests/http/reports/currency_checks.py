"""Each report of a ledger of several currencies, compared with the book."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.http.answers import ok, transactions_of
from tests.support.ledgers.currency_book import ZERO, Book, Line, Sums, average, median
from tests.support.ledgers.people import Person

FIRST, LAST = date(2025, 12, 1), date(2026, 3, 31)
STARTS = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
MONTHS = [(day, day.replace(day=monthrange(day.year, day.month)[1])) for day in STARTS]
PERIOD = f"from={FIRST}&to={LAST}"
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def amounts(line: Any, *names: str) -> tuple[Decimal, ...]:
    """Return amounts of an answer."""
    return tuple(Decimal(line[name]) for name in names)


def sums_in(line: Any) -> Sums:
    """Return the sums of a line of an answer, whose net must be theirs."""
    income, expenses = amounts(line, "income", "expenses")
    found = Sums(income, expenses, line["transaction_count"])
    assert Decimal(line["net"]) == found.net
    return found


def missing_in(answer: Any) -> dict[str, Sums]:
    """Return what an answer names as unconverted."""
    return {one["currency"]: sums_in(one) for one in answer["unconverted"]}


def names_of(person: Person) -> dict[str | None, str | None]:
    """Return the names of categories and accounts by their ids."""
    categories = {key: name for name, key in person.category_ids.items()}
    accounts = {one["id"]: one["name"] for one in ok(person.get("/accounts"))["items"]}
    return {None: None, **categories, **accounts}


def check_everything(person: Person, book: Book) -> None:
    """Compare every report with the book."""
    for check in (
        check_transactions, check_totals_of_lists, check_months, check_summaries, check_categories,
        check_series, check_tags_and_payees, check_accounts, check_sankey, check_averages,
        check_net_worth, check_cash_flow, check_exchange_results, check_balances,
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
        for day in report["daily"]:
            of_day = book.in_euros(book.between(*[date.fromisoformat(day["date"])] * 2))
            assert amounts(day, "income", "expenses", "net") == (*of_day[:2], of_day.net)


def check_summaries(person: Person, book: Book) -> None:
    """Compare the totals of a period, of each interval, and of the same days of the year before."""
    lines = book.between(FIRST, LAST)
    summary = ok(person.get(f"/dashboard/summary?{PERIOD}"))
    assert sums_in(summary) == book.in_euros(lines)
    assert missing_in(summary) == book.unconverted(lines)
    compared = ok(person.get("/dashboard/comparison?from=2026-01-01&to=2026-03-31"))["items"][-1]
    since_january = book.between(STARTS[1], LAST)
    assert sums_in(compared) == book.in_euros(since_january)
    assert missing_in(compared) == book.unconverted(since_january)
    for interval in ("day", "week", "month", "year"):
        trends = ok(person.get(f"/dashboard/trends?interval={interval}&{PERIOD}"))
        assert missing_in(trends) == book.unconverted(lines)
        for item in trends["items"]:
            days = date.fromisoformat(item["from"]), date.fromisoformat(item["to"])
            assert sums_in(item) == book.in_euros(book.between(*days)), item


def check_categories(person: Person, book: Book) -> None:
    """Compare the totals of categories: of whole months, of other days, and month by month."""
    names = names_of(person)
    for first, last in ((FIRST, LAST), (date(2026, 1, 10), date(2026, 3, 12))):
        lines = book.between(first, last)
        found = ok(person.get(f"/dashboard/categories?from={first}&to={last}"))
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


def check_net_worth(person: Person, book: Book) -> None:
    """Compare the net worth at each month's end, its change, and the balances of accounts."""
    found = ok(person.get(f"/dashboard/net_worth?{PERIOD}"))
    for (first, last), item in zip(MONTHS, found["items"], strict=True):
        before, worth = book.worth(first - timedelta(days=1)), book.worth(last)
        opened = book.opened(first, last)
        flows = opened + book.in_euros(book.between(first, last)).net
        exchanged = book.exchanged(first, last)
        assert amounts(item, "net_worth", "assets", "liabilities", "change") == (
            worth, book.worth(last, owed=False), -book.worth(last, owed=True), worth - before
        )  # fmt: skip
        entered = book.unconverted_change(first, last)
        names = ("opened", "flows", "exchange", "unconverted_change", "valuation")
        rest = worth - before - flows - exchanged - entered
        assert amounts(item, *names) == (opened, flows, exchanged, entered, rest)
        without_rate = {
            one.currency
            for name, one in book.accounts.items()
            if book.balance(name, last) and book.rates.euros(ZERO, one.currency, last) is None
        }
        assert {one["currency"] for one in item["unconverted_balances"]} == without_rate
    for account in found["accounts"]:
        name, currency = account["name"], account["currency"]
        own = [book.balance(name, last) for _, last in MONTHS]
        assert [Decimal(text) for text in account["balances"]] == own
        base = [
            book.rates.euros(balance, currency, last) if balance else ZERO
            for balance, (_, last) in zip(own, MONTHS, strict=True)
        ]
        texts = account["base_balances"]
        assert [None if text is None else Decimal(text) for text in texts] == base, name


def check_cash_flow(person: Person, book: Book) -> None:
    """Check that cash flows lead from net worth to net worth."""
    worths = ok(person.get(f"/dashboard/net_worth?{PERIOD}"))["items"]
    flows = ok(person.get(f"/dashboard/cash_flow?{PERIOD}"))
    assert missing_in(flows) == book.unconverted(book.between(FIRST, LAST))
    same = ("opened", "exchange", "unconverted_change", "valuation", "unconverted_balances")
    for month, worth, flow in zip(MONTHS, worths, flows["items"], strict=True):
        assert flow["closing_balance"] == worth["net_worth"]
        assert [flow[name] for name in same] == [worth[name] for name in same]
        sums = book.in_euros(book.between(*month))
        assert amounts(flow, "income", "expenses", "net") == (*sums[:2], sums.net)
        parts = amounts(flow, "opening_balance", "net", *same[:-1])
        assert sum(parts) == Decimal(flow["closing_balance"])


def check_exchange_results(person: Person, book: Book) -> None:
    """Compare realised results, holdings and their costs."""
    found = ok(person.get(f"/dashboard/exchange_results?{PERIOD}"))
    ends = [last for _, last in MONTHS]
    currencies = {one.currency for one in book.accounts.values()} - {"EUR"}
    assert [one["currency"] for one in found["items"]] == sorted(currencies)
    for item in found["items"]:
        currency = item["currency"]
        monthly, held, cost = book.results(currency, FIRST, ends)
        value = book.rates.euros(held, currency, LAST)
        assert value is not None
        assert amounts(item, "held", "cost", "value", "unrealised") == (
            held, cost, value, value - cost
        )  # fmt: skip
        names = [name for name, one in book.accounts.items() if one.currency == currency]
        balance = sum((book.balance(name, LAST) for name in names), ZERO)
        assert Decimal(item["unconverted_balance"]) == balance - held
        total = ZERO
        for account in item["accounts"]:
            results = [month.get(account["name"], ZERO) for month in monthly]
            assert [Decimal(text) for text in account["monthly_realised"]] == results, account
            assert Decimal(account["realised"]) == sum(results)
            total += sum(results)
        assert Decimal(item["realised"]) == total


def check_balances(person: Person, book: Book) -> None:
    """Compare the accounts and their totals, which are converted at the rates of today."""
    answer, home = ok(person.get("/accounts")), ok(person.get("/dashboard"))
    today = datetime.now(UTC).date()
    total = ZERO
    for account in answer["items"]:
        balance = book.balance(account["name"], date.max)
        base = book.rates.euros(balance, account["currency"], today) if balance else ZERO
        shown = account["base_balance"]
        assert Decimal(account["balance"]) == balance
        assert (None if shown is None else Decimal(shown)) == base, account
        assert ok(person.get(f"/accounts/{account['id']}")) == account
        total += base or ZERO
    assert Decimal(answer["totals"]["net_worth"]) == total
    assert (home["accounts"], home["totals"]) == (answer["items"], answer["totals"])
