"""Categories and custom types over HTTP."""
