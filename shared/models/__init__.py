"""Values and pure rules of the domain; nothing here does input or output."""
