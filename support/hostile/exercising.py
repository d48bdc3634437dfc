"""An adapter fed as a session feeds it, with the customer's own frames between the agent's."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.events import Event
from support.behaviour import Question
from support.hostile.rubbish import insist
from support.protocols import Adapter, HttpAnswer, Pings
from support.protocols.base import Data
from support.recording import MEANS, RECV, SEND, Frame
from support.redaction import Redaction

_QUESTION = Question("how?", "r", "t")


def exercised(adapter: Adapter, said: Sequence[Data], code: int) -> tuple[list[Frame], list[Event]]:
    """Feeds an adapter as a session does; what is recorded of it, and what it took that for."""
    for _ in range(adapter.requests("ws://127.0.0.1:1/ws")):
        adapter.answered(HttpAnswer(code, {}, said[0] if said else None))
    adapter.connected(0.0)
    frames, heard = [Frame(0.0, "open")], list[Event]()

    def send(messages: list[Data]) -> None:
        for message in messages:
            adapter.sent(message)
            frames.append(Frame(len(frames) * 0.1, SEND, message, {MEANS: adapter.meaning()}))

    redaction = Redaction(("a secret",))
    for position, data in enumerate(said):
        if position == 1:
            send(adapter.ask(_QUESTION))
        at, index = len(frames) * 0.1, len(frames)
        if (due := adapter.wake_at) is not None and due <= at:
            heard += adapter.woken(at)
        events = adapter.receive(at, index, data)
        insist(any(event.frame == index for event in events), "a frame came to nothing")
        frames.append(Frame(at, RECV, data))
        heard += events
        adapter.shown(data, redaction)
        adapter.sent(data)
        send(adapter.replies())
        insist(adapter.failure is None or bool(adapter.failure.strip()), "it failed without words")
    send([*adapter.cancel("r"), *adapter.resume("r")])
    if isinstance(adapter, Pings):
        send(adapter.ping("p"))
    heard += adapter.closed(len(frames) * 0.1, len(frames), code, "bye")
    adapter.dropped()
    frames.append(Frame(len(frames) * 0.1, "closed", fields={"code": code, "reason": "bye"}))
    return frames, heard
