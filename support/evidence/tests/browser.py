"""A headless Chromium, spoken to over its own debugging protocol: opens pages, looks, listens.

Only for tests: one browser serves a whole module, each page in a tab of its own.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import ClientConnection, connect

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WITHIN_S = 20.0
_SILENT = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)


def program() -> str | None:
    """The first Chromium on this machine, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@dataclass
class Tab:
    """One page at one width and in one colour scheme; `complaints` is what its console said."""

    link: ClientConnection
    session: str
    complaints: list[str] = field(default_factory=list)
    loaded: bool = False
    _number: int = 0

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Sends one command and returns its result; events that come meanwhile are noted."""
        self._number += 1
        sent = {"id": self._number, "method": method, "params": arguments}
        self.link.send(json.dumps({**sent, "sessionId": self.session}))
        until = time.monotonic() + _WITHIN_S
        while True:
            told = self._next(until)
            if told.get("id") == self._number:
                assert "error" not in told, f"{method}: {told}"
                return dict(told["result"])

    def evaluate(self, script: str) -> Any:
        """What a script comes to in the page; a promise is waited for."""
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def open(self, address: str) -> None:
        """Opens a page and waits until all of it is there."""
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.loaded = False
        self.call("Page.navigate", url=address)
        until = time.monotonic() + _WITHIN_S
        while not self.loaded:
            self._next(until)

    def look(self, width: int, *, dark: bool, height: int = 900) -> None:
        """Makes the window so large, and the reader's colour scheme light or dark."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def wait_for(self, script: str) -> None:
        """Waits until a script comes to something true, by the page's own frames."""
        assert self.evaluate(
            "new Promise(done => { const end = performance.now() + 15000; const look = () => {"
            f"if ({script}) done(true); else if (performance.now() > end) done(false);"
            "else requestAnimationFrame(look); }; look(); })"
        ), f"never came true: {script}"

    def picture(self, *, whole: bool = False) -> bytes:
        """What is seen, as PNG; with `whole`, all of the page and not only what fits."""
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(found["data"])

    def _next(self, until: float) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.link.recv(timeout=until - time.monotonic()))
        method, about = told.get("method"), told.get("params", {})
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Runtime.exceptionThrown":
            details = about["exceptionDetails"]
            thrown = details.get("exception", {}).get("description", "")
            self.complaints.append(f"{details['text']} {thrown}".strip())
        elif method == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.complaints.append(about["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and about["type"] in ("error", "assert"):
            words = [each.get("value", each.get("description")) for each in about["args"]]
            self.complaints.append(" ".join(map(str, words)))
        return told


class Browser:
    """Chromium with a profile of its own, gone at the end."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="golden-path-browser-")
        self._open = contextlib.ExitStack()
        found = program()
        assert found, "there is no Chromium"
        self._process = subprocess.Popen(
            [found, *_SILENT, f"--user-data-dir={self._folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            link = connect(self._address(), max_size=None, open_timeout=_WITHIN_S)
            self._link = self._open.enter_context(link)
        except BaseException:
            self.__exit__()
            raise

    def _address(self) -> str:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if found := re.search(r"DevTools listening on (ws://\S+)", line):
                return found[1]
        raise AssertionError("Chromium ended before it could be reached")

    def tab(self) -> Tab:
        """A fresh tab that remembers nothing; those before it are not listened to any more."""
        context = self._call("Target.createBrowserContext")["browserContextId"]
        made = self._call("Target.createTarget", url="about:blank", browserContextId=context)
        page = made["targetId"]
        session = self._call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        return Tab(self._link, session)

    def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        self._link.send(json.dumps({"id": 0, "method": method, "params": arguments}))
        while True:
            told = json.loads(self._link.recv(timeout=_WITHIN_S))
            if told.get("id") == 0 and "sessionId" not in told:
                return dict(told["result"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._process.terminate()
        self._process.wait(_WITHIN_S)
        if self._process.stderr is not None:
            self._process.stderr.close()
        shutil.rmtree(Path(self._folder), ignore_errors=True)
