"""The whole system on one machine: the emulators, and every function behind one port."""
