"""The table of service accounts in deploy/README.md, compared with the manifest."""

import re
from pathlib import Path

from functions.manifest import FUNCTIONS
from functions.service_accounts import ServiceAccount

_ROW = re.compile(r"^\| `(financeflow-[a-z-]+)` \| ([^|]+) \|", re.MULTILINE)


def test_the_table_of_service_accounts_names_the_functions_of_each() -> None:
    readme = (Path(__file__).parents[2] / "deploy/README.md").read_text()
    rows = {account: purpose.split(", ") for account, purpose in _ROW.findall(readme)}
    assert {account.value: rows.get(account) for account in ServiceAccount} == {
        account.value: sorted(f.name for f in FUNCTIONS if f.service_account is account)
        for account in ServiceAccount
    }
