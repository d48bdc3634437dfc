"""One agent's lane in a time line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from support.evidence.drawing import Drawing, fit, number, rows_for, seconds, text_width
from support.evidence.story import Lane

ROW, HEAD, FOOT = 20, 13, 15
"""Pixels: a row of tools, the thoughts above them, the answer's pieces below."""

MOST_ROWS, MOST_ITEMS = 8, 260
LABEL = 220
"""A label is at most this wide."""

BURST = 8.0
"""Pieces of the answer that are this few pixels apart are drawn as one hatched bar."""

LANE_STYLE = """
.agent{fill:#e6ecf6;stroke:#9fb0cb}.agentopen{stroke-dasharray:4 3}
.tool{fill:#2b6cb0;stroke:#1d4f86}.inside{fill:#fff}
.toolfailed{fill:url(#failed) #fff;stroke:#b3261e;stroke-width:1.5}
.toolopen{stroke-dasharray:3 2;fill:#9dbbe0}.badlabel{fill:#b3261e;font-weight:600}
.tick{stroke:#5b4b9a;stroke-width:2;fill:none}.piece{fill:url(#piece);stroke:#177a5f}
.patpiece{stroke:#177a5f;stroke-width:1.4}.patfailed{stroke:#e3a29e;stroke-width:1}
.patquiet{stroke:#d9b264;stroke-width:1}
.handline{stroke:#a0460a;stroke-width:2.5;fill:none}.handdot{fill:#a0460a;stroke:#fff}
.moment{fill:#5b4b9a;stroke:#fff}.badmoment{fill:#b3261e;stroke:#fff}
"""


@dataclass(frozen=True, slots=True)
class _Item:
    """A tool's bar, or a moment (which has no width)."""

    x: float
    width: float
    words: str
    css: str
    label: str
    bad: bool

    @property
    def inside(self) -> bool:
        return bool(self.width) and text_width(self.words) + 10 <= self.width

    @property
    def end(self) -> float:
        # A label that does not fit into its bar stands beside it and needs that room.
        if self.inside:
            return self.x + self.width + 3
        return self.x + max(self.width, 7) + min(text_width(self.words), LABEL) + 10


class LaneDrawing:
    """Lays out one lane, then draws it."""

    def __init__(
        self, drawing: Drawing, x: Callable[[float], float], lane: Lane, until: float
    ) -> None:
        self.drawing, self.x, self.lane, self.until = drawing, x, lane, until
        items = sorted(self._items(), key=lambda item: (not item.bad, -item.width))
        self.left_out = max(len(items) - MOST_ITEMS, 0)
        self.items = sorted(items[:MOST_ITEMS], key=lambda item: item.x)
        self.rows = rows_for([(item.x, item.end) for item in self.items], MOST_ROWS)
        self.height = HEAD + ROW * (max(self.rows, default=0) + 1) + FOOT

    def _items(self) -> list[_Item]:
        items = []
        for call in self.lane.calls:
            end = call.end if call.end is not None else self.until
            x = self.x(call.start)
            if call.end is None:
                words, css, label = f"{call.tool}, not finished", "tool toolopen", ""
            elif call.failed:
                words = f"✗ {call.tool} failed, {seconds(end - call.start)}"
                css, label = "toolfailed", "badlabel"
            else:
                words = f"{call.tool} {seconds(end - call.start)}"
                css, label = "tool", "inside"
            items.append(_Item(x, max(self.x(end) - x, 3), words, css, label, call.failed))
        for at, words, bad in self.lane.moments:
            shown = f"✗ {words}" if bad else words
            css, label = ("badmoment", "badlabel") if bad else ("moment", "")
            items.append(_Item(self.x(at), 0, shown, css, label, bad))
        return items

    def band(self, y: float, *, run_ended: bool) -> None:
        """Draws the agent's name and how long it was at work."""
        drawing, lane = self.drawing, self.lane
        end = lane.end if lane.end is not None else self.until
        span = f"{seconds(lane.start)} to {seconds(end)}"
        if lane.end is None:
            span = f"from {seconds(lane.start)}, " + ("left open" if run_ended else "did not end")
        drawing.text(20, y + 20, fit(lane.name, 164, 14), "h2")
        drawing.text(20, y + 36, fit(span, 166), "soft")
        left, width = self.x(lane.start), max(self.x(end) - self.x(lane.start), 2)
        css = "agent" if lane.end is not None else "agent agentopen"
        drawing.add(
            "rect", css, lane.name, x=left, y=y + 2, width=width, height=self.height - 4, rx=5
        )

    def contents(self, y: float, budget: int) -> int:
        """Draws what the agent did, at most `budget` items of it; returns how many."""
        self._thoughts(y + 4)
        self._pieces(y + self.height - FOOT)
        shown = [*zip(self.items, self.rows, strict=True)][: max(budget, 0)]
        crowded = any(row == MOST_ROWS - 1 for row in self.rows)
        for item, row in shown:
            top = y + HEAD + 1 + ROW * row
            self._shape(item, top)
            # In the row that takes what is left, labels would cover each other.
            if not (crowded and row == MOST_ROWS - 1):
                self._label(item, top + 12.5)
        return len(shown)

    def _shape(self, item: _Item, top: float) -> None:
        if item.width:
            self.drawing.add(
                "rect", item.css, item.words, x=item.x, y=top, width=item.width, height=16, rx=3
            )
            return
        x, y = item.x, top + 8
        points = f"{number(x)},{number(y - 6)} {number(x + 6)},{number(y)} "
        points += f"{number(x)},{number(y + 6)} {number(x - 6)},{number(y)}"
        self.drawing.add("polygon", item.css, item.words, points=points)

    def _label(self, item: _Item, y: float) -> None:
        if item.inside:
            self.drawing.text(item.x + 5, y, item.words, f"{item.label} {'halo' * item.bad}")
            return
        css = "badlabel halo" if item.bad else "halo"
        start = item.x + max(item.width, 7) + 4
        words = fit(item.words, min(self.drawing.width - 12 - start, LABEL))
        if words:
            self.drawing.text(start, y, words, css)

    def _thoughts(self, y: float) -> None:
        # One path and three pixels between ticks keep ten thousand thoughts small.
        places = sorted({round(self.x(at) / 3) * 3 for at in self.lane.thoughts})
        if places:
            path = "".join(f"M{place} {number(y)}v7" for place in places)
            self.drawing.add("path", "tick", f"{len(self.lane.thoughts)} thoughts", d=path)

    def _pieces(self, y: float) -> None:
        bursts: list[list[float]] = []
        for place in sorted(self.x(at) for at in self.lane.pieces):
            if bursts and place - bursts[-1][1] <= BURST:
                bursts[-1][1] = place
            else:
                bursts.append([place, place])
        tip = f"{len(self.lane.pieces)} pieces of the answer"
        for start, end in bursts:
            width = max(end - start, 3)
            self.drawing.add("rect", "piece", tip, x=start, y=y, width=width, height=10, rx=2)
