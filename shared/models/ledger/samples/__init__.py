"""Sample transactions of a ledger: 14 months of a person with a salary, in ten languages."""
