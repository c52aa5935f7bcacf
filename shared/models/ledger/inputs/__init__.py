"""Input models of the records of a ledger: to create, replace or change one."""
