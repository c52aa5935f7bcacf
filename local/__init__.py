"""The whole system on one machine: the emulators, and every function on one port."""
