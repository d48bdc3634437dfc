"""What every chart shares: a card with a title, two axes from zero, and lines for limits."""

from __future__ import annotations

from support.evidence.drawing import Drawing, axis_step, fit, text_width

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 1000, 80, 960, 92, 332
"""Pixels; the values are drawn between LEFT and RIGHT, and between TOP and BOTTOM."""

HEIGHT = BOTTOM + 66

STYLE = """
text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:#1b2230}
.card{fill:#fff;stroke:#c3cad6}.h1{font-size:16px;font-weight:600}.soft{fill:#5a6475}
.grid{stroke:#e3e7ee}.axis{stroke:#5a6475}.bar{fill:#1f5fa8}.over{fill:#b3261e;fill-opacity:.45;stroke:#b3261e}
.dot{fill:#1f5fa8;stroke:#fff;stroke-width:1.5}.noise{stroke:#1f5fa8;stroke-width:1.5}
.fit{stroke:#1f5fa8;stroke-width:2}
.limit{stroke:#b3261e;stroke-width:2;stroke-dasharray:6 4}
.limittext{fill:#b3261e;font-weight:600}
.mark{stroke:#17663a;stroke-width:2}.marktext{fill:#17663a;font-weight:600}
.miss{stroke:#b3261e;stroke-width:2}.misstext{fill:#b3261e;font-weight:600}
.halo{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
@media(prefers-color-scheme:dark){text{fill:#e8ecf3}.card{fill:#1b2028;stroke:#3a4454}
.soft{fill:#a3adbd}.grid{stroke:#333c4a}.axis{stroke:#a3adbd}.bar,.dot{fill:#7db3f2}
.dot,.halo{stroke:#1b2028}.noise,.fit{stroke:#7db3f2}.over{fill:#ff8f87;stroke:#ff8f87}.limit{stroke:#ff8f87}
.limittext,.misstext{fill:#ff8f87}.miss{stroke:#ff8f87}.mark{stroke:#6fd69a}.marktext{fill:#6fd69a}}
"""


class Plot:
    """A chart in the making; `length` and `most` are the greatest values of its two axes.

    `told` stands below the title and, with `more`, is what is read out instead of the picture.
    """

    def __init__(self, title: str, told: str, length: float, most: float, more: str = "") -> None:
        self.drawing = Drawing(WIDTH, title, f"{told}; {more}" if more else told, STYLE)
        self.length, self.most = length, most
        self.drawing.add("rect", "card", x=0.5, y=0.5, width=WIDTH - 1, height=HEIGHT - 1, rx=10)
        self.drawing.text(20, 30, title, "h1")
        self.drawing.text(20, 50, fit(told, 960), "soft")

    def x(self, value: float) -> float:
        """Where a value is from left to right."""
        return LEFT + (RIGHT - LEFT) * min(value / self.length, 1.0)

    def y(self, value: float) -> float:
        """Where a value is from bottom to top."""
        return BOTTOM - (BOTTOM - TOP) * min(value / self.most, 1.0)

    def axes(self, across: str, upwards: str) -> None:
        """Draws both with their ticks; the words say what is on them, and in which unit."""
        drawing, step = self.drawing, axis_step(self.most, 5)
        for index in range(int(self.most / step + 1e-9) + 1):
            y = self.y(index * step)
            drawing.add("line", "grid", x1=LEFT, x2=RIGHT, y1=y, y2=y)
            drawing.text(LEFT - 8, y + 4, f"{index * step:g}", "soft", text_anchor="end")
        drawing.text(20, TOP - 8, upwards, "soft")
        drawing.add("line", "axis", x1=LEFT, x2=RIGHT, y1=BOTTOM, y2=BOTTOM)
        step = axis_step(self.length, 10)
        for index in range(int(self.length / step + 1e-9) + 1):
            x = self.x(index * step)
            drawing.text(x, BOTTOM + 18, f"{index * step:g}", "soft", text_anchor="middle")
        drawing.text(LEFT, BOTTOM + 40, across, "soft")

    def line(self, css: str, begin: tuple[float, float], end: tuple[float, float]) -> None:
        """A straight line between two points, each given by its values."""
        (x1, y1), (x2, y2) = begin, end
        self.drawing.add("line", css, x1=self.x(x1), y1=self.y(y1), x2=self.x(x2), y2=self.y(y2))

    def upright(self, value: float, words: str, css: str, row: int) -> None:
        """An upright line at a value, with its words above the chart in one of two rows."""
        x, top = self.x(value), TOP - 4 - 16 * row
        self.drawing.add("line", css, x1=x, x2=x, y1=top, y2=BOTTOM)
        left = x + 6 + text_width(words) > RIGHT + 20
        anchor, shift = ("end", -6) if left else ("start", 6)
        self.drawing.text(x + shift, top + 4, words, f"{css}text halo", text_anchor=anchor)

    def note(self, words: str) -> None:
        """A remark below the chart, at its right."""
        self.drawing.text(RIGHT, BOTTOM + 40, words, "soft", text_anchor="end")

    def finish(self) -> str:
        """The picture as XML."""
        return self.drawing.finish(HEIGHT)


def empty(title: str, problem: str) -> str:
    """A picture that says why nothing could be measured."""
    return instead(title, f"Not measured: {problem}")


def instead(title: str, words: str) -> str:
    """A picture that says why there is none."""
    drawing = Drawing(WIDTH, title, words, STYLE)
    drawing.add("rect", "card", x=0.5, y=0.5, width=WIDTH - 1, height=79, rx=10)
    drawing.text(20, 30, title, "h1")
    drawing.text(20, 54, fit(words, 960), "limittext")
    return drawing.finish(80)
