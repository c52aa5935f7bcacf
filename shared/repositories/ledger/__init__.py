"""Documents of a ledger: tenant, transactions, summaries, payees."""
