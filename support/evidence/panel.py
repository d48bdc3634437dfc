"""One run in a time line: headline, moments, lanes, axis."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.events import Kind
from support.evidence.drawing import Drawing, axis_step, fit, number, rows_for, seconds, text_width
from support.evidence.lane_drawing import LaneDrawing
from support.evidence.story import Handoff, Story
from support.plurals import counted, plural

LEFT, RIGHT = 190, 970
"""Pixels; the time axis goes from LEFT to RIGHT."""

MOST_LANES, MOST_SILENCES, MOST_LABELS = 8, 20, 3

PANEL_STYLE = """
.good{fill:#17663a;font-weight:600}.bad{fill:#b3261e;font-weight:600}
.grid{stroke:#e3e7ee}.axis{stroke:#5a6475}
.first{stroke:#1f5fa8;stroke-width:1.5;stroke-dasharray:5 3}
.end{stroke:#17663a;stroke-width:2}.fail{stroke:#b3261e;stroke-width:2}
.stop{stroke:#8a5a00;stroke-width:1.5;stroke-dasharray:2 3}
.silence{fill:url(#quiet);stroke:#c79a3c;stroke-dasharray:3 3}.warn{fill:#7a4f00;font-weight:600}
"""


@dataclass(slots=True)
class Budget:
    """How many more shapes with a label of their own may be drawn; the picture stays small."""

    left: int


class Panel:
    """Draws one run."""

    def __init__(self, drawing: Drawing, story: Story, length: float, budget: Budget) -> None:
        self.drawing, self.story, self.length, self.budget = drawing, story, length, budget
        until = story.ended if story.ended is not None else story.length
        lanes = story.lanes[:MOST_LANES]
        self.lanes = [LaneDrawing(drawing, self.x, lane, until) for lane in lanes]

    def x(self, at: float) -> float:
        """Where a moment is on the axis."""
        return LEFT + (RIGHT - LEFT) * min(at / self.length, 1.0)

    def draw(self, y: float, reconnected: list[float]) -> float:
        """Draws the run from `y` on; returns where the next may begin."""
        self._headline(y + 12)
        moments = self._moments(reconnected)
        rows = rows_for([_label(x, words) for x, words, _ in moments], 4)
        tops = [y + 26 + 15 * (max(rows, default=-1) + 1)]
        for lane in self.lanes:
            tops.append(tops[-1] + lane.height)
        top, bottom = tops[0], tops[-1] + (0 if self.lanes else 34)
        axis = bottom + (18 if self.story.silences else 0)
        self._grid(top, axis)
        for lane, at in zip(self.lanes, tops, strict=False):
            lane.band(at, run_ended=self.story.ended is not None)
        self._silences(top, bottom)
        for lane, at in zip(self.lanes, tops, strict=False):
            self.budget.left -= lane.contents(at, self.budget.left)
        self._handoffs(tops)
        if not self.lanes:
            middle = (LEFT + RIGHT) / 2
            self.drawing.text(middle, top + 22, "nothing came", "warn halo", text_anchor="middle")
        for (x, words, css), row in zip(moments, rows, strict=True):
            label_y = y + 36 + 15 * row
            self.drawing.add("line", css, x1=x, x2=x, y1=label_y + 3, y2=axis)
            if words:
                self.drawing.text(_label(x, words)[0], label_y, words, "halo")
        notes = self._notes()
        if notes:
            self.drawing.text(20, axis + 36, fit(notes, 940), "warn")
        return axis + (62 if notes else 46)

    def _headline(self, y: float) -> None:
        words, css = ending_of(self.story)
        words = fit(words, 560, 12.9)
        self.drawing.text(RIGHT, y, words, css, text_anchor="end")
        room = RIGHT - 50 - text_width(words, 12.9)
        self.drawing.text(20, y, fit(f"“{self.story.question}”", room, 14), "h2")

    def _moments(self, reconnected: list[float]) -> list[tuple[float, str, str]]:
        story = self.story
        moments = [(at, "", "stop") for at in reconnected[MOST_LABELS:]]
        moments += [
            (at, f"line up again {seconds(at)}", "stop") for at in reconnected[:MOST_LABELS]
        ]
        if story.first is not None:
            moments.append((story.first, f"first sign of work {seconds(story.first)}", "first"))
        if story.cancelled is not None:
            moments.append((story.cancelled, f"asked to stop {seconds(story.cancelled)}", "stop"))
        if story.ending is not None and story.ended is not None:
            word = {Kind.AGENT_COMPLETED: "complete", Kind.RUN_CANCELLED: "stopped"}
            words = f"{word.get(story.ending.kind, 'failed')} {seconds(story.ended)}"
            css = {Kind.AGENT_COMPLETED: "end", Kind.RUN_CANCELLED: "axis"}
            moments.append((story.ended, words, css.get(story.ending.kind, "fail")))
        return [(self.x(at), words, css) for at, words, css in sorted(moments)]

    def _grid(self, top: float, bottom: float) -> None:
        drawing, step = self.drawing, axis_step(self.length)
        drawing.add("line", "axis", x1=LEFT, x2=RIGHT, y1=bottom, y2=bottom)
        for index in range(int(self.length / step + 1e-9) + 1):
            x = self.x(index * step)
            drawing.add("line", "grid", x1=x, x2=x, y1=top, y2=bottom)
            drawing.text(x, bottom + 15, f"{index * step:g}", "soft", text_anchor="middle")
        drawing.text(20, bottom + 15, "seconds after the question", "small")

    def _silences(self, top: float, bottom: float) -> None:
        longest = sorted(self.story.silences, key=lambda gap: gap[0] - gap[1])[:MOST_SILENCES]
        for start, end in sorted(longest):
            x, width = self.x(start), self.x(end) - self.x(start)
            words = f"silent for {seconds(end - start)}"
            self.drawing.add("rect", "silence", words, x=x, y=top, width=width, height=bottom - top)
            words = fit(words, width + 30, 12.5) or fit(seconds(end - start), width + 10)
            middle = min(max(x + width / 2, LEFT + 50), RIGHT - 50)
            self.drawing.text(middle, bottom + 13, words, "warn halo", text_anchor="middle")

    def _handoffs(self, tops: list[float]) -> None:
        places = {id(lane.lane): index for index, lane in enumerate(self.lanes)}
        drawn = [each for each in self.story.handoffs if id(each.source) in places]
        for handoff in drawn[: max(self.budget.left, 0)]:
            self.budget.left -= 1
            source = places[id(handoff.source)]
            target = places.get(id(handoff.target))
            if target is None:
                start, end = tops[source + 1] - 30, tops[source + 1] - 8
                words = fit(f"to {handoff.to}", RIGHT - self.x(handoff.at) - 10)
                self.drawing.text(self.x(handoff.at) + 9, end, words, "halo")
            elif target > source:
                start, end = tops[source + 1] - 9, tops[target] + 12
            else:
                start, end = tops[source] + 9, tops[target + 1] - 5
            self._arrow(handoff, start, end)

    def _arrow(self, handoff: Handoff, start: float, end: float) -> None:
        x, head = self.x(handoff.at), 8 if end > start else -8
        tip = f"{seconds(handoff.at)}: hands over to {handoff.to}"
        path = f"M{number(x)} {number(start)}V{number(end - head)}"
        self.drawing.add("path", "handline", d=path)
        self.drawing.add("circle", "handdot", tip, cx=x, cy=start, r=4)
        points = f"{number(x)},{number(end)} {number(x - 5)},{number(end - head)} "
        points += f"{number(x + 5)},{number(end - head)}"
        self.drawing.add("polygon", "handdot", points=points)

    def _notes(self) -> str:
        story = self.story
        notes = []
        if len(story.lanes) > len(self.lanes):
            left = len(story.lanes) - len(self.lanes)
            notes.append(f"not drawn: {left} more {plural(left, 'agent')}")
        if self.budget.left <= 0 or any(lane.left_out for lane in self.lanes):
            notes.append("there was too much to draw everything")
        if story.strangers:
            notes.append(
                f"{counted(story.strangers, 'event')} of runs that this customer never started"
            )
        return "; ".join(notes)


def _label(x: float, words: str) -> tuple[float, float]:
    # Close to the right edge a label stands left of its line.
    width = text_width(words) + 6
    start = min(x - 3, RIGHT + 10 - width)
    return start, start + width


def ending_of(story: Story) -> tuple[str, str]:
    """How the run ended, with a sign, and the class that colours it."""
    if story.ending is None or story.ended is None:
        return f"✗ never ended: {story.gave_up or 'the log just stops'}", "bad"
    after = f"after {seconds(story.ended)}"
    if story.ending.kind is Kind.AGENT_COMPLETED:
        return f"✓ answered {after}", "good"
    if story.ending.kind is Kind.RUN_CANCELLED:
        return f"■ stopped {after}", "soft"
    return f"✗ failed {after}: {story.ending.text}", "bad"
