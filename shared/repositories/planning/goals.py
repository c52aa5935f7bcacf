"""Read and write the goals of one tenant, which are one document."""

from shared.models.planning.goals.goal import Goal
from shared.repositories.planning.whole_list import WholeListRepository


class GoalRepository(WholeListRepository[Goal]):
    """Repository of a tenant's goals; a ledger has at most 100."""

    name, model = "goals", Goal
