"""Fit the weights of `scoring.general` to pairs of answers of which people preferred one.

`python -m scoring.fitting.fit DATA_FOLDER` reads `pairs.jsonl` (see the README beside this file),
prints how often the better answer is found in questions that the weights were not fitted on, and
writes `scoring/general_weights.py`. `--only-print` leaves that file as it is.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from statistics import mean, pstdev, quantiles

from scoring.fitting.pairs import BadPairsError, Pair, load_pairs
from scoring.fitting.regression import Row, fit_weights, product
from scoring.fitting.report import figures, folds
from scoring.general_features import features
from scoring.text import read_text

FOLDS = 10
SEEDS = 5
ADVERSARIAL_WEIGHT = 0.2
"""Pairs made so that the worse answer looks better count less: looks are what is measured here."""

PREFERRED, REJECTED = 0.80, 0.25
"""What the median preferred answer is worth, and the lowest tenth of those not preferred."""

TARGET = Path(__file__).parent.parent / "general_weights.py"


def main() -> int:
    """Read the pairs, print honest figures, write the weights."""
    parser = argparse.ArgumentParser(description="Fit the weights for general questions.")
    parser.add_argument("folder", type=Path, help="the folder that holds pairs.jsonl")
    parser.add_argument("--only-print", action="store_true", help="leave the weights as they are")
    args = parser.parse_args()
    try:
        pairs = load_pairs(args.folder)
    except BadPairsError as problem:
        print(problem, file=sys.stderr)
        return 2
    left = [flat(pair.question, pair.a) for pair in pairs]
    right = [flat(pair.question, pair.b) for pair in pairs]
    names = list(left[0])
    rows = [
        tuple(sign * (a[name] - b[name]) for name in names)
        for a, b, sign in zip(left, right, (pair.sign for pair in pairs), strict=True)
    ]
    importance = importance_of(pairs)
    cross_validate(pairs, rows, importance)
    weights = fit_weights(rows, importance)
    show("in sample (proves nothing)", [figures(pairs, [product(row, weights) for row in rows])])
    if not args.only_print:
        TARGET.write_text(as_module(pairs, left, right, names, weights), encoding="utf-8")
        print(f"written: {TARGET.name}")
    return 0


def flat(question: str, answer: str) -> dict[str, float]:
    """The features of an answer without their groups."""
    groups = features(read_text(question), read_text(answer))
    return {name: value for group in groups.values() for name, value in group.items()}


def importance_of(pairs: list[Pair]) -> list[float]:
    """Weights of the pairs, 1 on average: no question with many pairs outweighs the others."""
    asked = Counter(pair.question for pair in pairs)
    raw = [
        asked[pair.question] ** -0.5 * (ADVERSARIAL_WEIGHT if pair.adversarial else 1.0)
        for pair in pairs
    ]
    return [each / mean(raw) for each in raw]


def cross_validate(pairs: list[Pair], rows: list[Row], importance: list[float]) -> None:
    """Print the figures of pairs whose questions were left out of the fit, for several seeds."""
    runs = []
    for seed in range(SEEDS):
        margins = [0.0] * len(pairs)
        fold_of = folds(pairs, FOLDS, seed)
        for fold in range(FOLDS):
            kept = [at for at, each in enumerate(fold_of) if each != fold]
            weights = fit_weights([rows[at] for at in kept], [importance[at] for at in kept])
            for at, each in enumerate(fold_of):
                if each == fold:
                    margins[at] = product(rows[at], weights)
        runs.append(figures(pairs, margins))
    show(f"cross-validated by question, {FOLDS} folds, {SEEDS} seeds", runs)


def show(title: str, runs: list[dict[str, float]]) -> None:
    """Print the mean of each figure and its spread over the runs."""
    print(title)
    for name in runs[0]:
        values = [run[name] for run in runs]
        spread = f" +- {pstdev(values):.3f}" if len(values) > 1 else ""
        print(f"  {name:20s} {mean(values):.3f}{spread}")


def as_module(
    pairs: list[Pair],
    left: list[dict[str, float]],
    right: list[dict[str, float]],
    names: list[str],
    weights: Row,
) -> str:
    """The source of `scoring/general_weights.py`."""
    answers = [answer for side in (left, right) for answer in side]
    typical = [mean(answer[name] for answer in answers) for name in names]

    def score(answer: dict[str, float]) -> float:
        parts = zip(names, typical, weights, strict=True)
        return sum(weight * (answer[name] - usual) for name, usual, weight in parts)

    plain = [
        (score(a), score(b)) if pair.sign > 0 else (score(b), score(a))
        for pair, a, b in zip(pairs, left, right, strict=True)
        if not pair.adversarial
    ]
    high = quantiles([better for better, _ in plain], n=2)[0]
    low = quantiles([worse for _, worse in plain], n=10)[0]
    lines = [
        '"""Weights of the features of a general answer: made by `scoring/fitting/fit.py`.',
        "",
        "Data and licences: `scoring/fitting/README.md`.",
        '"""',
        "",
        f"BETTER = {high:.4f}",
        f'"""The weighed sum of the median preferred answer: it is worth {PREFERRED}."""',
        "",
        f"WORSE = {low:.4f}",
        f'"""That of the lowest tenth of those not preferred: it is worth {REJECTED}."""',
        "",
        f"WORTH = ({PREFERRED}, {REJECTED})",
        "",
        "WEIGHTS: dict[str, tuple[float, float]] = {",
        *(
            f'    "{name}": ({weight:.4g}, {usual:.4g}),'
            for name, weight, usual in zip(names, weights, typical, strict=True)
        ),
        "}",
        '"""Of each feature its weight and its mean over the answers."""',
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
