"""The watch over the plans of a ledger: news of them that people get, each once."""
