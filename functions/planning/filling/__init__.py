"""Routes and views of the plans that fill budgets."""
