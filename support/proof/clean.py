"""False alarms: healthy agents, asked this and that by all sorts of customers, also in a rush."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from behave.model import Feature
from behave.parser import parse_feature

from support.customers import topic
from support.proof.acting import profile_of, record
from support.proof.workshop import Cell, Workshop, cell_of
from support.verdict import Outcome

TEMPLATE = Path(__file__).with_name("clean.feature")
SAVINGS = (
    "How can we cut our AI bill?",
    "What would we save on model API calls?",
    "Where does our GPU money go?",
    "How can we cut what we pay for idle GPUs?",
    "How can we lower our storage cost?",
)
"""Questions of every day, beside those of a crowd."""
QUESTIONS = 20
"""Recordings of one agent: so many questions, each by another customer."""


@dataclass(frozen=True, slots=True)
class Clean:
    """What every promise said of some healthy recordings."""

    cells: tuple[Cell, ...]
    seed: int
    busy: bool

    @property
    def alarms(self) -> list[Cell]:
        """Recordings of which something was said that is not so."""
        return [cell for cell in self.cells if cell.outcome is Outcome.NOT_MET]

    @property
    def unknown(self) -> list[Cell]:
        """Recordings of which something could not be said."""
        return [c for c in self.cells if c.outcome not in (Outcome.MET, Outcome.NOT_MET)]


def features(seed: int, industries: Sequence[str]) -> list[Feature]:
    """One feature a question, as files are; the seed decides which questions and customers."""
    template = TEMPLATE.read_text(encoding="utf-8")
    found = []
    for number in range(QUESTIONS):
        at = seed * QUESTIONS + number
        every = number % 4 == 3
        question = SAVINGS[at // 4 % len(SAVINGS)] if every else topic(at)
        text = template.replace("<question>", question)
        industry = (*industries, "")[at % (len(industries) + 1)]
        if not industry:  # a customer of the usual company
            text = text.replace("    Given a customer from <industry>\n", "")
        text = text.replace("<industry>", industry)
        text = text.replace("are kept\n", f"are kept: {at}\n")
        found.append(parse_feature(text, filename=str(TEMPLATE)))
    return found


def tried(workshop: Workshop, seed: int, *, busy: bool = False) -> Clean:
    """Records a healthy agent of this seed, and lets every promise judge it."""
    industries = [
        name if name != "public sector" else f"the {name}" for name in workshop.profile.companies
    ]
    plans = workshop.bench.plans(features(seed, industries))
    with _busy(os.cpu_count() or 1) if busy else contextlib.nullcontext():
        recorded = record(profile_of("", "--seed", str(seed)), plans)
    results = workshop.bench.judged(plans, recorded, features(seed, industries))
    return Clean(tuple(map(cell_of, results)), seed, busy)


@contextlib.contextmanager
def _busy(processors: int) -> Iterator[None]:
    """Keeps so many processors at work, as somebody else's build would."""
    command = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(command) for _ in range(processors)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()
