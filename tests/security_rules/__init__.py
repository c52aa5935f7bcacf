"""What end users can and cannot do straight on Firestore, asked with real ID tokens."""
