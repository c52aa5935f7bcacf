"""The write path: every change of transactions is committed here."""
