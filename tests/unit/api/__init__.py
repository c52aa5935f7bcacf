"""The API and its document: operations, models, examples."""
