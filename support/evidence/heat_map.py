"""Who saw whose: a map of customers at once, what each was shown of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.benchmarks.isolation import seen_of_others
from support.evidence import attach
from support.evidence.clean import one_line
from support.evidence.drawing import Drawing, fit
from support.evidence.plot import STYLE
from support.plurals import plural
from support.reading import Conversation

MOST_CUSTOMERS = 12
"""More rows would not be read; those who saw something come first."""

_WIDTH, _LEFT, _TOP, _ROW = 1000, 190, 108, 34
_MOST_IN_TABLE = 40
_NAMED = 100
"""From this width on a column has room for a whole name."""

_STYLE = (
    STYLE
    + """
.clean{fill:#e6f2ea;stroke:#9cc5ab}.seen{fill:#b3261e;stroke:#7d1a15}.own{fill:#eef1f6;
stroke:#c3cad6}.unknown{fill:#fff;stroke:#8a5a00;stroke-dasharray:4 3}.on{fill:#fff;font-weight:700}
.cell{font-weight:600}
@media(prefers-color-scheme:dark){.clean{fill:#1f3529;stroke:#3f7a58}.seen{fill:#ff8f87;
stroke:#ffb9b4}.on{fill:#1b2028}.own{fill:#2a3240;stroke:#3a4454}
.unknown{fill:#1b2028;stroke:#f2bf5e}}
"""
)


@dataclass(frozen=True, slots=True)
class Sights:
    """What customers were shown of each other: `counts[viewer][owner]`, None where unknown."""

    names: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]


def attach_isolation(talks: Sequence[Conversation]) -> None:
    """Attaches the map and the same as a table, where there were several customers at once."""
    if len(talks) > 1:
        sights = sights_of(talks)
        attach.svg("Who saw whose", heat_map_svg(sights))
        attach.text("Who saw whose (table)", heat_map_table(sights))


def sights_of(talks: Sequence[Conversation]) -> Sights:
    """Counts, pair by pair; where a customer saw nothing at all, no pair has to be looked at."""
    rows = []
    for talk in talks:
        whole = seen_of_others(talk, talks).value
        if whole:
            rows.append(tuple(_seen(talk, other) for other in talks))
        else:
            rows.append((None if whole is None else 0,) * len(talks))
    return Sights(tuple(talk.name for talk in talks), tuple(rows))


def _seen(talk: Conversation, other: Conversation) -> int | None:
    if other is talk:
        return 0
    count = seen_of_others(talk, [talk, other]).value
    return None if count is None else int(count)


def heat_map_svg(sights: Sights) -> str:
    """A row for each customer who looked, a column for each whose things might have been seen."""
    shown = _shown(sights)
    drawing = Drawing(_WIDTH, "Who saw whose", _told(sights), _STYLE)
    height = _TOP + _ROW * len(shown) + 46
    drawing.add("rect", "card", x=0.5, y=0.5, width=_WIDTH - 1, height=height - 1, rx=10)
    drawing.text(20, 30, "What each customer was shown of each other", "h1")
    drawing.text(20, 50, fit(_told(sights), 960), "soft")
    drawing.text(20, _TOP - 12, "shown to", "soft")
    drawing.text(_LEFT, _TOP - 28, "what belongs to", "soft")
    width = min((_WIDTH - _LEFT - 20) / max(len(shown), 1), 130)
    short = _without_beginning(sights.names) if width < _NAMED else sights.names
    for column, owner in enumerate(shown):
        middle = _LEFT + width * (column + 0.5)
        name = fit(short[owner], width - 6) or short[owner][:3]
        drawing.text(middle, _TOP - 10, name, "soft", text_anchor="middle")
    for row, viewer in enumerate(shown):
        y = _TOP + _ROW * row
        drawing.text(20, y + 22, fit(sights.names[viewer], _LEFT - 30), "cell")
        for column, owner in enumerate(shown):
            css, words = _cell(sights, viewer, owner)
            x = _LEFT + width * column
            tip = f"{sights.names[viewer]} of {sights.names[owner]}: {words}"
            drawing.add("rect", css, tip, x=x + 2, y=y + 2, width=width - 4, height=_ROW - 4, rx=4)
            middle, ink = x + width / 2, "on" if css == "seen" else "soft"
            drawing.text(middle, y + 21, fit(words, width), ink, text_anchor="middle")
    legend = "0: nothing; ✗: so many secrets, users, questions or threads of another"
    left = len(sights.names) - len(shown)
    more = f"; in the table: {left} more {plural(left, 'customer')}" if left else ""
    drawing.text(20, height - 18, fit(legend + more, 960), "soft")
    return drawing.finish(height)


def heat_map_table(sights: Sights) -> str:
    """The same as lines of text: everybody against everybody, "?" where it is unknown.

    Of a crowd only the pairs of which one was shown something of the other, or may have been.
    """
    if len(sights.names) > _MOST_IN_TABLE:
        lines = [
            f"{sights.names[viewer]}\t{sights.names[owner]}\t{'?' if count is None else count}"
            for viewer, counts in enumerate(sights.counts)
            for owner, count in enumerate(counts)
            if count != 0 and viewer != owner
        ]
        return "\n".join(["shown to\tof\thow many things", *lines])
    lines = ["\t".join(["shown to", *(one_line(f"of {name}", 80) for name in sights.names)])]
    for name, counts in zip(sights.names, sights.counts, strict=True):
        cells = ["?" if count is None else str(count) for count in counts]
        lines.append("\t".join([one_line(name, 80), *cells]))
    return "\n".join(lines)


def _shown(sights: Sights) -> list[int]:
    everybody = range(len(sights.names))
    if len(sights.names) <= MOST_CUSTOMERS:
        return list(everybody)
    weight = [sum(filter(None, counts)) for counts in sights.counts]
    for counts in sights.counts:
        for owner, count in enumerate(counts):
            weight[owner] += count or 0
    worst = sorted(everybody, key=lambda each: -weight[each])
    return sorted(worst[:MOST_CUSTOMERS])


def _without_beginning(names: Sequence[str]) -> list[str]:
    """The names without the words that all of them begin with: `7` for `customer 7`."""
    first, last = min(names), max(names)  # what these two share, all that lie between them do
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return [name[first.rfind(" ", 0, same) + 1 :] for name in names]


def _cell(sights: Sights, viewer: int, owner: int) -> tuple[str, str]:
    count = sights.counts[viewer][owner]
    if viewer == owner:
        return "own", "own"
    if count is None:
        return "unknown", "?"
    return ("seen", f"✗ {count}") if count else ("clean", "0")


def _told(sights: Sights) -> str:
    seen = [
        f"{sights.names[viewer]} was shown {count} of {sights.names[owner]}"
        for viewer, counts in enumerate(sights.counts)
        for owner, count in enumerate(counts)
        if count and viewer != owner
    ]
    unknown = sum(None in counts for counts in sights.counts)
    told = "; ".join(seen) or "nobody was shown anything of anybody else"
    return f"{told}; for {unknown} of them it could not be seen" if unknown else told
