"""Write the TypeScript module of live documents: ``python -m functions.live FILE``."""

import sys
from pathlib import Path

from functions.live.typescript import module_text

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(module_text(), encoding="utf-8")
