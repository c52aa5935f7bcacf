"""Use cases, each a function named by its verb; they raise ``shared.errors`` and know no HTTP."""
