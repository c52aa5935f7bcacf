"""Live documents: the shape of the stored documents that browsers read, and its TypeScript."""
