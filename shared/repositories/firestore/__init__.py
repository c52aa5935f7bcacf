"""Access to Firestore that is common to all repositories."""
