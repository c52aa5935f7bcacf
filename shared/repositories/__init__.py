"""What is stored and where: the only code that knows Firestore, Firebase Auth and Pub/Sub."""
