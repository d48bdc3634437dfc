"""How often the preferred answer is found, in all and where length cannot help."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from statistics import mean

from scoring.fitting.pairs import Pair


def folds(pairs: Sequence[Pair], count: int, seed: int) -> list[int]:
    """The fold of each pair; all pairs of a question are in the same one."""
    questions = list(dict.fromkeys(pair.question for pair in pairs))
    random.Random(seed).shuffle(questions)
    fold_of = {question: at % count for at, question in enumerate(questions)}
    return [fold_of[pair.question] for pair in pairs]


def figures(pairs: Sequence[Pair], margins: Sequence[float]) -> dict[str, float]:
    """Shares of pairs judged as people did, half for a tie; `margins`: preferred minus other.

    "pooled" leaves adversarial pairs out; "length-matched" are those whose word counts differ by
    a quarter at most; "balanced" is the mean over those where the longer and the shorter one won.
    """
    pooled: list[float] = []
    matched: list[float] = []
    longer: list[float] = []
    shorter: list[float] = []
    by_set: dict[str, list[float]] = defaultdict(list)
    for pair, margin in zip(pairs, margins, strict=True):
        hit = 1.0 if margin > 1e-12 else 0.5 if margin >= -1e-12 else 0.0
        by_set[pair.source].append(hit)
        if pair.adversarial:
            continue
        pooled.append(hit)
        of_a, of_b = len(pair.a.split()) + 1, len(pair.b.split()) + 1
        if 0.8 <= of_a / of_b <= 1.25:
            matched.append(hit)
        if of_a != of_b:
            (longer if (of_a > of_b) == (pair.sign > 0) else shorter).append(hit)
    found = {"pooled": pooled, "length-matched": matched, "longer won": longer}
    found |= {"shorter won": shorter, **dict(sorted(by_set.items()))}
    shares = {name: mean(hits) for name, hits in found.items() if hits}
    if longer and shorter:
        shares["balanced"] = (shares["longer won"] + shares["shorter won"]) / 2
    return shares
