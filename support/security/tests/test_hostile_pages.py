"""In a real browser nothing that an agent said runs, loads anything, or leads away.

Needs Chromium: where there is none, these tests are skipped, and say so.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.evidence import report
from support.evidence.report_tool import ROOT, CannotBuild
from support.evidence.tests.browser import Browser, Tab, program
from support.security.tests.conftest import SCENARIOS, Aftermath, Beacon
from support.security.tests.payloads import markup

pytestmark = pytest.mark.skipif(
    program() is None,
    reason="NOT TRIED IN A BROWSER: there is no Chromium here (Debian: apt install chromium)",
)

_LOADING_S = 90.0
"""Seconds for a page on a machine that has other things to do."""

_SETTLE = """new Promise(done => setTimeout(done, 250))"""
_CLICK = """(() => {
  const found = [...document.querySelectorAll("[data-testid=PART]")];
  for (const each of found) each.click();
  return found.length;
})()"""
_CLICK_ALL = """(() => {
  const roots = [document];
  for (const root of roots)
    for (const each of root.querySelectorAll("*")) if (each.shadowRoot) roots.push(each.shadowRoot);
  const seen = window.__seen ??= new WeakSet();
  let clicked = 0;
  for (const root of roots)
    for (const each of root.querySelectorAll(
      "a, button, summary, label, input, [role=button], [tabindex], [data-testid]"))
      if (!seen.has(each) && clicked < 400) {
        seen.add(each);
        clicked++;
        each.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
      }
  return clicked;
})()"""


class Watched(Tab):
    """A tab that notes every dialog and every request that leaves the page."""

    dialogs: list[str]
    requests: list[str]

    @classmethod
    def of(cls, tab: Tab) -> Watched:
        """The same tab, watched."""
        watched = cls(tab.link, tab.session)
        watched.dialogs, watched.requests = [], []
        return watched

    def visit(self, page: Path) -> None:
        """Opens the page, lets whatever waits in it happen, and notes it."""
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")
        self.loaded = False
        self.call("Page.navigate", url=page.as_uri())
        until = time.monotonic() + _LOADING_S
        while not self.loaded:
            self._next(until)
        self.evaluate(_SETTLE)

    def _next(self, until: float) -> dict[str, Any]:
        told = super()._next(until)
        method, about = told.get("method"), told.get("params", {})
        if method == "Page.javascriptDialogOpening":
            self.dialogs.append(about["message"])
            closing = {"method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
            self.link.send(json.dumps({"id": -1, **closing, "sessionId": self.session}))
        elif method == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
        return told

    @property
    def strayed(self) -> list[str]:
        """Requests for anything but files of this machine and what a page holds itself."""
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.fixture
def tab(browser: Browser) -> Watched:
    return Watched.of(browser.tab())


def assert_quiet(tab: Watched, beacon: Beacon, page: object) -> None:
    """Nothing ran, and nobody was called."""
    assert not tab.dialogs, f"{page}: {tab.dialogs}"
    assert not tab.strayed, f"{page}: {tab.strayed}"
    assert not beacon.calls, f"{page}: {beacon.calls}"


def test_a_careless_page_is_noticed(tab: Watched, beacon: Beacon, tmp_path: Path) -> None:
    """Without this, all the others would prove nothing."""
    page = tmp_path / "careless.html"
    page.write_text(f"<!doctype html>{' '.join(markup(beacon.url)[:3])}", encoding="utf-8")
    tab.visit(page)
    assert "ran" in tab.dialogs
    assert tab.strayed
    deadline = time.monotonic() + 5
    while not beacon.calls and time.monotonic() < deadline:
        tab.evaluate(_SETTLE)
    assert beacon.calls
    beacon.calls.clear()


def test_every_attachment_by_itself_is_quiet(
    tab: Watched, beacon: Beacon, aftermath: Aftermath
) -> None:
    beacon.calls.clear()
    results = aftermath.reports / "allure-results"
    pages = [path for path in results.iterdir() if path.suffix in (".html", ".svg")]
    kinds = {path.suffix for path in pages}
    assert kinds == {".html", ".svg"}, "scorecards, answer pages and time lines"
    assert any("script" in html.unescape(path.read_text("utf-8")) for path in pages)
    for page in pages:
        tab.visit(page)
        tab.evaluate(_CLICK_ALL)
        assert_quiet(tab, beacon, page)


def test_the_pages_of_the_whole_run_are_quiet(
    tab: Watched, beacon: Beacon, aftermath: Aftermath
) -> None:
    beacon.calls.clear()
    pages = sorted(aftermath.reports.glob("*.html"))
    assert pages, "the scorecard as a page"
    for page in pages:
        tab.visit(page)
        tab.evaluate(_CLICK_ALL)
        tab.evaluate(_SETTLE)
        assert_quiet(tab, beacon, page)


def test_the_whole_report_is_quiet_whatever_is_clicked(
    tab: Watched, beacon: Beacon, aftermath: Aftermath
) -> None:
    beacon.calls.clear()
    root = aftermath.folder
    if not (root / "node_modules").exists():
        (root / "node_modules").symlink_to(ROOT / "node_modules")
    shutil.copy(ROOT / "allurerc.mjs", root)
    try:
        page = report.build(root)
    except CannotBuild as problem:
        pytest.skip(f"THE REPORT WAS NOT TRIED IN A BROWSER: {problem}")
    tab.visit(page)
    known = re.findall(r"test-results/([0-9a-f]{32})\.json", page.read_text("utf-8"))
    results = sorted(set(known))
    assert len(results) == len(SCENARIOS)
    opened = 0
    for result in results:
        tab.evaluate(f"location.hash = {json.dumps(result)}")
        tab.wait_for("document.querySelector('[data-testid=test-result-tab-attachments]') !== null")
        for part in ("test-result-step-header", "test-result-tab-attachments"):
            tab.evaluate(_CLICK.replace("PART", part))
        tab.wait_for("document.querySelector('[data-testid=test-result-attachment]') !== null")
        opened += tab.evaluate(_CLICK.replace("PART", "test-result-attachment-header"))
        tab.evaluate(_SETTLE)
        tab.evaluate(_CLICK_ALL)
        assert_quiet(tab, beacon, result)
    assert opened > len(results)
