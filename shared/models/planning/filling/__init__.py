"""Plans that fill budgets: what each of them needs, and what the available money allows."""
