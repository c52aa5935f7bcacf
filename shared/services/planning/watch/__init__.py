"""Look at the plans of ledgers, and emit the events that people are told of."""
