"""Every page and picture opened in a real browser: light and dark, wide and narrow.

Needs Chromium (on Debian: the package `chromium`); the report as a whole needs Allure beside it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.evidence import report, report_tool, summary
from support.evidence.attach import _POLICY
from support.evidence.tests import views
from support.evidence.tests.browser import Browser, Tab, program
from support.evidence.tests.runs import data_of

pytestmark = pytest.mark.skipif(
    program() is None, reason="there is no Chromium, so no page was looked at (apt: chromium)"
)

WIDE, NARROW = 1280, 400
LOOKS = [(width, dark) for width in (WIDE, NARROW) for dark in (False, True)]

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNNAMED = """(() => {
  const named = image => (image.alt || image.getAttribute("aria-label") ||
    image.querySelector(":scope > title")?.textContent || "").trim().length > 3;
  const roots = [document, document.getElementById("golden-path")?.shadowRoot].filter(Boolean);
  const images = roots.flatMap(root => [...root.querySelectorAll("img, [role=img]")]);
  return images.filter(image => !named(image)).map(image => image.outerHTML.slice(0, 200));
})()"""
# What is seen of every text against what lies behind it, by the formula of WCAG 2.2 (contrast).
PALE = """(() => {
  const rgb = css => (css.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(
    v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  ).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  };
  const pale = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    const inside = element.closest("style, script, svg");
    if (inside || !walk.currentNode.data.trim() || !element.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) pale.push(contrast.toFixed(2) + " " + walk.currentNode.data.trim());
  }
  return pale;
})()"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as running:
        yield running


def check(tab: Tab) -> None:
    """What must hold of every view."""
    assert tab.complaints == []
    assert tab.evaluate(TOO_WIDE) <= 0
    assert tab.evaluate(UNNAMED) == []


@pytest.mark.parametrize("name", list(views.pages()))
def test_every_page_is_readable(browser: Browser, tmp_path: Path, name: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        f"{_POLICY if name in ('scenario', 'answer') else ''}{views.pages()[name]}", "utf-8"
    )
    tab = browser.tab()
    tab.open(page.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert tab.evaluate("[...document.images].filter(each => !each.naturalWidth).length") == 0
    unnamed = "[...document.querySelectorAll('iframe')].filter(each => !each.title).length"
    assert tab.evaluate(unnamed) == 0
    for width, dark in LOOKS:
        tab.look(width, dark=dark)
        check(tab)
        assert tab.evaluate(PALE) == []
        assert tab.evaluate("document.querySelector('h1').offsetWidth") > 150


@pytest.mark.parametrize("name", list(views.pictures()))
def test_every_picture_is_drawn_and_told(browser: Browser, tmp_path: Path, name: str) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_text(views.pictures()[name], "utf-8")
    tab = browser.tab()
    tab.open(picture.as_uri())
    words = "document.documentElement.getAttribute('aria-labelledby').split(' ').map("
    title, description = tab.evaluate(
        f"{words}id => document.getElementById(id).textContent.length)"
    )
    assert title > 3
    assert description > 20
    seen = set()
    for width, dark in LOOKS:
        tab.look(width, dark=dark, height=600)
        check(tab)
        seen.add(tab.picture())
    assert len(seen) == len(LOOKS)  # light is not dark, and wide is not narrow


def with_results(folder: Path) -> None:
    """Results as a run leaves them, of one promise with every picture."""
    results = folder / "reports" / "allure-results"
    results.mkdir(parents=True)
    attachments: list[dict[str, Any]] = []
    for number, (name, body) in enumerate(views.pictures().items()):
        source = f"{number}-attachment.svg"
        (results / source).write_text(body, "utf-8")
        attachments.append({"name": name, "source": source, "type": "image/svg+xml"})
    result = {
        "uuid": "one",
        "name": " ".join(views.LONG.split()),
        "status": "failed",
        "start": 1,
        "stop": 2,
        "labels": [
            {"name": "feature", "value": "Golden"},
            {"name": "epic", "value": "Golden path"},
        ],
        "steps": [
            {"name": "When", "status": "failed", "start": 1, "stop": 2, "attachments": attachments}
        ],
    }
    (results / "one-result.json").write_text(json.dumps(result), "utf-8")
    summary.write(data_of(views.a_run_that_went_wrong()), folder / "reports" / "summary.json")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report as one file, drawn by Allure."""
    folder = tmp_path_factory.mktemp("whole")
    with_results(folder)
    for name in ("allurerc.mjs", "package.json"):
        shutil.copy(report_tool.ROOT / name, folder)
    try:
        if not (report_tool.ROOT / "node_modules").is_dir():
            raise report_tool.CannotBuild("its tool is not installed; `make install` does that")
        (folder / "node_modules").symlink_to(report_tool.ROOT / "node_modules")
        return report.build(folder)
    except report_tool.CannotBuild as error:
        pytest.skip(f"the report as a whole was not looked at: {error}")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_report_begins_with_the_scorecard_and_leads_to_the_proof(
    browser: Browser, whole: Path, width: int, dark: bool
) -> None:
    tab = browser.tab()
    tab.look(width, dark=dark)
    tab.open(whole.as_uri())
    front = "document.getElementById('golden-path')"
    tab.wait_for("document.querySelector('[data-testid^=tree-leaf]') !== null")
    assert tab.evaluate("scrollY") == 0
    top = f"{front}.shadowRoot.querySelector('h1').getBoundingClientRect().top"
    assert 0 < tab.evaluate(top) < 400
    check(tab)
    tab.evaluate(f"{front}.shadowRoot.querySelector('a').click()")
    tab.wait_for("document.querySelector('[data-testid=test-result-attachment-header]') !== null")
    assert tab.evaluate(f"{front}.hidden")
    heads = "[...document.querySelectorAll('[data-testid=test-result-attachment-header] button')]"
    tab.evaluate(f"{heads}.find(each => each.textContent.includes('Time line')).click()")
    image = "document.querySelector('[data-testid=image-attachment-content] img')"
    tab.wait_for(f"{image}?.naturalWidth > 0 && {image}.alt === 'Time line'")
    check(tab)
    tab.evaluate("history.back()")
    tab.wait_for(f"!{front}.hidden")
    check(tab)
