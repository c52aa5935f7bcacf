"""Access to Firebase Auth and App Check."""
