"""Words in pictures can be read: at least 4.5 to 1 against what lies behind them (WCAG 2.2, AA)."""

from __future__ import annotations

import re

import pytest

from support.evidence import handoff_graph, heat_map, plot, region_chart, timeline

STYLES = {
    "plot": plot.STYLE,
    "timeline": timeline._STYLE,
    "handoffs": handoff_graph._STYLE,
    "heat map": heat_map._STYLE,
    "regions": region_chart._STYLE,
}
WORDS = (
    *("text", ".soft", ".small", ".good", ".bad", ".warn", ".badlabel", ".used"),
    *(".limittext", ".marktext", ".misstext"),
)
_DARK = re.compile(r"@media\(prefers-color-scheme:dark\)\{((?:[^{}]+\{[^{}]*\})*)\s*\}")
ON = {".inside": ".tool", ".on": ".seen"}
"""Words that stand on something else than the card."""


def colours(style: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for names, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style):
        if fill := re.search(r"fill:(#[0-9a-f]{3,6})\b", body):
            found |= dict.fromkeys((name.strip() for name in names.split(",")), fill[1])
    return found


def light(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    dim, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dim + 0.05)


def test_the_formula_is_the_known_one() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", list(STYLES))
def test_words_stand_out_from_what_is_behind_them(name: str, scheme: str) -> None:
    day, night = _DARK.sub("", STYLES[name]), "".join(_DARK.findall(STYLES[name]))
    assert night
    found = colours(day) | (colours(night) if scheme == "dark" else {})
    pairs = dict.fromkeys(WORDS, ".card") | ON
    pale = {
        word: contrast(found[word], found[behind])
        for word, behind in pairs.items()
        if word in found and behind in found and contrast(found[word], found[behind]) < 4.5
    }
    assert pale == {}
    assert found["text"] != found[".card"]
