"""Rubbish thrown at every adapter, mapping, profile and recording: only sentences may come of it.

A frame goes to an adapter as a session feeds it, with the customer's own frames between; what came
is then read, judged and recognised. What a round threw can be thrown again by its seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from support.benchmarks import promises
from support.hostile.documents import Test, mappings, profiles, recordings
from support.hostile.exercising import exercised
from support.hostile.rubbish import RUBBISH, insist
from support.protocols import adapter_of, protocol_names
from support.protocols.base import Data
from support.protocols.recognise import recognise
from support.protocols.unmapped import unmapped
from support.reading import read
from support.recording import Frame, Recording

FRAMES = 100_000
"""How many frames a whole round takes."""

_A_DOCUMENT = 100
"""So many frames for each mapping, profile and recording that is tried."""

_ROUND = 100
_MEASURES = (
    promises.answered, promises.all_five_signs, promises.start_first, promises.one_ending,
    promises.tools_answered, promises.helpers_nested, promises.own_ids, promises.in_sequence,
    promises.whole_answer, promises.worked_once,
)  # fmt: skip


@dataclass(slots=True)
class Fuzzed:
    """How much was thrown, and what came that should not have, a sentence each."""

    frames: int = 0
    documents: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def fuzz(frames: int = FRAMES, first_seed: int = 0) -> Fuzzed:
    """Throws so many frames, shared evenly by all protocols, and documents beside them."""
    found, names = Fuzzed(), protocol_names()
    for name in names:
        thrown, failure = _thrown(partial(frames_of, name), -(-frames // len(names)), first_seed)
        found.frames += thrown
        found.failures += [f"{name}, {failure}"] if failure else []
    for name, made in (("mapping", mappings), ("profile", profiles), ("recording", recordings)):
        thrown, failure = _thrown(made, -(-frames // _A_DOCUMENT), first_seed)
        found.documents[name] = thrown
        found.failures += [f"{name}, {failure}"] if failure else []
    return found


def _thrown(made: Callable[[list[int]], Test], share: int, number: int) -> tuple[int, str]:
    """Tries until the share is thrown or something came; how much was, and what came."""
    counted = [0]
    quiet = settings(
        max_examples=_ROUND,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    while counted[0] < share:
        try:
            seed(number)(quiet(made(counted)))()
        except Exception as error:  # noqa: BLE001 - whatever it is, it should not have come
            notes = " ".join(getattr(error, "__notes__", []))
            return counted[0], f"seed {number}: {error!r:.300} {notes:.600}"
        number += 1
    return counted[0], ""


def frames_of(name: str, counted: list[int]) -> Test:
    """A test of one protocol's adapter; counts what it threw."""

    @given(st.lists(RUBBISH, max_size=40), st.integers(0, 5000), st.integers(0, 3))
    def test(said: list[Data], code: int, extra: int) -> None:
        recorded, events = exercised(adapter_of(name), said, code)
        counted[0] += len(said)
        if extra == 0:
            _, again = exercised(adapter_of(name), said, code)
            insist(str(events) == str(again), "the same frames were read otherwise")
        _judged(name, recorded)
        if extra == 1:
            recognise(recorded)

    return test


def _judged(name: str, frames: list[Frame]) -> None:
    talk = read(Recording({"protocol": name}, tuple(frames)))
    unmapped(talk.beside_runs)
    for run in talk.runs:
        for measure in _MEASURES:
            measure(run, None)
