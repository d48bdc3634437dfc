"""Attendance: what a line does for its protocol beside carrying frames.

It wakes the protocol in time, stops where the protocol cannot go on, and keeps secrets that are
learned on the way out of what was recorded before.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from support.protocols.base import Adapter, Data
from support.recording import MEANS, SEND, Frame
from support.redaction import Redaction


class Alarm:
    """Calls back at the moment at which the protocol wants to be woken; there is one at a time."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_set(self) -> bool:
        """Whether it may still ring."""
        return self._timer is not None

    def set(self, at: float | None) -> None:
        """Rings at this moment of the monotonic clock, and no longer at any other."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if at is not None:
            wait = max(at - time.monotonic(), 0)
            self._timer = asyncio.get_running_loop().call_later(wait, self._ring)


def as_sent(at: float, message: Data, adapter: Adapter, redaction: Redaction) -> Frame:
    """A frame of the user as it is recorded: without secrets, with what it meant."""
    if adapter.tells_itself:
        return Frame(at, SEND, message)
    meaning = dict(adapter.meaning())
    kept = adapter.shown(message, redaction, sent=True)
    return Frame(at, SEND, kept, {MEANS: meaning} if meaning else {})


def learn_secrets(adapter: Adapter, redaction: Redaction, frames: list[Frame]) -> None:
    """Takes what the protocol now knows as secret out of all that was recorded so far."""
    fresh = adapter.new_secrets()
    for secret in fresh:
        redaction.learn(secret)
    for index, frame in enumerate(frames if fresh else ()):
        if frame.data is not None:
            kept = adapter.shown(frame.data, redaction, sent=frame.dir == SEND)
            frames[index] = replace(frame, data=kept)
