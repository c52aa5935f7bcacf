"""Preview, run and undo imports."""
