"""Three months of a household: the clock moves, and jobs, a mail server and a receiver fail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import DAILY, FR, MO, MONTHLY, TH, TU, WE, WEEKLY, rrule
from standardwebhooks import Webhook

from functions.http import clock
from functions.manifest import JOBS_TOPIC, RECURRING_TOPIC
from shared.models.notifications.kinds import NotificationKind, kind_of
from shared.models.notifications.message import NotificationMessage
from shared.models.planning.run_message import RunMessage
from shared.repositories import connections
from tests.http.answers import ok, transactions_of
from tests.http.ledger_jobs import deliver_data
from tests.http.notifications.mailing import scan
from tests.http.notifications.told import deliver
from tests.http.planning.recurring.runs import Topics, deliver_run
from tests.http.uploads import assert_sound, import_file, statement
from tests.support.ledgers.people import Person
from tests.support.mail_server import MailServer
from tests.support.served import served
from tests.support.webhook_receiver import Received, Receiver, answer

pytestmark = pytest.mark.usefixtures("emulators")

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2032, 1, 1), date(2032, 3, 31)
HOURS = (time(0, 30), time(6, 30), time(12, 30), time(18, 30))
DOWN = (datetime(2032, 3, 3, 12, tzinfo=BERLIN), datetime(2032, 3, 17, 12, tzinfo=BERLIN))
"""No job runs in these two weeks."""

DEAF = date(2032, 1, 30)
"""On this day the receiver of webhooks answers 503."""

LOST = date(2032, 1, 10)
"""On this day the mail server takes messages, and its answers are lost."""

IMPORTED = (date(2032, 1, 16), date(2032, 2, 16), date(2032, 3, 18))
BILLS = {"Electricity": (10, "64.00"), "Internet": (12, "39.90"), "Phone": (14, "19.90"),
         "Streaming": (15, "12.99")}  # fmt: skip
REMINDERS = dict.fromkeys(BILLS, NotificationKind.RECURRING_DUE) | {
    "Electricity": NotificationKind.RECURRING_APPROVAL
}
RAISED = "14.49"
"""The price of the streaming in March."""


@dataclass
class Household:
    """A person whose ledger lives in 2032, and the servers around them."""

    person: Person
    topics: Topics
    messages: list[NotificationMessage]
    mails: MailServer
    hook: Receiver
    now: datetime = field(default_factory=lambda: datetime.combine(FIRST, time(0, 10), BERLIN))
    accepted: list[str] = field(default_factory=list)

    def instant(self) -> datetime:
        """Return the instant at which the functions are called."""
        return self.now.astimezone(ZoneInfo("UTC"))

    def run_jobs(self) -> None:
        """Call what the scheduler calls, and deliver every message twice."""
        if DOWN[0] <= self.now < DOWN[1]:
            return
        path = self.person.store.ref.path
        entries = self.person.store.recurring.list_all()
        if any(one.due_at is not None and one.due_at <= self.now for one in entries):
            ok(served("runRecurring").post("/"), 202)
        while messages := self.topics.take(RECURRING_TOPIC):
            for message in map(RunMessage.model_validate_json, messages):
                own = tuple(one for one in message.entries if one.startswith(path))
                if own or message.cursor:
                    mine = message.model_copy(update={"entries": own})
                    for _ in range(2):
                        assert deliver_run(mine.model_dump_json().encode()).status_code == 200
        for job in self.topics.take(JOBS_TOPIC):
            for _ in range(2):
                assert deliver_data(job).status_code in (200, 204)
        self.tell()
        if self._has_due_deliveries():
            scan()
            self.messages[:] = [one for one in self.messages if one.tenant == path]
            self.tell()

    def tell(self) -> None:
        """Deliver what was published about notifications, each message twice."""
        while self.messages:
            message = self.messages.pop(0)
            for _ in range(2):
                deliver(message)

    def _has_due_deliveries(self) -> bool:
        path = f"{self.person.store.ref.path}/deliveries"
        found = connections.firestore_client().collection(path).stream()
        times = ((one.to_dict() or {}).get("next_at") for one in found)
        return any(due is not None and due <= self.now for due in times)

    def pass_time(self) -> None:
        """Let three months pass: jobs run four times a day, and the bank's files are imported."""
        for day in days(DAILY):
            self.hook.usual = answer(503) if day == DEAF else self.accept
            self.mails.breaks_after_data = day == LOST
            for hour in HOURS:
                self.now = datetime.combine(day, hour, BERLIN)
                self.run_jobs()
            if day in IMPORTED:
                import_file(self.person, bank_file(IMPORTED.index(day)))
                self.run_jobs()

    def accept(self, request: BaseHTTPRequestHandler) -> None:
        """Answer 204, and note the id of the message."""
        self.accepted.append(request.headers["webhook-id"])
        answer(204)(request)


def days(frequency: int, **rule: Any) -> list[date]:
    """Return the days of a rule in the three months, by another program."""
    first, last = (datetime.combine(day, time()) for day in (FIRST, LAST))
    return [one.date() for one in rrule(frequency, dtstart=first, until=last, **rule)]


