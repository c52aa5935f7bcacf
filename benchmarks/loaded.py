"""Answer one request by one function, and print the names of all modules loaded by then.

The request is JSON on standard input. The script runs as a deployment would: beside the uploaded
files, with their requirements alone.
"""

import json
import sys

import functions_framework


def main() -> None:
    """Answer the request, check the status, and print the modules."""
    asked = json.load(sys.stdin)
    app = functions_framework.create_app(asked["target"], asked["source"], asked["signature_type"])
    response = app.test_client().open(
        asked["path"], method=asked["method"], data=asked["body"], headers=asked["headers"]
    )
    body = response.get_data(as_text=True)  # Read to the end: some answers are streamed.
    if response.status_code != asked["status"]:
        raise SystemExit(body)
    print(json.dumps(sorted(sys.modules)))


main()
