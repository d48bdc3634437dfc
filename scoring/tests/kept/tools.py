"""What the judge's own tools say: rubrics with mistakes in them, figures, odd texts."""

from __future__ import annotations

import contextlib
import io
import tempfile
from functools import partial
from pathlib import Path
from unittest import mock

from scoring.answer import score_answer
from scoring.characters import as_seen, mixed_words, smuggled
from scoring.figures import of_disturbances, of_pairs, of_probes
from scoring.fitting import fit
from scoring.fitting.pairs import Pair
from scoring.fitting.regression import fit_weights
from scoring.rubric import FOLDER, BadRubricError, load_rubric
from scoring.tests.kept.odd import ODD
from scoring.tests.kept.store import Kept
from scoring.tests.probes import INDEPENDENT, PROBES
from scoring.text import read_text

_RUBRIC = """name = "canteen"
[claims]
words = "lunch canteen menu"
subject = ["soup", "salad bar"]
ours = "our we"
amounts = true
[vocabulary]
technology = "oven ,"
owners = "cook chef"
[concepts]
heat = "boil roast ,"
[factors]
cost = false
[[content]]
key = "dish"
asks = "what there is to eat"
words = "soup salad pasta"
weight = 2.5
figure = ""
own = true
steps = 2
times = 1
required = true
impact = false
"""
_VALUES = ("5", "-1", "0", "101", '""', '"none"', "true", '["a b", "c"]', "[1]", "{}", "1.5")


def rubrics() -> Kept:
    """What becomes of a rubric when one of its lines says something else, or is not there."""
    lines = _RUBRIC.splitlines()
    for at, line in enumerate(lines):
        key = line.partition(" = ")[0]
        others = [f"{key} = {value}" for value in _VALUES] if " = " in line else [f"{key}]"]
        for other in ("", f"{line}\nunknown = 1", *others):
            text = "\n".join([*lines[:at], other, *lines[at + 1 :]])
            yield f"{at} {other}", partial(_rubric, text)
    for path in sorted(FOLDER.glob("*.toml")):
        yield path.name, partial(_rubric, path.read_text(encoding="utf-8"))


def _rubric(text: str) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "team.toml"
        path.write_text(text, encoding="utf-8")
        try:
            return load_rubric(path)
        except BadRubricError as error:
            return str(error).replace(folder, "")


def shares() -> Kept:
    """How good the judge is on some known answers, as its figures tell it."""
    some = [*PROBES[::4], *INDEPENDENT[::2]]
    yield (
        "probes",
        lambda: [each for each in of_probes(score_answer, some) if "in m" not in each[0]],
    )
    yield "disturbances", lambda: list(of_disturbances(score_answer, some[:3]))
    pairs = [
        {
            "set": ("one", "two", "llmbar_adversarial")[at % 3],
            "question": a["question"],
            "a": a["answer"],
            "b": a["answer"] if at % 5 == 0 else b["answer"],
            "label": "ab"[at % 2] if at % 7 else "tie",
        }
        for at, (a, b) in enumerate(zip(some, [*some[3:], *some[:3]], strict=True))
    ]
    yield "pairs", lambda: list(of_pairs(score_answer, pairs))


def texts() -> Kept:
    """How odd texts are read: markup, lookalikes, hidden parts, lists, tables."""
    for at, text in enumerate(ODD):
        yield str(at), partial(_read, text)


def _read(text: str) -> object:
    return read_text(text), as_seen(text), smuggled(text), mixed_words(text.lower())


def fits() -> Kept:
    """What the fit of the weights prints and writes for a few pairs."""
    some = [probe for probe in PROBES if len(probe["answer"]) < 1500][:16]
    sets = ("plain", "plain", "plain", "llmbar_adversarial")
    pairs = [
        Pair(sets[at % 4], one["question"], one["answer"], other["answer"], 1 if at % 3 else -1)
        for at, (one, other) in enumerate(zip(some, [*some[1:], some[0]], strict=True))
    ]
    yield "small", partial(_fit, pairs)


def _fit(pairs: list[Pair]) -> object:
    left = [fit.flat(pair.question, pair.a) for pair in pairs]
    right = [fit.flat(pair.question, pair.b) for pair in pairs]
    names = list(left[0])
    rows = [
        tuple(pair.sign * (a[name] - b[name]) for name in names)
        for pair, a, b in zip(pairs, left, right, strict=True)
    ]
    importance = fit.importance_of(pairs)
    weights = fit_weights(rows, importance)
    printed = io.StringIO()
    few = mock.patch.multiple(fit, FOLDS=3, SEEDS=2)
    with few, contextlib.redirect_stdout(printed):
        fit.cross_validate(pairs, rows, importance)
    return printed.getvalue(), weights, fit.as_module(pairs, left, right, names, weights)
