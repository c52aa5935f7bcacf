"""Balances of a ledger of several currencies, and what changed them, compared with the book."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.http.answers import ok
from tests.http.reports.currency_sums import FIRST, LAST, MONTHS, PERIOD, amounts, missing_in
from tests.support.ledgers.currency_book import ZERO, Book
from tests.support.ledgers.people import Person


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
