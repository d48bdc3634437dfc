"""Which messages of the native protocol, in which phases, a full run has shown."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from support.coverage.lifecycle import Step, Walk
from support.recording import load

LIFECYCLE = Path(__file__).with_name("lifecycle.toml")


@dataclass(frozen=True, slots=True)
class ProtocolCoverage:
    """What was shown of what means something; `seen` counts each step, listed or not."""

    expected: tuple[Step, ...]
    seen: Counter[Step]
    sessions: int

    @property
    def missing(self) -> list[Step]:
        """The steps that no session took."""
        return [step for step in self.expected if not self.seen[step]]

    @property
    def unlisted(self) -> list[Step]:
        """Steps that were taken and that the state machine does not have."""
        return sorted(set(self.seen) - set(self.expected))

    @property
    def percent(self) -> float:
        """The share that was shown, in percent."""
        return 100 * (1 - len(self.missing) / len(self.expected))


def expected(path: Path = LIFECYCLE) -> tuple[Step, ...]:
    """Every message in every phase in which it means something, as the state machine has them."""
    phases = tomllib.loads(path.read_text(encoding="utf-8"))["phases"]
    return tuple((name, each) for name, phase in phases.items() for each in phase["messages"])


def covered(recordings: Iterable[Path]) -> ProtocolCoverage:
    """What the sessions recorded in these files have shown; those of other protocols are left out.

    Raises `ValueError` in one sentence where a file is no recording.
    """
    seen: Counter[Step] = Counter()
    sessions = 0
    for path in recordings:
        recording = load(path)
        if recording.about.get("protocol") == "native":
            sessions += 1
            seen.update(Walk().steps(recording))
    return ProtocolCoverage(expected(), seen, sessions)


def lines(found: ProtocolCoverage, features: ProtocolCoverage) -> Iterator[str]:
    """Both figures for people, with what is missing by name; `found` has the tour's sessions too.

    The tour is scripted for what no feature comes by, so that the first figure alone would say
    more of the features than is so.
    """
    yield (
        f"protocol coverage {found.percent:.1f}% by the features and a scripted tour together, "
        f"{features.percent:.1f}% by the features alone"
    )
    for who, each in (("together", found), ("the features alone", features)):
        shown = len(each.expected) - len(each.missing)
        yield (
            f"  {who}: {shown} of {len(each.expected)} messages in their phases, "
            f"in {each.sessions} recorded sessions"
        )
    yield from (f"  missing: {message}, {phase}" for phase, message in found.missing)
    yield from (
        f"  not in the state machine: {message}, {phase}" for phase, message in found.unlisted
    )