SALARIES = days(MONTHLY, byweekday=(MO, TU, WE, TH, FR), bysetpos=-1)
RENTS = days(MONTHLY, bymonthday=(28, 29, 30, 31), bysetpos=-1)
FRIDAYS = days(WEEKLY, byweekday=FR)
INSURANCES = days(MONTHLY, bymonthday=20)
PAID = {name: days(MONTHLY, bymonthday=day) for name, (day, _) in BILLS.items()}
NEXT_DAY = timedelta(days=1)


def bank_file(number: int) -> bytes:
    """Return the bank's file of a month: its bills, and the insurance of the month before."""
    rows = [
        f"{PAID[name][number] + NEXT_DAY},-{amount_of(name, number)},{name},Direct debit"
        for name in BILLS
    ]
    if number:
        paid_on = INSURANCES[number - 1] + NEXT_DAY
        rows.append(f"{paid_on},-{insured(number - 1)},Insurance,Direct debit")
    return statement(*rows)


def amount_of(name: str, number: int) -> str:
    """Return what a bill comes to in a month."""
    return RAISED if name == "Streaming" and number == 2 else BILLS[name][1]


def insured(number: int) -> str:
    """Return what the bank has taken for the insurance of a month; 45.00 are expected."""
    return ("45.50", "45.00", "45.00")[number]


def expected_entries() -> Iterator[tuple[str, str, str]]:
    """Yield payee, date and amount with its sign of each transaction there has to be."""
    yield from (("Employer", str(day), "3200.00") for day in SALARIES)
    yield from (("Landlord", str(day), "-950.00") for day in RENTS)
    for number, day in enumerate(INSURANCES):
        is_of_bank = number < len(INSURANCES) - 1
        yield "Insurance", str(day + NEXT_DAY if is_of_bank else day), f"-{insured(number)}"
    for name, dates in PAID.items():
        for number, day in enumerate(dates):
            yield name, str(day + NEXT_DAY), f"-{amount_of(name, number)}"


def expected_events() -> Iterator[tuple[str, str]]:
    """Yield kind and what it is about of each notification there has to be."""
    kind = NotificationKind
    yield from ((kind.RECURRING_BOOKED, f"Salary {day}") for day in SALARIES)
    yield from ((kind.RECURRING_BOOKED, f"Rent {day}") for day in RENTS)
    yield from ((kind.RECURRING_BOOKED, f"Insurance {day}") for day in INSURANCES)
    made_up_for = [day for day in FRIDAYS if DOWN[0].date() < day < DOWN[1].date()]
    told = [day for day in FRIDAYS if day not in made_up_for[:-1]]
    yield from ((kind.RECURRING_BOOKED, f"Saving {day}") for day in told)
    for name, dates in PAID.items():
        for day in dates:
            is_missed = DOWN[0].date() < day <= DOWN[1].date() - timedelta(days=7)
            yield (kind.RECURRING_MISSED if is_missed else REMINDERS[name]), f"{name} {day}"
    yield kind.RECURRING_PRICE_CHANGED, "Streaming"
    yield kind.LOW_BALANCE, "Main account"
    yield from [(kind.IMPORT_DONE, "Main account")] * len(IMPORTED)


def furnish(home: Household) -> str:
    """Set up accounts, entries, preferences and the webhook of the household; its secret."""
    person = home.person
    ok(person.patch("/settings", {"timezone": "Europe/Berlin", "currency": "EUR"}))
    [main] = ok(person.get("/accounts"))["items"]
    ok(person.patch(f"/accounts/{main['id']}", {"opening_balance": "1200", "low_balance": "1000"}))
    savings = ok(person.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)["id"]

    def plan(name: str, mode: str, template: dict[str, Any], **fields: Any) -> None:
        schedule = {"start": str(FIRST), "frequency": "MONTHLY"} | fields.pop("schedule")
        body = {"name": name, "mode": mode, "template": template, "schedule": schedule}
        ok(person.post("/recurring", body | fields), 201)

    def spent(payee: str, amount: str, kind: str = "EXPENSE") -> dict[str, Any]:
        return {"type": kind, "amount": amount, "payee": payee}

    plan("Salary", "AUTO", spent("Employer", "3200", "INCOME"), schedule={"business_day": -1})
    plan("Rent", "AUTO", spent("Landlord", "950"), schedule={"days_of_month": [31]})
    transfer = {"type": "TRANSFER", "amount": "50", "to_account_id": savings}
    weekly = {"frequency": "WEEKLY", "weekdays": ["FR"]}
    plan("Saving", "AUTO", transfer, schedule=weekly)
    plan("Insurance", "AUTO", spent("Insurance", "45"), schedule={"days_of_month": [20]})
    for name, (day, amount) in BILLS.items():
        is_approved = REMINDERS[name] is NotificationKind.RECURRING_APPROVAL
        mode = "APPROVE" if is_approved else "REMIND"
        ahead = 2 if name == "Streaming" else 0
        schedule = {"days_of_month": [day]}
        plan(name, mode, spent(name, amount), schedule=schedule, remind_days=ahead)
    schedules = [
        {"kind": kind, "webhook": "INSTANT", "email": email_of(kind)}
        for kind in NotificationKind
        if not kind_of(kind).is_security
    ]
    ok(person.patch("/notifications/preferences", {"schedules": schedules}))
    made = ok(person.post("/notifications/webhooks", {"url": home.hook.url}), 201)
    secret: str = made["secret"]
    return secret


