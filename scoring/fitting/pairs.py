"""Pairs of answers to one question, with the one that people preferred."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_FIELDS = ("set", "question", "a", "b", "label")


class BadPairsError(ValueError):
    """The pairs cannot be used: the sentence says where, what is wrong, and what would be right."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers; `sign` is 1 where people preferred `a`, -1 where they preferred `b`."""

    source: str
    question: str
    a: str
    b: str
    sign: int

    @property
    def adversarial(self) -> bool:
        """Whether the worse answer was made to look better."""
        return self.source.endswith("_adversarial")


def load_pairs(folder: Path) -> list[Pair]:
    """The pairs of `pairs.jsonl` without ties, in their order."""
    path = folder / "pairs.jsonl"
    if not path.is_file():
        raise BadPairsError(f"{folder} holds no pairs.jsonl: name the folder that does")
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        pair = _pair(line, f"{path}:{number}")
        if pair:
            pairs.append(pair)
    if not pairs:
        raise BadPairsError(f"{path} holds no pair of which one answer was preferred")
    return pairs


def _pair(line: str, where: str) -> Pair | None:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise BadPairsError(f"{where}: not JSON ({problem.msg}); one object a line") from None
    if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in _FIELDS):
        raise BadPairsError(f"{where}: an object with the texts {', '.join(_FIELDS)} is wanted")
    if row["label"] not in ("a", "b", "tie"):
        raise BadPairsError(f'{where}: label {row["label"]!r} is none of "a", "b" and "tie"')
    if row["label"] == "tie":
        return None
    sign = 1 if row["label"] == "a" else -1
    return Pair(row["set"], row["question"], row["a"], row["b"], sign)
