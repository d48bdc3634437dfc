"""The quality of answers over time as a picture, with where it fell and was restored."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from scoring.drift import Fall, Graded
from support.evidence import attach
from support.evidence.plot import Plot, empty

_MOST_MARKS = 4


def attach_quality(answers: Sequence[Graded], falls: Sequence[Fall]) -> None:
    """Attaches the picture, and the same as a table."""
    attach.svg("Quality over time", quality_svg(answers, falls))
    attach.text("Quality over time (table)", quality_table(answers))


def quality_svg(answers: Sequence[Graded], falls: Sequence[Fall]) -> str:
    """Each answer's quality (0 to 1) by its number, and the falls in words and lines."""
    title = "Quality of the answers, one after another"
    if not answers:
        return empty(title, "there is no answer")
    told = "; ".join(fall.sentence for fall in falls) or "quality held all the time"
    values = ", ".join(f"{each.value:.2f}" for each in answers)
    plot = Plot(title, told, len(answers) + 0.5, 1.05, f"answer by answer: {values}")
    plot.axes("answers, in the order in which they came", "quality, from 0 to 1")
    for (at, one), (_, other) in pairwise(enumerate(answers, 1)):
        plot.line("fit", (at, one.value), (at + 1, other.value))
    fallen = {at for fall in falls for at in _during(fall, len(answers))}
    for at, each in enumerate(answers):
        css = "over" if at in fallen else "dot"
        tip = f"answer {at + 1}, {each.at:.1f} s: {each.value:.2f}"
        x, y = plot.x(at + 1), plot.y(each.value)
        if at in fallen:  # a square, so that it is told apart without colour
            plot.drawing.add("rect", css, tip, x=x - 5, y=y - 5, width=10, height=10)
        else:
            plot.drawing.add("circle", css, tip, cx=x, cy=y, r=5)
    for fall in falls[:_MOST_MARKS]:
        plot.upright(fall.began + 1, f"fell with answer {fall.began + 1}", "miss", 0)
        if fall.restored is not None:
            words = f"restored with answer {fall.restored + 1}"
            plot.upright(fall.restored + 1, words, "mark", 1)
    return plot.finish()


def quality_table(answers: Sequence[Graded]) -> str:
    """The same as lines of text: number, seconds, quality and its parts."""
    names = sorted({name for each in answers for name in each.parts})
    lines = ["\t".join(["answer", "seconds", "quality", *names])]
    for number, each in enumerate(answers, 1):
        parts = [f"{each.parts[name]:.3f}" if name in each.parts else "" for name in names]
        lines.append("\t".join([str(number), f"{each.at:.3f}", f"{each.value:.3f}", *parts]))
    return "\n".join(lines)


def _during(fall: Fall, answers: int) -> range:
    return range(fall.began, answers if fall.restored is None else fall.restored)
