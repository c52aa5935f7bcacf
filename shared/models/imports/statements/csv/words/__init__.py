"""Words of headers and of directions in banks' files."""
