"""One run of the suite against a hostile agent, and a beacon that notices whoever calls it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from support.faults.trial import Trial, run_suite
from support.security.tests.payloads import PATHS, TERMINAL, markup

SECRET = "live-4f9d-the-customer's/own+key-81c2"
SCENARIOS = (
    "No tool is left hanging",
    "Everything shown belongs",
    "The answer on the golden path",
    "Everybody on the team works",
    "A message that nobody can read",
)
PROFILE = """
name = "Hostile <script>alert('ran')</script>"
[launch]
command = ["{python}", "-m", "support.security.tests.hostile_agent", "TEXTS"]
ready = '^ready (?P<url>ws://\\S+)$'
[auth]
kind = "value"
secret_env = "HOSTILE_AGENT_KEY"
[patience]
opening_s = 3.0
silence_s = 3.0
answer_s = 20.0
"""


@dataclass
class Beacon:
    """Where nobody should ever call; `calls` are the paths that were asked for."""

    url: str
    calls: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Aftermath:
    """What a run against the hostile agent left behind."""

    folder: Path
    trial: Trial

    @property
    def reports(self) -> Path:
        """Everything that people open."""
        return self.folder / "reports"


@pytest.fixture(scope="session")
def beacon() -> Iterator[Beacon]:
    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            noted.calls.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_request(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Noting) as server:
        noted = Beacon(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield noted
        server.shutdown()
        thread.join(5)


@pytest.fixture(scope="session")
def aftermath(tmp_path_factory: pytest.TempPathFactory, beacon: Beacon) -> Aftermath:
    folder = tmp_path_factory.mktemp("hostile")
    texts = [*markup(beacon.url), *TERMINAL, *PATHS, "my pass is {credential}"]
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    written = PROFILE.replace("TEXTS", str(folder / "texts.json"))
    (folder / "agent.toml").write_text(written, encoding="utf-8")
    names = [part for name in SCENARIOS for part in ("--name", f"^{name}")]
    before = os.environ.get("HOSTILE_AGENT_KEY")
    os.environ["HOSTILE_AGENT_KEY"] = SECRET
    try:
        trial = run_suite(folder, *names, "-D", f"agent={folder / 'agent.toml'}")
    finally:
        os.environ.pop("HOSTILE_AGENT_KEY")
        if before is not None:
            os.environ["HOSTILE_AGENT_KEY"] = before
    return Aftermath(folder, trial)
