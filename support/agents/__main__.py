"""For whoever connects an agent.

    python -m support.agents init PROFILE [--from TRANSCRIPT | --url ADDRESS --ask JSON]
    python -m support.agents check PROFILE [--question TEXT]
    python -m support.agents schema

`init` writes a profile with comments: for the agent that a transcript was recorded from, or for
the one at an address, which is asked a question to see what it says. `check` asks the agent one
question and shows what was understood; its exit status is 0 only where every sign of work that the
profile declares was seen, 1 where not, 2 where nothing could be tried. `schema` prints the JSON
Schema of profiles.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from support.agents import profile, schema, starting
from support.agents.check_report import report
from support.agents.checking import QUESTION, check
from support.evidence.scorecard import for_stream
from support.verdict import HarnessError

_NARROWEST = 100


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    said = _parser().parse_args(arguments)
    try:
        if said.command == "schema":
            sys.stdout.write(schema.text())
            return 0
        if said.command == "init":
            _print(starting.write(said.profile, said.transcript, said.url, said.ask))
            return 0
        agent = profile.load(said.profile)
        checked = check(agent, said.question, said.patience)
    except HarnessError as error:
        sys.stderr.write(for_stream(f"{error}\n", sys.stderr))
        return 2
    columns = shutil.get_terminal_size((120, 0)).columns
    _print(report(checked, max(columns, _NARROWEST)))
    return int(not checked.good)


def _print(lines: Iterable[str]) -> None:
    sys.stdout.write(for_stream("\n".join(lines) + "\n", sys.stdout))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m support.agents", description="Connects an agent to the suite."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="ask the agent one question, show what was seen")
    checking.add_argument("profile", metavar="PROFILE", help="a name or the path of a .toml file")
    checking.add_argument("--question", default=QUESTION, help="what is asked")
    checking.add_argument(
        "--patience", type=_scale, default=1.0, help="the suite itself waits so much longer"
    )
    beginning = commands.add_parser("init", help="write a profile with comments")
    beginning.add_argument("profile", metavar="PROFILE", type=Path, help="the file to write")
    beginning.add_argument(
        "--from", dest="transcript", metavar="TRANSCRIPT", type=Path, help="a recorded session"
    )
    beginning.add_argument("--url", default="", help="the address of the agent")
    beginning.add_argument(
        "--ask", default="", metavar="JSON", help="how it is asked: JSON with ${question} in it"
    )
    commands.add_parser("schema", help="print the JSON Schema of profiles")
    return parser


def _scale(text: str) -> float:
    scale = float(text)
    if not 0.1 <= scale <= 100:
        raise argparse.ArgumentTypeError("expected a number from 0.1 to 100")
    return scale


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:  # whoever read it has seen enough
        sys.stderr.close()
        status = 1
    sys.exit(status)
