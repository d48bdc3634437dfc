"""What can go wrong, by the words of the features; the words stand in mishaps.toml."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from support.agents.agent import AgentUnderTest
from support.faults import agent_faults, process_faults
from support.faults.message_faults import MessageFault
from support.faults.proxying import FaultProxy
from support.faults.toxics import LimitData, SlowClose, Toxic
from support.verdict import HarnessError, NotMeasured

FILE = Path(__file__).with_name("mishaps.toml")

_PROCESS: dict[str, Callable[[AgentUnderTest], AbstractContextManager[float]]] = {
    "pause": process_faults.paused,
    "crash": process_faults.crashed,
    "restart": process_faults.down,
    "memory": process_faults.short_of_memory,
}


class Mishap(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that can go wrong, as data; the head of mishaps.toml says what each part means."""

    line: list[Toxic] = []
    messages: list[MessageFault] = []
    process: Literal["", "pause", "crash", "restart", "memory"] = ""
    hangs_up: bool = False
    service: Literal["", "failing-tools", "slow-tools", "weaker-model", "database"] = ""


@cache
def mishaps() -> dict[str, Mishap]:
    """Every mishap by its words."""
    return msgspec.toml.decode(FILE.read_bytes(), type=dict[str, Mishap])


def mishap(words: str) -> Mishap:
    """The mishap that is called so; raises `HarnessError` where there is none."""
    if words not in mishaps():
        raise HarnessError(f"nothing that can go wrong is called {words!r}: see {FILE.name}")
    return mishaps()[words]


@contextlib.contextmanager
def happening(what: Mishap, agent: AgentUnderTest, proxy: FaultProxy) -> Iterator[float]:
    """It goes wrong for the length of the block; since when on the monotonic clock is given."""
    with contextlib.ExitStack() as undone:
        began: list[float] = []
        for condition in what.line:
            name, at = proxy.begin(condition)
            undone.callback(_end, proxy, name, condition)
            began.append(at)
        for fault in what.messages:
            name, at = proxy.begin(fault)
            undone.callback(_end, proxy, name, fault)
            began.append(at)
        if what.process:
            # An agent that is launched again may be elsewhere; the line then leads there.
            undone.callback(lambda: proxy.lead_to(agent.url))
            began.append(undone.enter_context(_PROCESS[what.process](agent)))
        if what.service:
            began.append(undone.enter_context(agent_faults.on_command(agent, what.service)))
        yield max(began)


_WAITS: dict[type[Toxic | MessageFault], str] = {
    MessageFault: "no message came on which it could fall",
    LimitData: "too little was sent meanwhile for the line to be closed",
    SlowClose: "the line was not closed meanwhile",
}
"""What has to come before these do anything, and the reason where it did not."""


def _end(proxy: FaultProxy, name: str, condition: Toxic | MessageFault) -> None:
    """Ends what is wrong; raises `NotMeasured` where it waited for something that never came."""
    _, struck = proxy.end(name)
    if not struck and type(condition) in _WAITS:
        raise NotMeasured(_WAITS[type(condition)])
