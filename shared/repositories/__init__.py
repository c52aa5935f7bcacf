"""Storage: the only code that uses Firestore, Firebase Auth and Pub/Sub."""
