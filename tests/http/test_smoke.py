from tests.support.people import Person, registered_user


def test_a_recorded_transaction_is_in_the_report(visitor: Person) -> None:
    visitor.record("12.50", "Groceries", date="2026-03-31")
    report = visitor.get("/monthlyReport?year=2026&month=3").get_json()
    assert report["total_expenses"] == "12.50"


def test_a_registered_users_first_call_makes_their_ledger(emulators: None) -> None:
    assert len(registered_user().get("/categories").get_json()["items"]) == 14