def email_of(kind: NotificationKind) -> str:
    """Return the schedule of a kind by e-mail: what is due, at once."""
    return "INSTANT" if kind in REMINDERS.values() else "OFF"


def all_of(person: Person, path: str) -> list[dict[str, Any]]:
    """Return all items of a list with pages."""
    items: list[dict[str, Any]] = []
    query = {"limit": "100"}
    while True:
        page = ok(person.get(path, query_string=query))
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        query["cursor"] = page["next_cursor"]


def about(one: dict[str, Any]) -> tuple[str, str]:
    """Return kind and what it is about of a notification."""
    values = {parameter["name"]: parameter["value"] for parameter in one["parameters"]}
    subject = values.get("name") or values.get("account", "")
    return one["kind"], " ".join(filter(None, (subject, values.get("date"))))


def verified(message: Received, secret: str) -> dict[str, Any]:
    """Return the payload of a message whose signature is right; the library knows no 2032."""
    sent_at = datetime.fromtimestamp(int(message.headers["webhook-timestamp"]), UTC)
    signature = Webhook(secret).sign(message.id, sent_at, message.body.decode())
    assert signature in message.headers["webhook-signature"].split()
    payload: dict[str, Any] = json.loads(message.body)
    return payload


def minor(amounts: Iterable[str]) -> int:
    """Return the sum of amounts of two decimals, in minor units."""
    return sum(int(amount.replace(".", "")) for amount in amounts)


def formatted(amount_minor: int) -> str:
    """Return an amount as it is shown."""
    return f"{amount_minor // 100}.{amount_minor % 100:02}"


@pytest.fixture
def home(
    person: Person,
    messages: list[NotificationMessage],
    server: MailServer,
    hook: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> Household:
    """Return a household on 1 January 2032, whose clock a test moves."""
    topics = Topics()
    made = Household(person, topics, messages, server, hook)
    monkeypatch.setattr(connections, "publisher", topics.publisher)
    monkeypatch.setattr(clock, "now", made.instant)
    return made


def test_three_months_of_a_household_happen_once_and_are_told_once(home: Household) -> None:
    secret = furnish(home)
    home.pass_time()
    person = home.person

    entries = list(expected_entries())
    found = transactions_of(person)
    signs = {"INCOME": "", "EXPENSE": "-"}
    booked = Counter(
        (one["payee"], one["date"], signs[one["type"]] + one["amount"])
        for one in found
        if one["type"] in signs
    )
    assert booked == Counter(entries)
    moved = [(one["date"], one["amount"]) for one in found if one["type"] == "TRANSFER"]
    assert sorted(moved) == [(str(day), "50.00") for day in FRIDAYS]
    assert_figures(person, entries)

    notifications = all_of(person, "/notifications")
    assert Counter(map(about, notifications)) == Counter(expected_events())
    assert Counter(home.accepted) == Counter(set(home.accepted))
    payloads = {one.id: verified(one, secret) for one in home.hook.received}
    assert Counter(payloads[key]["data"]["kind"] for key in home.accepted) == Counter(
        one["kind"] for one in notifications
    )

    due = [about(one)[1].split()[0] for one in notifications if one["kind"] in REMINDERS.values()]
    subjects = Counter(str(one["Subject"]) for one in home.mails.mails)
    said = dict.fromkeys(BILLS, "Due soon") | {"Electricity": "To approve"}
    assert subjects == Counter(f"{said[name]}: {name}" for name in due)
    log = [one for one in all_of(person, "/notifications/deliveries") if one["channel"] == "EMAIL"]
    assert Counter(one["status"] for one in log) == {"SENT": len(due) - 1, "FAILED": 1}
    assert_sound(person)


def assert_figures(person: Person, entries: list[tuple[str, str, str]]) -> None:
    """Check the reports of the three months, and the balances."""
    for month in (1, 2, 3):
        amounts = [amount for _, day, amount in entries if day.startswith(f"2032-0{month}")]
        spent = [one.removeprefix("-") for one in amounts if one.startswith("-")]
        earned = [one for one in amounts if not one.startswith("-")]
        report = ok(person.get(f"/monthlyReport?year=2032&month={month}"))
        assert report["total_income"] == formatted(minor(earned))
        assert report["total_expenses"] == formatted(minor(spent))
    balances = {one["name"]: one["balance"] for one in ok(person.get("/accounts"))["items"]}
    saved = 5000 * len(FRIDAYS)
    total = 120000 + minor(amount for _, _, amount in entries) - saved
    assert balances == {"Main account": formatted(total), "Savings": formatted(saved)}
