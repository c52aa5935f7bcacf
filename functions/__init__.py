"""What the outside calls: one module per deployed function, and the HTTP boundary they share."""
