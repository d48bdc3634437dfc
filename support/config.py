"""Settings of one run, read from Behave's `-D name=value`; anything unknown is refused."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from support.agents import profile
from support.agents.profile import Profile
from support.pulse import address
from support.pulse.address import Where
from support.verdict import HarnessError

NAMES = {
    "agent": "the agent profile: a name from support/agents, or the path of a .toml file",
    "patience": "how much longer than usual the harness itself waits, 0.1 to 100; no promise moves",
    "repeats": "how many times each question is asked, 1 to 100; how often it went well is judged",
    "live": "a page that shows the run as it happens: on, off, a port, or ADDRESS:PORT",
    "cluster": "a Dask cluster whose workers act the customers out: tcp://HOST:PORT",
}
"""Every name that `-D` takes, with what it means."""

_NOT_SHOWN = "its protocol cannot show this"
_CANNOT = {
    "disturbance": "it may not be disturbed",
    "process_faults": "its process may not be paused, killed and started again",
    "supervision": "nothing starts it again by itself when it dies",
    "faults_on_command": "its parts cannot be made to fail on command",
}

_REPORTERS = ("AllureFormatter.", "behave.")
"""Settings that belong to Behave and its formatters."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What this run was asked to do."""

    agent: Profile
    agent_profile: str
    patience: float
    repeats: int = 1
    cluster: str = ""
    live: Where | None = None

    def lacks(self, tags: Iterable[str]) -> str | None:
        """Why this agent cannot show what a scenario tagged like this is about; None if it can."""
        for tag in tags:
            needed = str(tag).removeprefix("needs.")
            if needed != tag and not getattr(self.agent.can, needed):
                cannot = _CANNOT.get(needed, _NOT_SHOWN)
                return f"the profile of {self.agent.name} says that {cannot} ({needed} = false)"
        return None


def read(userdata: Mapping[str, str]) -> Settings:
    """The settings; raises `HarnessError` in one sentence that lists what is valid."""
    for name in userdata:
        if name not in NAMES and not name.startswith(_REPORTERS):
            near = difflib.get_close_matches(name, NAMES, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            known = "; ".join(f"{known} ({meaning})" for known, meaning in NAMES.items())
            raise HarnessError(f"-D {name} is not a setting of this suite; {hint}known: {known}")
    name = userdata.get("agent", "reference")
    return Settings(
        profile.load(name),
        name,
        _patience(userdata.get("patience", "1")),
        _repeats(userdata.get("repeats", "1")),
        _cluster(userdata.get("cluster", "")),
        address.parse(userdata.get("live", "off")),
    )


def _cluster(text: str) -> str:
    if text and not re.fullmatch(r"(?:tcp|tls)://[^\s/:]+:\d{1,5}", text):
        raise HarnessError(
            f"-D cluster={text} is no address of a Dask cluster; expected its scheduler's, for "
            "instance tcp://127.0.0.1:8786"
        )
    return text


def _repeats(text: str) -> int:
    number = int(text) if text.strip().isdecimal() else 0
    if not 1 <= number <= 100:
        raise HarnessError(f"-D repeats={text} is not a whole number from 1 to 100")
    return number


def _patience(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.1 <= scale <= 100:
        raise HarnessError(f"-D patience={text} is not a number from 0.1 to 100")
    return scale
