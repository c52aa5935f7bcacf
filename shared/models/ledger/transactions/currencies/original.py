"""The amount of a purchase in another currency than that of the account.

It is information for people, and never summed.
"""

from shared.models.values.base import FrozenModel


class Original(FrozenModel):
    """Amount of a purchase in minor units of another currency than the account's."""

    amount_minor: int
    currency: str
