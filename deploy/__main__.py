"""The command: ``python -m deploy --project P --region R [--dry-run] …``."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from deploy.configuration import VARIABLES, Configuration, InvalidConfiguration, Variable
from deploy.plan import plan
from deploy.runner import Runner, StepFailed, script


def main(argv: Sequence[str] | None = None) -> int:
    """Deploy, or print the commands; return the process's exit status."""
    parser = _parser(os.environ)
    options = parser.parse_args(argv)
    try:
        steps = plan(_configuration(options))
    except InvalidConfiguration as error:
        parser.error(str(error))
    if options.dry_run:
        print(script(steps), end="")
        return 0
    try:
        Runner().carry_out(steps)
    except StepFailed as failure:
        print(failure, file=sys.stderr)
        print("\nFix the cause and run the same command again: every step can be repeated.")
        return 1
    return 0


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m deploy",
        description="Deploy the backend to Google Cloud, or update a deployment.",
    )
    parser.add_argument("--project", required=True, help="the Firebase project's id")
    parser.add_argument("--region", required=True, help="region of the functions")
    parser.add_argument(
        "--database-location", help="location of a new database (default: the region)"
    )
    parser.add_argument("--runtime", default="python313", help="the Python runtime (%(default)s)")
    parser.add_argument(
        "--dry-run", action="store_true", help="print every command and run none of them"
    )
    for variable in VARIABLES:
        parser.add_argument(
            _option(variable),
            default=environ.get(variable.name) or None,
            dest=variable.name,
            metavar="VALUE",
            help=f"{variable.meaning} (${variable.name})",
        )
    return parser


def _configuration(options: argparse.Namespace) -> Configuration:
    given = {variable: getattr(options, variable.name) for variable in VARIABLES}
    missing = [variable for variable in VARIABLES if variable.required and not given[variable]]
    if missing and not options.dry_run:
        names = " and ".join(_option(variable) for variable in missing)
        raise InvalidConfiguration(f"{names} must be given.")
    references = {variable.name: variable.reference for variable in missing}
    values = {variable.name: value for variable, value in given.items() if value}
    return Configuration(
        project=options.project,
        region=options.region,
        database_location=options.database_location or options.region,
        runtime=options.runtime,
        env=values | references,
    )


def _option(variable: Variable) -> str:
    return "--" + variable.name.lower().replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
