"""How much of the code and of the native protocol the suite comes by.

    python -m support.coverage lines     # runs everything; writes reports/coverage.json
    python -m support.coverage protocol  # writes reports/protocol_coverage.json

The protocol has two figures: `protocol_coverage` counts the recordings that the last run of the
features left and a scripted tour beside them, `by_features_alone` only those of the features.
Exit status 1 where less than is asked for was come by, or where a run failed.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence

from support.coverage import lines as code
from support.coverage import protocol
from support.coverage.tour import toured
from support.evidence.writing import put_json
from support.recording import save
from support.suite import RECORDINGS, REPORTS

TOUR = REPORTS / "protocol-tour"
"""Where the sessions of the tour are kept, beside those of the features."""


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    said = _parser().parse_args(arguments)
    return _lines(said.at_least) if said.what == "lines" else _protocol(said.at_least)


def _lines(at_least: float) -> int:
    found, failed = code.measured(REPORTS / "coverage")
    told = code.figures(found)
    put_json(REPORTS / "coverage.json", told)
    print("\n".join(code.lines(told)))
    if failed:
        print(f"{failed} of {len(code.RUNS)} runs failed; see above", file=sys.stderr)
    enough = min(told["line_coverage"], told["branch_coverage"]) >= at_least
    return int(bool(failed) or not enough)


def _protocol(at_least: float) -> int:
    """Counts the sessions that the features left, then those of a tour beside them."""
    logging.getLogger("support.reference_agent").setLevel(logging.CRITICAL)  # it is told to fail
    for session in asyncio.run(toured()):
        save(session, TOUR, str(session.about["customer"]))
    features = protocol.covered(sorted(RECORDINGS.rglob("*.jsonl")))
    whole = protocol.covered(sorted([*RECORDINGS.rglob("*.jsonl"), *TOUR.rglob("*.jsonl")]))
    told = {
        "protocol_coverage": round(whole.percent, 1),
        "by_features_alone": round(features.percent, 1),
        "sessions": whole.sessions,
        "missing": [f"{message}, {phase}" for phase, message in whole.missing],
        "missing_in_features": [f"{message}, {phase}" for phase, message in features.missing],
        "unlisted": [f"{message}, {phase}" for phase, message in whole.unlisted],
    }
    put_json(REPORTS / "protocol_coverage.json", told)
    print(*protocol.lines(whole, features), sep="\n")
    return int(whole.percent < at_least or not features.sessions)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m support.coverage",
        description="How much of the code and of the protocol the suite comes by.",
    )
    parser.add_argument("what", choices=("lines", "protocol"))
    parser.add_argument(
        "--at-least", type=float, default=95.0, metavar="PERCENT", help="what is asked for"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
