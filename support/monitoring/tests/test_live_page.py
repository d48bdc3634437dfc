"""The live page in a real browser: it moves with the run, survives a reload, and complains of
nothing, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.evidence.tests import browser
from support.evidence.tests.browser import Browser, Tab
from support.monitoring.tests.busy_run import BusyRun, figure
from support.pulse.address import Where
from support.verdict import Direction, Limit, Outcome

pytestmark = pytest.mark.skipif(
    browser.program() is None,
    reason="NOT TRIED: there is no Chromium here (Debian and Ubuntu: apt install chromium)",
)
_TILES = "[...document.querySelectorAll('.tile b')].map(each => each.textContent)"
_TEXT = "document.body.innerText"
_ROOM = Where(port=None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Tab]:
    opened = chromium.tab()
    yield opened
    opened.open("about:blank")  # or it would go on looking for a view that has gone


@pytest.fixture
def run() -> Iterator[BusyRun]:
    busy = BusyRun()
    yield busy
    busy.view.close()


def test_the_page_moves_with_the_run_and_survives_a_reload(tab: Tab, run: BusyRun) -> None:
    address = run.view.open(_ROOM)
    run.fill(1000, 400)
    tab.look(1280, dark=False)
    tab.open(address)
    tab.wait_for(f"{_TILES}[0] === '600'")
    run.tell()
    run.fill(100, 0)
    tab.wait_for(f"{_TILES}[0] === '700' && {_TEXT}.includes('1 not met')")
    tab.look(1280, dark=False)
    tab.open(address)
    tab.wait_for(f"{_TILES}[0] === '700' && {_TEXT}.includes('Cancelling stops the work')")
    assert tab.complaints == []


_WORDS_AND_LINE = (
    "['text.limit-words', 'line.limit'].map(each => "
    "Number(document.querySelector('#worth-chart ' + each)"
    ".getAttribute(each[0] === 't' ? 'y' : 'y1')))"
)


@pytest.mark.parametrize(("value", "above"), [(90.0, False), (60.0, True)])
def test_the_words_of_a_limit_do_not_stand_on_its_curve(
    tab: Tab, run: BusyRun, value: float, *, above: bool
) -> None:
    limit = Limit(75, "%", Direction.AT_LEAST)
    run.view.scenario("F", "S", {})
    run.view.figures([figure("business value", value, limit, Outcome.MET, "so much")] * 3)
    tab.look(1280, dark=False)
    tab.open(run.view.open(_ROOM))
    tab.wait_for("document.querySelector('#worth-chart text.limit-words')")
    words, line = tab.evaluate(_WORDS_AND_LINE)
    assert (words < line) is above


def test_the_end_stays_on_the_screen(tab: Tab, run: BusyRun) -> None:
    tab.look(1280, dark=False)
    tab.open(run.view.open(_ROOM))
    tab.wait_for("document.querySelector('.tile')")
    run.fill(3, 3)
    run.view.over(Outcome.NOT_MET)
    run.view.close()
    tab.wait_for(f"{_TEXT}.includes('✗ not met, over')")
    assert tab.evaluate(f"{_TILES}[2]") == "3"
    assert tab.complaints == []


def test_what_an_agent_says_is_text_and_nothing_else(tab: Tab, run: BusyRun) -> None:
    run.tell()
    tab.look(1280, dark=False)
    tab.open(run.view.open(_ROOM))
    tab.wait_for(f"{_TEXT}.includes('<img src=x onerror')")
    assert tab.evaluate("document.querySelectorAll('img').length") == 0
    assert tab.evaluate("document.title").startswith("● Golden Path")
    assert tab.complaints == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_it_fits_and_can_be_read(tab: Tab, run: BusyRun, width: int, *, dark: bool) -> None:
    run.tell()
    run.fill(200, 100)
    tab.look(width, dark=dark)
    tab.open(run.view.open(_ROOM))
    tab.wait_for("document.querySelector('#done-chart rect')")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    colours = "(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"
    ink, page = tab.evaluate(f"{colours}(document.body)")
    assert abs(_brightness(ink) - _brightness(page)) > 150
    assert (_brightness(page) < 80) is dark
    assert tab.evaluate(_OUTSIDE) == []
    assert tab.evaluate("document.querySelectorAll('.chart svg > title').length") == 4
    assert tab.complaints == []


_OUTSIDE = (
    "performance.getEntriesByType('resource').map(each => each.name)"
    ".filter(name => !name.startsWith(location.origin) && !name.startsWith('data:'))"
)
"""Whatever the page asked of anybody but the suite."""


def _brightness(colour: str) -> float:
    red, green, blue = map(float, colour.partition("(")[2].rstrip(")").split(",")[:3])
    return 0.3 * red + 0.6 * green + 0.1 * blue
