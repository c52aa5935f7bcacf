"""The end of loading a function, from which on garbage is collected."""

import gc
from functools import cache


@cache
def end_loading() -> None:
    """Turn on the garbage collector, which main.py has turned off, for all but what is loaded.

    Called when the first request is authenticated: that loads the Admin SDK, and work that may
    create garbage in quantity follows. Objects that exist by then stay, and are never collected.
    """
    gc.freeze()
    gc.enable()
