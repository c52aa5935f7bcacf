"""Read and write the budgets of one tenant, which are one document."""

from shared.models.planning.budgets.budget import Budget
from shared.repositories.planning.whole_list import WholeListRepository


class BudgetRepository(WholeListRepository[Budget]):
    """Repository of a tenant's budgets; a ledger has at most 100."""

    name, model = "budgets", Budget
