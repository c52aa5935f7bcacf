"""Entries that recur, on schedules with public holidays."""
