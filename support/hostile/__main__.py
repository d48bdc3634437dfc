"""Hostile agents against the suite: `python -m support.hostile`.

Plays every behaviour of the corpus, a sample of them from end to end, and throws rubbish at every
adapter; writes `reports/hostile.json`. Exit status 0 only where every verdict was clear and right,
and nothing hung, broke or was left behind.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from support.evidence.writing import put_json
from support.hostile.corpus import corpus
from support.hostile.fuzzing import FRAMES, fuzz
from support.hostile.playing import play
from support.hostile.report import facts, lines
from support.hostile.trying import Tried
from support.hostile.whole_suite import judge_sample
from support.suite import REPORTS


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    said = _parser().parse_args(arguments)
    chosen = [each for each in corpus() if said.only in each.name]
    if not chosen:
        sys.stderr.write(f"no behaviour's name holds {said.only!r}\n")
        return 2
    began = time.monotonic()
    played = play(chosen, said.lanes, say=_say)
    sample = judge_sample([each for each in chosen if each.scenario], said.lanes)
    for each in sample:
        _say(each.tried)
    fuzzed = fuzz(said.frames)
    found = facts(played, sample, fuzzed, time.monotonic() - began)
    if not said.only:
        put_json(REPORTS / "hostile.json", found)
    sys.stdout.write("\n".join(lines(found)) + "\n")
    return int(not found["good"])


def _say(tried: Tried) -> None:
    for fault in tried.faults:
        sys.stdout.write(f"✗ {tried.behaviour.name}: {fault}\n")
        sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m support.hostile", description="Hostile agents against the suite."
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="those whose name holds this")
    parser.add_argument("--lanes", type=int, default=2, help="how many at a time")
    parser.add_argument("--frames", type=int, default=FRAMES, help="how much rubbish is thrown")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
