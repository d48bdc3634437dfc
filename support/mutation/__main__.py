"""Mutation testing of the code that judges.

    python -m support.mutation [--room ROOM] [--share SHARE] [--seed SEED] [--minutes MINUTES]

Goes on where the last run stopped: verdicts are kept until the function they are about changes.
Prints the score of each room and writes `reports/mutation.json`. Without `--room` all of them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from support.mutation import tree
from support.mutation.report import write
from support.mutation.rooms import ROOMS
from support.mutation.trying import try_room


def main(arguments: Sequence[str]) -> int:
    """The command line; 1 where a room could not be tested, else 0."""
    said = _parser().parse_args(arguments)
    until = time.monotonic() + said.minutes * 60
    for each in said.room or list(ROOMS):
        if time.monotonic() < until:
            place = tree.PLACE / each
            print(f"{each}: verdicts are kept in {place.relative_to(tree.ROOT)}", flush=True)
            wrong = try_room(ROOMS[each], place, share=said.share, seed=said.seed, until=until)
            if wrong:
                print(f"{wrong}\n{each}: its mutants could not be tried", file=sys.stderr)
                return 1
    write(tree.PLACE, said.share, said.seed)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m support.mutation", description="Mutation testing of the code that judges."
    )
    parser.add_argument("--room", action="append", choices=list(ROOMS), help="only this one")
    parser.add_argument("--share", type=float, default=1.0, help="of the mutants; 1 is all of them")
    parser.add_argument("--seed", type=int, default=1, help="which ones, where not all")
    parser.add_argument(
        "--minutes", type=float, default=600.0, help="stop after these; 0 only reports"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
