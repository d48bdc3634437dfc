"""Gates: what closes the way to a pass, whatever else an answer has. One gate a file."""

from __future__ import annotations

from scoring.content import Found
from scoring.criteria import GENERAL
from scoring.evidence import Evidence
from scoring.gates.arithmetic import broken_sums
from scoring.gates.echo import echo
from scoring.gates.emptiness import emptiness, language
from scoring.gates.gate import ClosedGate
from scoring.gates.hidden import hidden
from scoring.gates.instructions import instructions
from scoring.gates.redundancy import heaping, redundancy, stuffing
from scoring.gates.refusal import refusal
from scoring.gates.relevance import advice, relevance
from scoring.gates.required import required
from scoring.gates.substance import substance
from scoring.score import Span

__all__ = ["ClosedGate", "closed_gates"]

_WANTED_STEPS = 2


def closed_gates(
    question: str, answer: str, evidence: Evidence, content: tuple[Found, ...]
) -> tuple[ClosedGate, ...]:
    """Every gate that is closed for an answer, each with its reason.

    What is only right where advice is wanted in English is not asked of a general answer: a poem
    may be in French, a summary repeats the text, and to decline may be right.
    """
    reading, told = evidence.reading, evidence.recommendations
    text = reading.text
    tried = [
        emptiness(text),
        instructions(text),
        hidden(text),
        stuffing(reading),
        redundancy(reading),
        arithmetic(question, answer),
    ]
    if evidence.rubric is not GENERAL:
        tried += [
            language(text),
            heaping(reading),
            refusal(reading, told),
            echo(reading),
            substance(reading),
            relevance(evidence.near, reading),
            advice(told, _WANTED_STEPS),
            required(content),
        ]
    return tuple(gate for gate in tried if gate is not None)


def arithmetic(question: str, answer: str) -> ClosedGate | None:
    """Closed when figures contradict each other, or those of the question."""
    broken = broken_sums(question, answer)
    if not broken:
        return None
    spans = tuple(Span(start, end, "broken sum") for each in broken for start, end in each.parts)
    return ClosedGate("arithmetic", broken[0].reason, spans=spans)
