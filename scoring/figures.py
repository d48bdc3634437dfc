"""How good the judge of answers is, on labelled data: `python -m scoring.figures FOLDER`.

FOLDER holds `probes.jsonl` (answers with the verdict that they deserve) and, where there are some,
`pairs.jsonl` (two answers to one question, with the one that people preferred), a JSON object a
line:

    probe  id, question, answer, should_pass, band ("excellent", "medium", "poor" or "attack"),
           attack_type (null for honest answers), difficulty ("A" to "C"), target [low, high],
           base (the question's id: the source of a corrupted copy is `base` + "-exc")
    pair   question, a, b, label ("a", "b" or "tie"), set
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from scoring.answer import score_answer
from scoring.disturbances import BROKEN
from scoring.quality import THRESHOLD

Scorer = Callable[[str, str], float]
Row = dict[str, Any]

_COPIES = ("mp-", "kw-shuf", "sum-")
"""How the ids of corrupted copies begin."""
_APART = ("llmbar_adversarial",)
"""Sets of pairs that are made to mislead: reported by themselves."""


class BadDataError(ValueError):
    """One sentence: which file and line, what is wrong, what would be right."""


def of_probes(score: Scorer, probes: Sequence[Row]) -> Iterator[tuple[str, object]]:
    """Verdicts, bands and speed over answers whose verdict is known."""
    values: list[float] = []
    times: list[tuple[int, float]] = []
    for probe in probes:
        start = time.perf_counter()
        values.append(score(probe["question"], probe["answer"]))
        times.append((len(probe["answer"]), time.perf_counter() - start))
    judged = list(zip(probes, values, strict=True))
    good = [each for each in judged if each[0]["should_pass"]]
    bad = [each for each in judged if not each[0]["should_pass"]]
    refused = [p["id"] for p, value in good if value < THRESHOLD]
    passed = [(p["id"], p["difficulty"]) for p, value in bad if value >= THRESHOLD]
    yield "probes", len(probes)
    if good and bad:
        yield (
            "balanced accuracy",
            round(1 - (len(refused) / len(good) + len(passed) / len(bad)) / 2, 3),
        )
    yield f"false fails, of {len(good)}", refused
    for tier in sorted({str(p["difficulty"]) for p, _ in bad}):
        yield f"false passes, tier {tier}", [name for name, of in passed if of == tier]
    inside = sum(p["target"][0] <= value <= p["target"][1] for p, value in judged)
    yield "within their target band", f"{inside}/{len(judged)}"
    for band in ("excellent", "medium", "poor"):
        honest = [value for p, value in judged if p["band"] == band and p["attack_type"] is None]
        if honest:
            yield f"mean of the {band} ones", round(mean(honest), 3)
    source = {p["id"]: value for p, value in judged}
    pairs = [(value, source.get(f"{p['base']}-exc")) for p, value in bad if _is_copy(p)]
    below = [value < own - 1e-9 for value, own in pairs if own is not None]
    yield "corrupted copies below their source", f"{sum(below)}/{len(below)}"
    yield "wrong by kind", _by_kind(judged)
    short = [seconds for length, seconds in times if length < 5_000]
    long = [seconds for length, seconds in times if length > 70_000]
    if short:
        yield "median, in microseconds", round(median(short) * 1e6)
    if long:
        yield "slowest of more than 70,000 characters, in ms", round(max(long) * 1e3, 1)


def of_disturbances(score: Scorer, probes: Sequence[Row]) -> Iterator[tuple[str, object]]:
    """How often the harmless moved the score, padding raised it, or damage did not lower it."""
    honest = [
        (p["question"], p["answer"])
        for p in probes
        if p["attack_type"] is None and p["band"] in ("excellent", "medium")
    ]
    before = [score(*each) for each in honest]
    for kind, (changes, is_broken) in BROKEN.items():
        for name, change in changes.items():
            changed = [(change(*each), value) for each, value in zip(honest, before, strict=True)]
            pairs = zip(changed, honest, strict=True)
            moved = [score(*new) - value for (new, value), old in pairs if new != old]
            worst = max(moved, key=abs, default=0.0)
            broken = sum(map(is_broken, moved))
            yield f"{kind}: {name}", f"{broken}/{len(moved)} broken, worst {worst:+.3f}"


def of_pairs(score: Scorer, pairs: Sequence[Row]) -> Iterator[tuple[str, object]]:
    """How often the answer that people preferred gets the higher score; a tie counts half."""
    by_set: defaultdict[str, list[float]] = defaultdict(list)
    alike: list[float] = []
    longer: list[float] = []
    shorter: list[float] = []
    for pair in pairs:
        if pair["label"] == "tie":
            continue
        lengths = [len(pair[each].split()) + 1 for each in "ab"]
        better = score(pair["question"], pair["a"]) - score(pair["question"], pair["b"])
        better = better if pair["label"] == "a" else -better
        hit = 0.5 if abs(better) <= 1e-12 else float(better > 0)
        by_set[pair["set"]].append(hit)
        if pair["set"] in _APART:
            continue
        if 0.8 <= lengths[0] / lengths[1] <= 1.25:
            alike.append(hit)
        if lengths[0] != lengths[1]:
            (longer if (lengths[0] > lengths[1]) == (pair["label"] == "a") else shorter).append(hit)
    pooled = [hit for name, hits in by_set.items() if name not in _APART for hit in hits]
    for name, hits in (("pooled", pooled), ("of about the same length", alike)):
        yield name, f"{_mean(hits)} over {len(hits)} pairs"
    if longer and shorter:
        yield "balanced by which is longer", round((mean(longer) + mean(shorter)) / 2, 3)
    for name, hits in sorted(by_set.items()):
        yield name, f"{_mean(hits)} over {len(hits)} pairs"


def load(path: Path, needed: Sequence[str]) -> list[Row]:
    """The objects of a file, a line each; raises `BadDataError` at the first that is none."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDataError(f"{path} cannot be read as UTF-8 text: {error}") from None
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError) as error:
            raise BadDataError(f"{path}, line {number}: no JSON ({error})") from None
        if row is None:
            continue
        missing = [key for key in needed if not isinstance(row, dict) or key not in row]
        if missing:
            raise BadDataError(
                f"{path}, line {number}: an object with {', '.join(missing)} is needed"
            )
        rows.append(row)
    if not rows:
        raise BadDataError(f"{path} holds no rows")
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; returns 0, or 2 where the data cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m scoring.figures",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    try:
        probes = load(folder / "probes.jsonl", _PROBE)
        pairs = load(folder / "pairs.jsonl", _PAIR) if (folder / "pairs.jsonl").exists() else []
    except BadDataError as error:
        print(f"python -m scoring.figures: {error}", file=sys.stderr)
        return 2
    score_answer(
        probes[0]["question"], probes[0]["answer"]
    )  # what is loaded once is no answer's time
    _show("Answers of known worth", of_probes(score_answer, probes))
    _show("Changes that must not matter, or must", of_disturbances(score_answer, probes))
    if pairs:
        _show("What people preferred", of_pairs(score_answer, pairs))
    return 0


_PROBE = ("id", "question", "answer", "should_pass", "band", "attack_type", "difficulty", "target",
          "base")  # fmt: skip
_PAIR = ("question", "a", "b", "label", "set")


def _show(title: str, lines: Iterator[tuple[str, object]]) -> None:
    print(f"\n{title}")
    for name, value in lines:
        told = (", ".join(value) or "none") if isinstance(value, list) else value
        print(f"  {name:46} {told}", flush=True)


def _is_copy(probe: Row) -> bool:
    return str(probe["id"]).startswith(_COPIES)


def _by_kind(judged: Sequence[tuple[Row, float]]) -> str:
    wrong: defaultdict[str, list[bool]] = defaultdict(list)
    for probe, value in judged:
        kind = probe["attack_type"] or probe["band"]
        wrong[kind].append((value >= THRESHOLD) != probe["should_pass"])
    told = [f"{kind} {sum(of)}/{len(of)}" for kind, of in sorted(wrong.items()) if any(of)]
    return ", ".join(told) or "none"


def _mean(hits: Sequence[float]) -> str:
    return f"{mean(hits):.3f}" if hits else "no figure"


if __name__ == "__main__":
    sys.exit(main())
