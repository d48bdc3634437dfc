"""The golden path as a whole: what the suite adds to it, and whether its verdicts stay the same."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from support import recording
from support.agents import profile
from support.bench.racing import Row, spread
from support.customers import QUESTIONS
from support.verdict import HarnessError

_ROOT = Path(__file__).parents[2]
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_OPENING = "the agent is open for business"
_ASKED = re.compile(
    "|".join(
        (
            r"where our GPU money goes",
            r"how to cut a \$2M annual AI bill",
            r"which of our services cost the most on Azure",
            r"how can we lower our AWS storage cost(?= *\n)",
            r"how can we cut what we pay for idle GPUs",
        )
    )
)
_BROAD = "how to cut a ${}M annual AI bill"
_SUMS = (1, 2, 3, 5, 8)


def overhead(rounds: int) -> list[Row]:
    """Seconds that the suite adds to the golden path in all.

    The wall time of the whole tag, from the start of the process to its end, less the time in which
    a step waited for the agent to start (and for the one before it to be gone), and less the time
    from the moment at which a scenario's first customer goes to the agent's door to that at which
    its last one stops listening, as the recordings tell: the agent's own work, and what customers
    wait on purpose. The second figure holds the way to the agent and its greeting against the suite
    as well: it counts as the agent's only what follows the first question.
    """
    values: dict[str, list[float]] = {"connect": [], "send": []}
    for _ in range(rounds):
        with _house() as folder:
            began = time.monotonic()
            _golden_path(folder)
            wall = time.monotonic() - began
            for since, found in values.items():
                found.append(wall - _opening(folder) - _conversations(folder, since))
    added, strict = (statistics.median(found) for found in values.values())
    return [
        Row(
            "overhead_s",
            "seconds added to the golden path",
            added,
            spread(values["connect"]),
            "<= 1.5",
            added <= 1.5,
        ),
        Row(
            "overhead_strict_s",
            "the first, from the questions on",
            strict,
            spread(values["send"]),
            "<= 1.5",
            strict <= 1.5,
        ),
    ]


def verdicts(rounds: int) -> list[Row]:
    """How many of the golden path's verdicts change over clean repeats.

    Each repeat has another seed of the agent's and other questions where a feature leaves them
    open; the first one's verdicts are what the others are held against.
    """
    seen: list[dict[str, str]] = []
    for number in range(rounds):
        with _house() as folder:
            _vary(folder, number)
            _golden_path(folder, "-D", "agent=seeded.toml")
            summary = json.loads((folder / "reports" / "summary.json").read_text(encoding="utf-8"))
        told = Counter[str]()
        verdict = {}
        for scenario in summary["scenarios"]:
            place = re.sub(r" \(.*", "", scenario["name"])
            told[place] += 1
            verdict[f"{place} {told[place]}"] = scenario["outcome"]
        seen.append(verdict)
    changed = _changed(seen)
    worst = Counter(outcome for verdict in seen for outcome in verdict.values())
    told_words = ", ".join(f"{count} {outcome}" for outcome, count in worst.most_common())
    words = f"verdicts that changed in {rounds} repeats"
    kept = set(worst) == {"met"}  # a promise that is broken every time does not change either
    return [Row("verdict_changes", words, changed, told_words, "0", changed == 0 and kept)]


def _changed(seen: Sequence[Mapping[str, str]]) -> int:
    """Verdicts of later repeats that differ from the first one's, or that it does not have."""
    first, *later = seen
    return sum(
        verdict.get(name) != first.get(name)
        for verdict in later
        for name in first.keys() | verdict.keys()
    )


@contextlib.contextmanager
def _house() -> Iterator[Path]:
    """A folder to run the suite in: features of its own, reports of its own, the same code."""
    with tempfile.TemporaryDirectory(prefix="golden-path-bench-") as name:
        folder = Path(name)
        for part in ("support", "scoring", "behave.ini", "pyproject.toml"):
            (folder / part).symlink_to(_ROOT / part)
        for path in sorted((_ROOT / "features").rglob("*")):
            if path.is_file() and path.suffix in (".py", ".feature"):
                copy = folder / path.relative_to(_ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
        yield folder


def _golden_path(folder: Path, *options: str) -> None:
    command = [sys.executable, "-m", "behave", "--tags", "@golden_path", "-f", "json", "-o"]
    # Python keeps what it compiled, as it does for everybody who does not forbid it.
    usual = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    done = subprocess.run(
        [*command, "steps.json", *options],
        cwd=folder,
        env=usual,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if not (folder / "reports" / "summary.json").is_file():
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise HarnessError(f"the golden path did not run: {' '.join(said)}")


def _opening(folder: Path) -> float:
    """Seconds in which steps waited for the agent to start."""
    features = json.loads((folder / "steps.json").read_text(encoding="utf-8"))
    return sum(
        float(step.get("result", {}).get("duration", 0.0))
        for feature in features
        for element in feature["elements"]
        for step in element["steps"]
        if step["name"] == _OPENING
    )


def _conversations(folder: Path, since: str) -> float:
    """Seconds in which customers of some scenario were with the agent, or away on purpose.

    From their first line of this kind on.
    """
    spans = []
    for path in (folder / "reports" / "recordings").rglob("*.jsonl"):
        frames = recording.load(path).frames
        came = [frame.t for frame in frames if frame.dir == since]
        ends = [frame.t for frame in frames if frame.dir == "end"]
        if came and ends:
            spans.append((came[0], ends[-1]))
    return _covered(spans)


def _covered(spans: Sequence[tuple[float, float]]) -> float:
    """Seconds that at least one of these spans covers."""
    total, until = 0.0, float("-inf")
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, until))
        until = max(until, end)
    return total


def _vary(folder: Path, number: int) -> None:
    """Another seed for the agent, and other questions of the same kind."""
    shipped = profile.find("reference").read_text(encoding="utf-8")
    seeded = shipped.replace('"--stop-with-parent"', f'"--stop-with-parent", "--seed", "{number}"')
    (folder / "seeded.toml").write_text(seeded, encoding="utf-8")
    if number == 0:
        return
    dice = random.Random(number)

    def other(found: re.Match[str]) -> str:
        if "annual AI bill" in found[0]:
            return _BROAD.format(dice.choice(_SUMS))
        return f'"{dice.choice(QUESTIONS)}"'

    for path in (folder / "features" / "golden_path").glob("*.feature"):
        text = path.read_text(encoding="utf-8")
        path.write_text(_ASKED.sub(other, text), encoding="utf-8")
