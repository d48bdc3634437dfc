"""Replaying: what an adapter makes of a recording, in the order in which it came about."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from scoring.events import Event
from support.protocols.base import Adapter, HttpAnswer, Sent
from support.recording import MEANS, RECV, SEND, Frame


def replayed(
    adapter: Adapter, frames: Iterable[Frame], heard: Sequence[Event] | None = None
) -> Iterator[tuple[Frame, Sent, list[Event]]]:
    """Each line of a recording with what it meant, as user's frame or as events of the agent.

    What came to pass by itself, with the time, comes before the line that was next. `heard` are
    the events of all frames, in order, where the agent's need not be read again.
    """
    known = None if heard is None else deque(heard)
    is_open = False
    for index, frame in enumerate(frames):
        if adapter.wake_at is not None:
            yield from _by_itself(adapter, frame)
        events: list[Event] = []
        sent: Sent = None
        if frame.dir == RECV and frame.data is not None:
            events = (
                adapter.receive(frame.t, index, frame.data)
                if known is None
                else _of_frame(known, index)
            )
        elif frame.dir == SEND and frame.data is not None:
            sent = adapter.sent(frame.data, frame.fields.get(MEANS))
        elif frame.dir == "http":
            _answered(adapter, frame)
        elif frame.dir == "open":
            adapter.connected(frame.t)
            is_open = True
        elif frame.dir == "dropped":
            adapter.dropped()
            is_open = False
        elif frame.dir in ("closed", "close") and is_open:
            is_open = False
            events = _closed(adapter, frame, index)
        if sent is not None or events:
            yield frame, sent, events


def _closed(adapter: Adapter, frame: Frame, index: int) -> list[Event]:
    code = frame.fields.get("code")
    # A transcript made elsewhere ends with its maker's own close; ours says `closed` alone.
    if frame.dir == "closed" or code not in (None, 1000, 1001):
        return adapter.closed(frame.t, index, code, str(frame.fields.get("reason") or ""))
    adapter.dropped()
    return []


def _of_frame(known: deque[Event], index: int) -> list[Event]:
    """The events of this frame, taken off what was heard."""
    events = []
    while known and known[0].frame == index:
        events.append(known.popleft())
    return events


def _by_itself(adapter: Adapter, frame: Frame) -> Iterator[tuple[Frame, Sent, list[Event]]]:
    while (due := adapter.wake_at) is not None and due <= frame.t:
        events = adapter.woken(due)
        if events:
            yield frame, None, events
        if adapter.wake_at == due:
            return  # whatever is due now is not the adapter's to do


def _answered(adapter: Adapter, frame: Frame) -> None:
    status, headers = frame.fields.get("status", 200), frame.fields.get("headers", {})
    adapter.answered(
        HttpAnswer(
            status if isinstance(status, int) else 0,
            headers if isinstance(headers, dict) else {},
            frame.fields.get("response"),
        )
    )
