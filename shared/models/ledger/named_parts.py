"""Find categories, accounts and custom types by the names that people type."""

from __future__ import annotations

from shared.errors import InvalidArgument
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.values.characters.names import same_name_key


def get_category_named(
    ledger: Ledger, name: str, entry_type: EntryType | None, field_name: str = "category"
) -> Category:
    """Return the category with that name, archived or not, of that type if one is given.

    Names are compared as they look, case-insensitively.

    Raises:
        InvalidArgument: There is none, or one of each type.
    """
    key = same_name_key(name)
    types = EntryType if entry_type is None else (entry_type,)
    found = [c for c in ledger.categories.values() if c.key in [(one, key) for one in types]]
    if len(found) > 1:
        message = "is the name of an INCOME and an EXPENSE category; give type, too"
        raise InvalidArgument.of(field_name, message)
    if not found:
        which = "a category" if entry_type is None else f"an {entry_type} category"
        raise InvalidArgument.of(field_name, f"is not the name of {which} of this ledger")
    return found[0]


def get_custom_type_named(ledger: Ledger, name: str, field_name: str = "custom_type") -> CustomType:
    """Return the custom type with that name, archived or not.

    Names are compared as they look, case-insensitively.

    Raises:
        InvalidArgument: There is none.
    """
    key = same_name_key(name)
    for custom_type in ledger.custom_types.values():
        if custom_type.key == key:
            return custom_type
    raise InvalidArgument.of(field_name, "is not the name of a custom type of this ledger")


def get_account_named(ledger: Ledger, name: str, field_name: str = "account") -> Account:
    """Return the account with that name, archived or not.

    Names are compared as they look, case-insensitively.

    Raises:
        InvalidArgument: There is none.
    """
    key = same_name_key(name)
    for account in ledger.accounts.values():
        if account.key == key:
            return account
    raise InvalidArgument.of(field_name, "is not the name of an account of this ledger")
