"""The supervisor of the agent: a process that starts another one whenever it dies.

The supervisor holds the listening socket, so that customers who come while nobody serves wait at
the door instead of being turned away.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

LOG = logging.getLogger(__name__)

AGAIN_S = 0.2
"""Seconds between a death and the next start; they double with each death of a short life."""

_LONGEST_S = 5.0
_SHORT_LIFE_S = 2.0
_FAREWELL_S = 2.0
_LOOK_S = 0.1


def supervise(
    serve: Callable[[socket.socket], int], host: str, port: int, *, with_parent: bool = False
) -> int:
    """Runs `serve` in a process of its own, again and again until it ends by itself.

    `with_parent` says that all is over when standard input ends, as it does when the launcher is
    gone: a process that then does not end by itself, stopped as it may be, is killed.

    Returns its exit status, in that process and in the supervisor's. Raises OSError where the
    address cannot be listened on. The process is a fork: no thread may have been started before.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as door:
        pause = AGAIN_S
        while True:
            began = time.monotonic()
            child = os.fork()
            if child == 0:
                return serve(door)
            status, told = _one_life(child, with_parent=with_parent)
            if told or os.WIFEXITED(status):
                return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
            LOG.warning("the agent was ended by signal %d", os.WTERMSIG(status))
            lived = time.monotonic() - began
            pause = AGAIN_S if lived > _SHORT_LIFE_S else min(pause * 2, _LONGEST_S)
            time.sleep(pause)


def _one_life(child: int, *, with_parent: bool) -> tuple[int, bool]:
    """Waits for the end; the status, and whether the supervisor was told to stop meanwhile."""
    told = False

    def pass_on(number: int, _: FrameType | None) -> None:
        nonlocal told
        told = True
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    former = {each: signal.signal(each, pass_on) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        if with_parent and _launcher_left(child):
            told = True
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGCONT)
            if not _ended(child, _FAREWELL_S):
                os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    return status, told


def _launcher_left(child: int) -> bool:
    """Waits until standard input has ended, which is true, or the child has."""
    poll = select.poll()
    poll.register(0, 0)  # nothing is read: what comes there is the child's, and only the end counts
    while not _ended(child, 0.0):
        if poll.poll(_LOOK_S * 1000):
            return True
    return False


def _ended(child: int, within_s: float) -> bool:
    """Whether the child ends within the time; its status is left for `waitpid`."""
    until = time.monotonic() + within_s
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() >= until:
            return False
        time.sleep(min(_LOOK_S, within_s))
    return True
