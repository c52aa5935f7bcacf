"""Detection of recurring payments in the history of a ledger."""
