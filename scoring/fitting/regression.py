"""A pairwise logistic regression with a ridge: few pairs, many weak signs, so strongly held back.

The chance that the left answer of a pair is preferred is 1 / (1 + exp(-(s(left) - s(right)))) with
s a weighed sum of features (Bradley and Terry, 1952).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt
from operator import mul

Row = tuple[float, ...]

RIDGE = 0.18
"""Penalty on the squared weight of each standardised feature, times the number of pairs."""

LEAST_SPREAD = 0.1
"""So that a feature that few answers have is not trusted with a large weight."""

_STEPS = 120
_POWER_STEPS = 12
_MOST = 30.0


def product(row: Sequence[float], weights: Sequence[float]) -> float:
    """The weighed sum."""
    total: float = sum(map(mul, row, weights))
    return total


def spreads(rows: Sequence[Row]) -> list[float]:
    """The root of the mean square of each difference, `LEAST_SPREAD` where it is smaller."""
    return [
        max(LEAST_SPREAD, sqrt(sum(map(mul, each, each)) / len(rows)))
        for each in zip(*rows, strict=True)
    ]


def fit_weights(rows: Sequence[Row], importance: Sequence[float]) -> Row:
    """Weights for rows of differences, preferred answer minus the other.

    Solved by accelerated gradient steps (Nesterov's, constant momentum for a strongly convex
    function), a fixed number of them, so that the same rows always give the same weights.
    """
    scales = spreads(rows)
    scaled = [
        tuple(value / scale for value, scale in zip(row, scales, strict=True)) for row in rows
    ]
    columns = list(zip(*scaled, strict=True))
    ridge = RIDGE * sum(importance)
    steepest = 0.25 * _largest(scaled, columns, importance) + ridge
    momentum = (sqrt(steepest) - sqrt(ridge)) / (sqrt(steepest) + sqrt(ridge))
    weights = ahead = [0.0] * len(columns)
    for _ in range(_STEPS):
        missing = [
            each / (1.0 + exp(min(_MOST, max(-_MOST, product(row, ahead)))))
            for row, each in zip(scaled, importance, strict=True)
        ]
        before, weights = (
            weights,
            [
                at + (product(column, missing) - ridge * at) / steepest
                for at, column in zip(ahead, columns, strict=True)
            ],
        )
        ahead = [now + momentum * (now - then) for now, then in zip(weights, before, strict=True)]
    return tuple(weight / scale for weight, scale in zip(weights, scales, strict=True))


def _largest(rows: Sequence[Row], columns: Sequence[Row], importance: Sequence[float]) -> float:
    """The largest eigenvalue of the squared rows, from above by a margin (power method)."""
    direction = [1.0 + at % 7 for at in range(len(columns))]
    size = 1.0
    for _ in range(_POWER_STEPS):
        length = sqrt(product(direction, direction)) or 1.0
        direction = [each / length for each in direction]
        along = [each * product(row, direction) for row, each in zip(rows, importance, strict=True)]
        direction = [product(column, along) for column in columns]
        size = sqrt(product(direction, direction))
    return 1.2 * size
