"""Answer requests by functions, and print the names of the modules that each has loaded by then.

Each request is a line of JSON on standard input, and its modules are a line of JSON on standard
output. Each is answered in a process of its own, which begins with what all functions load. The
script runs as a deployment would, with the requirements of the uploaded files alone.
"""

import json
import os
import sys
from typing import Any

import functions_framework
import google.cloud.firestore  # noqa: F401 (loaded once for all)
import pydantic


def main() -> None:
    """Answer each request in a fork."""
    pydantic.BaseModel  # noqa: B018 (pydantic imports its modules when they are first asked for)
    for line in sys.stdin:
        sys.stdout.flush()
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            if status:
                raise SystemExit(line)
            continue
        print(json.dumps(_loaded_by(json.loads(line))), flush=True)
        os._exit(0)


def _loaded_by(asked: dict[str, Any]) -> list[str]:
    """Answer a request, check the status, and return the names of the modules."""
    app = functions_framework.create_app(asked["target"], asked["source"], asked["signature_type"])
    response = app.test_client().open(
        asked["path"], method=asked["method"], data=asked["body"], headers=asked["headers"]
    )
    body = response.get_data(as_text=True)  # Read to the end: some answers are streamed.
    if response.status_code != asked["status"]:
        raise SystemExit(body)
    return sorted(sys.modules)


main()
