"""Charts: the figure, the limit, and words for those who do not see them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.benchmarks.delivery import Delivered, Deliveries
from support.benchmarks.growth import Step
from support.evidence.attach import _drawing_problem
from support.evidence.charts import delivery_svg, memory_svg, memory_table
from support.evidence.plot import HEIGHT, WIDTH
from support.verdict import Limit

LIMIT, FIFTY = Limit(100, "ms", tolerance=0.1), Limit(50, "MB", tolerance=0.1)
SVG = "{http://www.w3.org/2000/svg}"


def way(*milliseconds: float) -> Deliveries:
    events = tuple(Delivered(100.0 + n, ms, 0.0) for n, ms in enumerate(milliseconds))
    return Deliveries(events, 0.1, "clock offset +0.0 ± 0.1 ms (one clock)")


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - our own drawing


def described(picture: str) -> str:
    return parsed(picture).findtext(f"{SVG}desc") or ""


def texts(picture: str) -> list[str]:
    return [each.text or "" for each in parsed(picture).iter(f"{SVG}text")]


def marked(picture: str, css: str) -> list[ET.Element]:
    return [each for each in parsed(picture).iter() if each.get("class") == css]


def test_events_within_and_beyond_the_limit_can_be_told_apart() -> None:
    picture = delivery_svg(way(*[5.0] * 18, 150.0, 500.0), LIMIT)
    told = described(picture)
    assert "20 events: p95 150.0 ms, greatest 500.0 ms, limit at most 100 ms (+10%)" in told
    assert "2 events beyond it; clock offset" in told
    assert len(marked(picture, "over")) == 2
    assert "limit 110 ms" in texts(picture)
    assert "the last bar holds all up to 500 ms" in texts(picture)


def test_without_anything_beyond_it_the_limit_still_stands_there() -> None:
    picture = delivery_svg(way(*[1.0] * 30), LIMIT)
    assert not marked(picture, "over")
    (limit,) = marked(picture, "limit")
    assert 80 < float(limit.get("x1") or 0) < 960


@pytest.mark.parametrize("picture", [
    delivery_svg(Deliveries(problem="the agent's clock jumped"), LIMIT),
    memory_svg([Step(1, problem="the agent's clock jumped")], FIFTY),
])  # fmt: skip
def test_what_could_not_be_measured_has_a_picture_that_says_so(picture: str) -> None:
    assert "Not measured: the agent's clock jumped" in texts(picture)
    assert described(picture) == "Not measured: the agent's clock jumped"


def steps(*mb: float) -> list[Step]:
    return [Step(n, each, 0.4, 12) for n, each in zip((1, 3, 10, 30), mb, strict=False)]


def test_memory_shows_each_step_the_fit_and_the_limit() -> None:
    picture = memory_svg(steps(80, 81, 84, 92), FIFTY)
    assert len(marked(picture, "dot")) == 4
    assert len(marked(picture, "fit")) == len(marked(picture, "limit")) == 1
    assert "limit: 55 MB a user" in texts(picture)
    assert described(picture).startswith("79.7 MB + 0.411 MB a user, R² 0.999; limit at most 50 MB")
    assert "30 connected: 92.00 MB ± 0.20 (12 readings)" in described(picture)


def test_the_table_has_what_one_more_user_costs() -> None:
    table = memory_table([*steps(80, 81, 84), Step(30, problem="it hung up")])
    assert table.splitlines()[-1] == "30 connected: it hung up"
    last = memory_table(steps(80, 82, 89, 129)).splitlines()[-1]
    assert last == "one more user: 1.000 MB at the lower steps, 2.000 MB at the top"


def inside(picture: str) -> bool:
    root = parsed(picture)
    numbers: Sequence[tuple[str, float]] = [
        (key, float(value))
        for each in root.iter()
        for key, value in each.attrib.items()
        if key in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy"}
    ]
    return all(0 <= value <= (WIDTH if key[0] in "xc" else HEIGHT) for key, value in numbers)


values = st.floats(0, 1e5)


@given(st.lists(values, min_size=1, max_size=60), st.floats(1, 1e4))
def test_no_figure_leaves_the_picture(milliseconds: list[float], limit: float) -> None:
    picture = delivery_svg(way(*milliseconds), Limit(limit, "ms"))
    assert not _drawing_problem(picture)
    assert inside(picture)


@given(st.lists(st.floats(0.1, 1e5), min_size=4, max_size=4))
def test_no_memory_leaves_the_picture(mb: list[float]) -> None:
    picture = memory_svg(steps(*mb), FIFTY)
    assert not _drawing_problem(picture)
    assert inside(picture)
