"""Direct access of end users to Firestore, tested with real ID tokens."""
