"""What came of the hostile agents, for machines and for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from support.hostile.fuzzing import Fuzzed
from support.hostile.playing import Played
from support.hostile.trying import Tried
from support.hostile.whole_suite import Judged
from support.plurals import counted


def facts(
    played: Played, sample: Sequence[Judged], fuzzed: Fuzzed, took_s: float
) -> dict[str, Any]:
    """All figures; `good` where every verdict was right and nothing went wrong beside it."""
    ended = [each.tried for each in sample]
    hostile = [each for each in played.tried if each.behaviour.verdict != "met"]
    harmless = [each for each in played.tried if each.behaviour.verdict == "met"]
    left = [*played.left_behind, *(each for one in sample for each in one.left_behind)]
    wrong = [each for each in (*played.tried, *ended) if each.faults]
    return {
        "good": not wrong and not left and not fuzzed.failures,
        "bad_inputs": len(hostile),
        "clear_verdicts": sum(not each.faults for each in hostile),
        "passed": sum(each.outcome.words == "met" for each in (*hostile, *ended)),
        "hangs": sum(each.hung for each in (*played.tried, *ended)),
        "crashes": sum(each.crashed for each in (*played.tried, *ended)),
        "left_behind": left,
        "outcomes": dict(Counter(each.outcome.value for each in hostile)),
        "tolerated": len(harmless),
        "tolerated_met": sum(not each.faults for each in harmless),
        "end_to_end": len(ended),
        "end_to_end_clear": sum(not each.faults for each in ended),
        "fuzz_frames": fuzzed.frames,
        "fuzz_documents": fuzzed.documents,
        "fuzz_failures": fuzzed.failures,
        "longest_s": round(max((each.took_s for each in played.tried), default=0.0), 1),
        "worker_peak_mb": round(played.peak_mb),
        "took_s": round(took_s, 1),
        "behaviours": [_row(each) for each in played.tried],
        "wrong": [_row(each) for each in wrong],
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The same for people."""
    yield (
        f"{counted(found['bad_inputs'], 'hostile behaviour')}, "
        f"{counted(found['clear_verdicts'], 'clear verdict')}"
    )
    yield f"  passed {found['passed']}, hangs {found['hangs']}, crashes {found['crashes']}"
    told = ", ".join(
        f"{count} {name.replace('_', ' ')}" for name, count in found["outcomes"].items()
    )
    yield f"  verdicts: {told}; the slowest took {found['longest_s']:g} s"
    yield f"{found['tolerated_met']} of {found['tolerated']} harmless oddities met"
    yield f"{found['end_to_end_clear']} of {found['end_to_end']} clear from end to end"
    documents = ", ".join(counted(count, name) for name, count in found["fuzz_documents"].items())
    yield f"{counted(found['fuzz_frames'], 'frame')} of rubbish, and with damage: {documents}"
    yield from (f"✗ {each}" for each in found["fuzz_failures"])
    yield from (f"left behind: {each}" for each in found["left_behind"])
    yield f"{found['took_s']:g} s in all; a worker took {found['worker_peak_mb']} MB at most"


def _row(tried: Tried) -> dict[str, Any]:
    return {
        "name": tried.behaviour.name,
        "outcome": tried.outcome.value,
        "expected": tried.behaviour.verdict.replace(" ", "_"),
        "reason": tried.reason,
        "took_s": round(tried.took_s, 3),
        "faults": tried.faults,
    }
