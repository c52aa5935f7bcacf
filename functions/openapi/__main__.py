"""Write the OpenAPI document of all functions: ``python -m functions.openapi FILE``."""

import sys
from pathlib import Path

from functions.openapi.document import document_text

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document_text(), encoding="utf-8")
