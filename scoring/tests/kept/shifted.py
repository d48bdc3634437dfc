"""Judgements of short calculations in which one thing is another: a figure, a word, a sign."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import partial

from scoring.gates.arithmetic import broken_sums
from scoring.sums.reading import read
from scoring.tests import test_arithmetic as told
from scoring.tests import test_charity as doubtful
from scoring.tests import test_grid as tables
from scoring.tests.kept.store import Kept
from scoring.tests.test_arithmetic_plans import LAYOUTS
from scoring.tests.test_arithmetic_plans import told as plan
from scoring.text import read_text

_VARIANTS, _PLANS = 60, 3
"""Of each text; each layout of a plan is told so often."""

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r" ?[^\W\d]+")
_TIMES = (
    *(0.999, 1.001, 0.996, 1.004, 0.991, 1.009, 0.985, 1.015, 0.981, 1.019, 0.979, 1.021),
    *(0.97, 1.03, 0.96, 1.04, 0.95, 1.05, 0.9, 1.1, 0.75, 1.3, 0.5, 2, 3, 0.1, 10, 100, 12, 0),
)
"""Just inside and just beyond what rounding excuses, slips by a power of ten, other periods."""

_OTHERS = {
    "$": ("€", "", "US$"),
    " a month": (" a year", " a week", "", " per seat", " each"),
    " a year": (" a month", " a quarter", "", " in the first year"),
    "%": ("", " percent lower", " points"),
    ". ": (", ", "; ", ".\n\n", " ("),
    ", ": (". ", " and ", " - ", " or "),
    "\n": (" ", "\n\n"),
    " saves ": (" costs ", " is ", " would save "),
    " to ": (" and ", " from ", " by "),
    "otal": ("otal of all, which overlap,",),
}
_BEFORE = ("about ", "-", "up to ", "at least ", "at ", "and ", "(", "1-")


def shifted() -> Kept:
    """What is wrong with each of the short calculations, each time with one thing changed."""
    for name, question, answer in calculations():
        yield name, partial(_judged, question, answer, name)


def calculations() -> Iterator[tuple[str, str, str]]:
    """Short calculations, right and wrong: the name, the question and the answer of each."""
    for name, pair in told.PAIRS.items():
        yield from ((f"{name} {at}", told.MONTHLY, text) for at, text in enumerate(pair))
    for name, pair in doubtful.PAIRS.items():
        yield from ((f"{name} {at}", doubtful.QUESTION, text) for at, text in enumerate(pair))
    for at, table in enumerate((tables.TABLE, tables.TURNED, tables.COUNTED, tables.HEADED)):
        yield f"table {at}", tables.QUESTION, table
    scale = "3.6 cents is reachable. At 500,000 questions that is $18,000 a month."
    yield "scale", told.BOT, scale
    yield "million", told.MILLIONS, told.STEPS.format("$620,000")
    yield "jump", told.JUMP, "This saves $26,000 a week, 45% of $57,000."
    for name, layout in LAYOUTS.items():
        for seed in range(_PLANS):
            yield (f"plan: {name} {seed}", *plan(layout, seed))


def _judged(question: str, answer: str, name: str) -> object:
    some = list(variants(answer))
    random.Random(name).shuffle(some)
    return [broken_sums(question, each) for each in (answer, *some[:_VARIANTS])], read(
        read_text(some[0])
    )


def variants(text: str) -> Iterator[str]:
    """The text with one thing changed, in every way there is."""
    for found in _FIGURE.finditer(text):
        value = float(found[0].replace(",", ""))
        head, rest = text[: found.start()], text[found.end() :]
        for times in _TIMES:
            yield head + f"{value * times:,.6g}".replace("e+", "") + rest
        for word in _BEFORE:
            start = len(head) - head.endswith(("$", "€"))
            yield head[:start] + word + text[start:]
    for was, others in _OTHERS.items():
        for found in re.finditer(re.escape(was), text):
            for other in others:
                yield text[: found.start()] + other + text[found.end() :]
    for found in _WORD.finditer(text):
        yield text[: found.start()] + text[found.end() :]
