"""Who handed over to whom, and when: the team of one run as a picture, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass, field

from scoring.coordination import handoffs, synthesis
from scoring.events import Event, Kind, RunLog
from support.evidence.clean import one_line
from support.evidence.drawing import Drawing, fit, number, seconds, text_width
from support.plurals import counted, plural

WIDTH, BOX_H = 1000, 58
MOST_AGENTS, MOST_WAYS, MOST_TIMES = 7, 24, 3
"""What one picture shows; more would not be read."""

_STYLE = """
text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:#1b2230}
.card{fill:#fff;stroke:#c3cad6}.h1{font-size:16px;font-weight:600}
.h2{font-size:13px;font-weight:600}.soft{fill:#5a6475}
.halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
.box{fill:#e6ecf6;stroke:#6f85a8}.idle{fill:#fff;stroke:#b3261e;stroke-dasharray:4 3}
.way{stroke:#a0460a;stroke-width:2;fill:none}.head{fill:#a0460a}
.lost{stroke:#b3261e;stroke-width:2;fill:none;stroke-dasharray:5 4}.losthead{fill:#b3261e}
.bad{fill:#b3261e;font-weight:600}.used{fill:#17663a}
@media(prefers-color-scheme:dark){text{fill:#e8ecf3}.card{fill:#1b2028;stroke:#3a4454}
.soft{fill:#a3adbd}.halo{stroke:#1b2028}.box{fill:#2a3444;stroke:#8fa3c4}.idle{fill:#1b2028}
.way{stroke:#f0a36b}.head{fill:#f0a36b}.lost,.idle{stroke:#ff8f87}.losthead,.bad{fill:#ff8f87}
.used{fill:#6fd69a}}
"""


@dataclass(slots=True)
class _Agent:
    name: str
    results: int = 0
    spoke: bool = False
    x: float = 0.0
    width: float = 0.0

    @property
    def idle(self) -> bool:
        return not self.results and not self.spoke

    @property
    def did(self) -> str:
        if self.results:
            return counted(self.results, "tool result")
        return "thought and wrote" if self.spoke else "✗ did nothing"


@dataclass(slots=True)
class _Way:
    source: str
    target: str
    times: list[float] = field(default_factory=list)
    lost: bool = False

    @property
    def label(self) -> str:
        shown = ", ".join(seconds(at) for at in self.times[:MOST_TIMES])
        more = len(self.times) - MOST_TIMES
        words = f"{shown} and {more} more" if more > 0 else shown
        return f"✗ {words}, not taken up" if self.lost else words


def handoff_graph(run: RunLog) -> str:
    """Agents in order of appearance, an arrow for each way the work went with its times, as SVG.

    Times are seconds after the question. A handoff that nobody took up is dashed and says so.
    """
    agents, ways = _team(run)
    shown = dict(list(agents.items())[:MOST_AGENTS])
    drawing = Drawing(WIDTH, f"Handoffs: {run.question}", _told(agents, ways), _STYLE)
    card = drawing.add("rect", "card", x=0.5, y=0.5, width=WIDTH - 1, rx=10)
    drawing.text(
        20, 30, fit("Who handed over to whom, seconds after the question", 940, 17.3), "h1"
    )
    _place(shown)
    drawn = [way for way in ways if way.source in shown and way.target in shown][:MOST_WAYS]
    up = [way for way in drawn if shown[way.source].x < shown[way.target].x]
    down = [way for way in drawn if way not in up]
    top = 64.0 + _height(up, shown)
    for way in up:
        _arc(drawing, shown, way, top, -1)
    for way in down:
        _arc(drawing, shown, way, top + BOX_H, 1)
    for agent in shown.values():
        css = "idle" if agent.idle else "box"
        drawing.add("rect", css, agent.did, x=agent.x, y=top, width=agent.width, height=BOX_H, rx=6)
        middle = agent.x + agent.width / 2
        name = fit(agent.name, agent.width - 12, 14)
        drawing.text(middle, top + 25, name, "h2", text_anchor="middle")
        css = "bad" if agent.idle else "soft"
        drawing.text(middle, top + 43, fit(agent.did, agent.width - 8), css, text_anchor="middle")
    y = top + BOX_H + _height(down, shown) + 26
    for line, css in _notes(run, agents, ways, drawn):
        drawing.text(20, y, fit(line, 950), css)
        y += 18
    card.set("height", number(y + 2))
    return drawing.finish(y + 4)


def handoff_table(run: RunLog) -> str:
    """The same as lines of text: time, from, to, whether it was taken up."""
    told: list[tuple[str, ...]] = [("seconds", "from", "to", "taken up")]
    told += [
        (
            _at(run, each.event),
            each.event.agent,
            each.to or "nobody",
            "yes" if each.taken_up else "no",
        )
        for each in handoffs(run)
    ]
    told += [(), ("seconds", "agent", "used", "found by")]
    told += [(_at(run, each.event), each.by, each.quote, each.source) for each in synthesis(run)]
    return "\n".join("\t".join(one_line(cell, 80) for cell in row) for row in told)


def _team(run: RunLog) -> tuple[dict[str, _Agent], list[_Way]]:
    agents: dict[str, _Agent] = {}
    for event in run.until_end:
        agent = agents.setdefault(event.agent, _Agent(event.agent))
        if event.kind is Kind.TOOL_COMPLETED and not event.data.get("is_error"):
            agent.results += 1
        elif event.kind in (Kind.AGENT_THINKING, Kind.AGENT_REASONING, Kind.TEXT_DELTA):
            agent.spoke = agent.spoke or bool(event.text.strip())
    ways: dict[tuple[str, str, bool], _Way] = {}
    for each in handoffs(run):
        target = each.to or "nobody"
        agents.setdefault(target, _Agent(target))
        way = _Way(each.event.agent, target, lost=not each.taken_up)
        way = ways.setdefault((way.source, way.target, way.lost), way)
        way.times.append(each.event.at - run.asked_at)
    return agents, list(ways.values())


def _at(run: RunLog, event: Event) -> str:
    return f"{event.at - run.asked_at:.3f}"


def _place(agents: dict[str, _Agent]) -> None:
    room = (WIDTH - 40) / max(len(agents), 1)
    for number_, agent in enumerate(agents.values()):
        agent.width = min(room - 40, 170)
        agent.x = 20 + room * number_ + (room - agent.width) / 2


def _height(ways: list[_Way], agents: dict[str, _Agent]) -> float:
    return max((_rise(way, agents) + 24 for way in ways), default=0.0)


def _rise(way: _Way, agents: dict[str, _Agent]) -> float:
    distance = abs(agents[way.source].x - agents[way.target].x)
    return 34 + distance * 0.11 + (24 if way.lost else 0)


def _arc(drawing: Drawing, agents: dict[str, _Agent], way: _Way, edge: float, side: int) -> None:
    """An arrow over (side -1) or under (side 1) the boxes, its label at its highest point."""
    source, target = agents[way.source], agents[way.target]
    own = source is target
    start = source.x + source.width * (0.35 if own or side > 0 else 0.65)
    end = target.x + target.width * (0.65 if own or side > 0 else 0.35)
    peak = edge + side * _rise(way, agents)
    control = edge + (peak - edge) * 4 / 3
    path = f"M{number(start)} {number(edge)}C{number(start)} {number(control)} "
    path += f"{number(end)} {number(control)} {number(end)} {number(edge + side * 8)}"
    line, head = ("lost", "losthead") if way.lost else ("way", "head")
    drawing.add("path", line, f"{way.source} to {way.target}: {way.label}", d=path)
    points = f"{number(end)},{number(edge)} {number(end - 5)},{number(edge + side * 9)} "
    points += f"{number(end + 5)},{number(edge + side * 9)}"
    drawing.add("polygon", head, points=points)
    half = text_width(way.label) / 2 + 6
    middle = min(max((start + end) / 2, half), WIDTH - half)
    css = "bad halo" if way.lost else "halo"
    drawing.text(middle, peak + (-6 if side < 0 else 16), way.label, css, text_anchor="middle")


def _notes(
    run: RunLog, agents: dict[str, _Agent], ways: list[_Way], drawn: list[_Way]
) -> list[tuple[str, str]]:
    notes = []
    if not ways:
        notes.append(("Nobody handed over to anybody.", "bad"))
    if len(agents) > MOST_AGENTS or len(drawn) < len(ways):
        notes.append(("There is more than can be drawn; the table has everything.", "soft"))
    used = synthesis(run)
    for each in used[:4]:
        told = f"{seconds(each.event.at - run.asked_at)}: {each.by} used “{each.quote}”"
        notes.append((f"{told}, which {each.source} had found", "used"))
    if (left := len(used) - 4) > 0:
        more = f"and {left} more {plural(left, 'time')} one used what another had found"
        notes.append((more, "used"))
    if not used:
        notes.append(("✗ No agent used what another had found.", "bad"))
    return notes


def _told(agents: dict[str, _Agent], ways: list[_Way]) -> str:
    who = "; ".join(f"{agent.name}: {agent.did}" for agent in agents.values())
    how = "; ".join(f"{way.source} to {way.target} at {way.label}" for way in ways)
    return f"{who}. Handoffs: {how or 'none'}."
