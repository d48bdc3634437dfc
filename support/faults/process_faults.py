"""What can become of an agent's process; each a context manager that undoes itself.

Struck are the processes that do the work: those of the launched agent's tree that hold customers'
connections, or listen where these come in. A helper of theirs only shares their fate; whoever
looks after them, and should start them again, is left alone.

What is unrealistic: a paused process keeps its sockets, as one does that is swapped out or stands
in a debugger, while a machine that is gone answers nothing at all (see the line's blackhole). And
memory runs short for this process alone, by a limit on its address space: one that gets by with
what it has notices nothing.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import psutil

from support.agents.agent import AgentUnderTest
from support.faults.proxying import place_of
from support.verdict import HarnessError, NotMeasured

SPARE = 2 * 2**20
"""Bytes that a process may still take where memory runs short."""

_STANDSTILL_S = 5.0
_STANDS = {psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP, psutil.STATUS_ZOMBIE}

_SERVES = {psutil.CONN_ESTABLISHED, psutil.CONN_LISTEN}


def family(agent: AgentUnderTest) -> list[psutil.Process]:
    """All processes of the agent, those that look after others first.

    Raises `HarnessError` where there is none.
    """
    if agent.process is None:
        raise HarnessError("the suite did not launch this agent, so it cannot touch its process")
    try:
        root = psutil.Process(agent.process.pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error as error:
        raise HarnessError(f"the agent's process is gone: {error}") from error


def workers(agent: AgentUnderTest) -> list[psutil.Process]:
    """The processes that serve customers: who is connected with them, or listens for them.

    One that only listens, as another that it started does too, looks after that and serves nobody.
    Raises `NotMeasured` where no process of the agent's is at its port.
    """
    port = place_of(agent.url)[1]
    everybody = family(agent)
    found = {each.pid: _at(port, each) for each in everybody}
    parents = {above for each in everybody if found[each.pid] for above in _above(each)}
    serving = [
        each
        for each in everybody
        if psutil.CONN_ESTABLISHED in found[each.pid]
        or (found[each.pid] and each.pid not in parents)
    ]
    if not serving:
        raise NotMeasured(
            f"none of the processes that the suite launched serves port {port}, so the one that "
            "does the agent's work cannot be reached"
        )
    return serving


def _at(port: int, process: psutil.Process) -> set[str]:
    """In which states of the two a process holds this port of its own."""
    with contextlib.suppress(psutil.Error):
        held = (each for each in process.net_connections("tcp") if each.laddr)
        return {each.status for each in held if each.laddr.port == port} & _SERVES
    return set()


def _above(process: psutil.Process) -> list[int]:
    with contextlib.suppress(psutil.Error):
        return [each.pid for each in process.parents()]
    return []


def _with_helpers(agent: AgentUnderTest) -> list[psutil.Process]:
    """The processes that serve, and all that these started."""
    serving = workers(agent)
    pids = {each.pid for each in serving}
    return [each for each in family(agent) if each.pid in pids or pids & {*_above(each)}]


@contextlib.contextmanager
def paused(agent: AgentUnderTest) -> Iterator[float]:
    """The agent stands still for the length of the block (SIGSTOP); since when is given."""
    stopped = _with_helpers(agent)
    try:
        for each in stopped:
            with contextlib.suppress(psutil.NoSuchProcess):  # a helper that is done
                each.suspend()
        _await_standstill(stopped)
        yield time.monotonic()
    finally:
        for each in stopped:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.resume()


def _await_standstill(stopped: list[psutil.Process]) -> None:
    """A signal that is sent has not arrived yet: a busy machine may take its time to deliver it."""
    until = time.monotonic() + _STANDSTILL_S
    for each in stopped:
        with contextlib.suppress(psutil.NoSuchProcess):  # a helper that is done
            while each.status() not in _STANDS:
                if time.monotonic() > until:
                    raise NotMeasured(f"the agent's process {each.pid} could not be paused")
                time.sleep(0.001)


@contextlib.contextmanager
def crashed(agent: AgentUnderTest) -> Iterator[float]:
    """The agent dies (SIGKILL); to start it again is its own supervision's business."""
    yield _killed(workers(agent))


@contextlib.contextmanager
def down(agent: AgentUnderTest) -> Iterator[float]:
    """The agent dies with all that look after it; at the end of the block it is launched again.

    It may then have another address.
    """
    workers(agent)  # raises where the agent is somewhere else
    began = _killed(family(agent))
    try:
        yield began
    finally:
        agent.relaunch()


@contextlib.contextmanager
def short_of_memory(agent: AgentUnderTest) -> Iterator[float]:
    """The agent can take hardly any more memory than it has, for the length of the block.

    Raises `NotMeasured` where the system has no such limit for other processes.
    """
    if not hasattr(psutil.Process, "rlimit"):
        raise NotMeasured("only Linux can limit the memory of a process that runs already")
    before: list[tuple[psutil.Process, tuple[int, int]]] = []
    try:
        for each in _with_helpers(agent):
            with contextlib.suppress(psutil.NoSuchProcess):  # a helper that is done
                soft, hard = each.rlimit(psutil.RLIMIT_AS)
                before.append((each, (soft, hard)))
                each.rlimit(psutil.RLIMIT_AS, (each.memory_info().vms + SPARE, hard))
        yield time.monotonic()
    finally:
        for each, limits in before:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.rlimit(psutil.RLIMIT_AS, limits)


def _killed(struck: list[psutil.Process]) -> float:
    for each in struck:
        with contextlib.suppress(psutil.NoSuchProcess):  # it went with the one before
            each.kill()
    return time.monotonic()
