"""A time line that people read at a glance: who worked when, and when nothing happened."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.events import RunLog
from support.evidence.drawing import Drawing, fit, number, seconds, text_width
from support.evidence.lane_drawing import LANE_STYLE
from support.evidence.panel import PANEL_STYLE, Budget, Panel, ending_of
from support.evidence.story import Story, story_of
from support.plurals import counted, plural

WIDTH = 1000
MOST_RUNS, MOST_ITEMS, MOST_RECONNECTS = 6, 260, 20
"""What one picture shows; more would be neither read nor small."""

_STYLE = (
    """
text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:#1b2230}
.card{fill:#fff;stroke:#c3cad6}.h1{font-size:16px;font-weight:600}
.h2{font-size:13px;font-weight:600}.soft{fill:#5a6475}.small{fill:#5a6475;font-size:11px}
.halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
"""
    + PANEL_STYLE
    + LANE_STYLE
    + """
@media(prefers-color-scheme:dark){text{fill:#e8ecf3}.card{fill:#1b2028;stroke:#3a4454}
.soft,.small{fill:#a9b3c3}.halo{stroke:#1b2028}.good{fill:#6fd69a}.bad,.badlabel{fill:#ff8f87}
.grid{stroke:#333c4a}.axis{stroke:#a9b3c3}.first{stroke:#7db3f2}.end{stroke:#6fd69a}
.fail{stroke:#ff8f87}.stop{stroke:#f2bf5e}.silence{stroke:#f2bf5e}.warn{fill:#f2bf5e}
.agent{fill:#2a3444;stroke:#6f85a8}.tool{fill:#2b6cb0;stroke:#7db3f2}
.toolopen{fill:#34527a}.toolfailed{fill:url(#failed) #1b2028;stroke:#ff8f87}
.tick{stroke:#b9a8ff}.piece,.patpiece{stroke:#58d6b0}.patfailed{stroke:#8f4a45}
.patquiet{stroke:#8a6a2c}.handline{stroke:#f0a36b}.handdot{fill:#f0a36b;stroke:#1b2028}
.moment{fill:#b9a8ff;stroke:#1b2028}.badmoment{fill:#ff8f87;stroke:#1b2028}}
"""
)


def timeline_svg(runs: Sequence[RunLog], title: str, reconnected_at: Sequence[float] = ()) -> str:
    """Draws the runs one below the other, on one scale, as an SVG picture.

    `reconnected_at` are moments, on the clock of the runs, at which the line was up again.
    """
    stories = [story_of(run) for run in runs[:MOST_RUNS]]
    words = " ".join(_told(story) for story in stories) or "No question was asked."
    drawing = Drawing(WIDTH, title, words, _STYLE)
    card = drawing.add("rect", "card", x=0.5, y=0.5, width=WIDTH - 1, rx=10)
    _patterns(drawing)
    drawing.text(20, 30, fit(title, 940, 17.3), "h1")
    length = max((story.length for story in stories), default=1.0) * 1.02
    budget = Budget(MOST_ITEMS)
    y = 50.0
    for run, story in zip(runs, stories, strict=False):
        lines = [at - run.asked_at for at in reconnected_at]
        lines = [at for at in lines if 0 <= at <= story.length][:MOST_RECONNECTS]
        y = Panel(drawing, story, length, budget).draw(y, lines)
    if not runs:
        drawing.text(20, y + 14, "No question was asked.", "soft")
        y += 30
    if (left := len(runs) - MOST_RUNS) > 0:
        drawing.text(20, y + 10, f"Not drawn: {left} more {plural(left, 'run')}.", "warn")
        y += 24
    y = _legend(drawing, y)
    card.set("height", number(y - 1))
    return drawing.finish(y)


def _told(story: Story) -> str:
    calls = sum(len(lane.calls) for lane in story.lanes)
    failed = sum(call.failed for lane in story.lanes for call in lane.calls)
    first = "no sign of work" if story.first is None else f"first sign {seconds(story.first)}"
    quiet = max((end - start for start, end in story.silences), default=0.0)
    parts = [
        f"{counted(len(story.lanes), 'agent')}, {counted(calls, 'use')} of tools ({failed} failed)",
        counted(len(story.handoffs), "handoff"),
        first,
        f"longest silence {seconds(quiet)}" if quiet else "",
        ending_of(story)[0],
    ]
    return f"Question: {fit(story.question, 600)}: {', '.join(filter(None, parts))}."


def _patterns(drawing: Drawing) -> None:
    root, drawing.layer = drawing.layer, drawing.add("defs")
    defs = drawing.layer
    for name, path, css in (
        ("piece", "M1 0V6M4 0V6", "patpiece"),
        ("failed", "M0 0L6 6M6 0L0 6", "patfailed"),
        ("quiet", "M0 6L6 0", "patquiet"),
    ):
        drawing.layer = drawing.add(
            "pattern", id=name, width=6, height=6, patternUnits="userSpaceOnUse"
        )
        drawing.add("path", css, d=path)
        drawing.layer = defs
    drawing.layer = root


def _legend(drawing: Drawing, y: float) -> float:
    x = 20.0
    for css, words in (
        ("agent", "agent at work"),
        ("tool", "tool"),
        ("toolfailed", "✗ failed tool"),
        ("piece", "answer arriving"),
        ("tick", "thought"),
        ("handdot", "handoff"),
        ("silence", "silent for more than 5 s"),
    ):
        if css == "tick":
            drawing.add("path", css, d=f"M{number(x + 8)} {number(y + 1)}v10")
        elif css == "handdot":
            drawing.add("path", "handline", d=f"M{number(x + 9)} {number(y - 1)}v8")
            points = [(x + 4, y + 6), (x + 14, y + 6), (x + 9, y + 13)]
            drawing.add(
                css="handdot",
                tag="polygon",
                points=" ".join(f"{number(a)},{number(b)}" for a, b in points),
            )
        else:
            drawing.add("rect", css, x=x, y=y, width=18, height=12, rx=2)
        drawing.text(x + 24, y + 10, words, "soft")
        x += 24 + text_width(words) + 12
    return y + 28
