"""What lies between an answer and its judgement: what is forgiven there shows here all the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from scoring.answer import judge_answer
from scoring.gates.arithmetic import _broken_pairs
from scoring.quantities import Quantity
from scoring.sums import charity, sides
from scoring.sums.equations import broken_equations, result_of
from scoring.sums.grid import broken_grid
from scoring.sums.known import Known, same
from scoring.sums.reading import BrokenSum, Reading, comparable, fits, read, slack
from scoring.sums.savings import broken_savings
from scoring.sums.spend import multiplied, period_near, spending
from scoring.sums.totals import broken_totals, contribution
from scoring.tests.kept.excerpts import excerpts_of
from scoring.tests.kept.shifted import calculations, variants
from scoring.tests.kept.store import Kept
from scoring.tests.probes import INDEPENDENT, PROBES
from scoring.text import read_text

_VARIANTS, _FIGURES, _VALUES = 8, 8, 60
_SIGNS = ("n", "n+n", "n-n", "n*n", "n/n", "n+n-n", "n*n*n", "n*n+n", "(n+n)*n", "n/n*n", "n-n/n")


def findings() -> Kept:
    """What contradicts each other in short calculations, before any benefit of the doubt."""
    for name, question, answer in calculations():
        yield name, partial(_found, question, answer, name)


def _found(question: str, answer: str, name: str) -> object:
    some = list(variants(answer))
    random.Random(f"workings {name}").shuffle(some)
    return [_all_found(question, each) for each in (answer, *some[:_VARIANTS])]


def _all_found(question: str, answer: str) -> object:
    asked, reading = read(read_text(question)), read(read_text(answer))
    known = Known(asked, reading)
    found = [
        *broken_savings(known, asked, reading),
        *broken_totals(known, reading),
        *_broken_pairs(known, asked, reading),
        *broken_equations(reading),
    ]
    return (
        found,
        [charity.explained(each, asked, reading) for each in found],
        (spending(asked, reading), multiplied(asked), multiplied(reading), known.period),
        [_about(known, asked, reading, i) for i in range(len(reading.quantities[:_FIGURES]))],
        contribution(reading, list(range(len(reading.quantities)))),
    )


def _about(known: Known, asked: Reading, reading: Reading, i: int) -> object:
    q = reading.quantities[i]
    others = reading.quantities[:_FIGURES]
    near, all_of = list(reading.quantities[max(0, i - 4) : i]), [*asked.quantities[:4]]
    values = list(charity._values(q, near, [*all_of, *near], [*all_of, *near], {id(q)}))
    return (
        (known.like(q), known.saved(q), known.rates(q.currency), known.amounts(q)),
        [
            known.is_difference(q, over, error)
            for over in (0, q.value)
            for error in (0, q.value / 9)
        ],
        (values[:_VALUES], sum(values)),
        charity.explained(BrokenSum("", reading.shown(i)), asked, reading),
        [(same(q, other), comparable(q, other), fits(other.value, q)) for other in others],
        (slack(q), result_of(reading, i), period_near(reading, i), reading.sentence(i)),
    )


def written_sums() -> Kept:
    """Which sides of a written sum agree, for any figures and signs."""
    for name, _, answer in calculations():
        yield name, partial(_sides, answer, name)


def _sides(answer: str, name: str) -> object:
    chance = random.Random(f"sides {name}")
    quantities = read(read_text(answer)).quantities
    return [list(_agreed(quantities, chance)) for _ in range(_VARIANTS)] if quantities else []


def _agreed(quantities: tuple[Quantity, ...], chance: random.Random) -> Iterator[object]:
    both = []
    for signs in chance.choices(_SIGNS, k=2):
        places = chance.choices(range(len(quantities)), k=signs.count("n"))
        both.append(([quantities[at] for at in places], signs, places))
    yield [list(sides._ways(*each[:2])) for each in both]
    for value, error in sides._ways(*both[0][:2]):
        for times in (1, 1.004, 0.99, 12, 1 / 52):
            moved = [quantities[0]._replace(value=value * times + error)]
            yield sides.agree(both[0], (moved, "n", [0]), times == 1, times == 12)
    yield sides.agree(both[0], both[1], chance.random() < 0.5, chance.random() < 0.5)


def tables() -> Kept:
    """Which line of a table breaks the rule of the others, in tables of any figures."""
    for number in range(_VARIANTS * 5):
        yield str(number), partial(_tables, random.Random(f"tables {number}"))


def _tables(chance: random.Random) -> object:
    return [list(_table(chance)) for _ in range(_VARIANTS)]


def _table(chance: random.Random) -> Iterator[BrokenSum]:
    """Rows of "a, b, a + b" with a total, of which any cell may be another."""
    rows = [[chance.randrange(1, 90) * chance.choice((1, 37, 1000)) for _ in "ab"]
            for _ in range(chance.randrange(1, 7))]  # fmt: skip
    rows = [[a, b, a + b] for a, b in rows]
    total = [sum(column) for column in zip(*rows, strict=True)]
    label = chance.choice(("Total", "Sum", "All"))
    cells = [
        [str(n) for n in range(len(rows))],
        *zip(*(map(str, row) for row in rows), strict=True),
    ]
    lines = [list(line) for line in zip(*cells, strict=True)] + [[label, *map(str, total)]]
    for _ in range(chance.choice((0, 1, 1, 2))):
        line = chance.choice(lines)
        at = chance.randrange(1, 4)
        line[at] = chance.choice(("", f"{line[at]}0", "7", str(int(line[at] or 0) + 40)))
    sign = chance.choice(("$", "$", "", "€"))
    said = [" | ".join((first, *(f"{sign}{each}" if each else "" for each in rest)))
            for first, *rest in lines]  # fmt: skip
    head = chance.choice(
        ("Part | Now | Later | Both", "Part | Price | Now | Share", "Part | USD | a | b")
    )
    text = "\n".join(f"| {line} |" for line in (head, *said))
    reading = read(read_text(f"Costs in euro a month:\n\n{text}"))
    yield from broken_totals(Known(reading, reading), reading)
    places = iter(range(len(reading.quantities)))
    grid = [[next(places, None) for _ in range(4)] for _ in lines]
    yield from broken_grid(reading, grid, ["", *(line[0] for line in lines[1:])], head.split(" | "))


def evidence() -> Kept:
    """What is found in a sentence or a few of each known answer: advice, times, measures, ties."""
    for at, probe in enumerate((*INDEPENDENT, *PROBES)):
        name = f"{at} {probe['id']}"
        yield name, partial(_evidence, probe["question"], probe["answer"], name)


def _evidence(question: str, answer: str, name: str) -> object:
    some = excerpts_of(answer, random.Random(f"evidence {name}"))
    return [_seen(question, " ".join(pair)) for pair in pairwise(some)]


def _seen(question: str, answer: str) -> object:
    verdict = judge_answer(question, answer)
    seen, reading = verdict.evidence, verdict.evidence.reading
    return (
        (verdict.dimensions, verdict.gates, verdict.content, verdict.quality, verdict.level),
        (seen.near, seen.recommendations, seen.times, seen.measures, seen.providers, seen.ties),
        (seen.tied, seen.calculates, seen.steps, seen.amounts),
        (reading.says, reading.told, reading.classes, reading.news, reading.figures),
        (reading.stems, reading.disorder, reading.parts, reading.quantities),
    )
