"""A customer's line to the agent: connections one after another, and the record of all of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from websockets.exceptions import ConnectionClosed

from scoring.events import Event
from support.attendance import Alarm
from support.connection import StampedConnection
from support.deadline import Deadline
from support.journal import Journal, Room
from support.preparation import NotToldError, prepared
from support.protocols.base import Adapter, Data
from support.recording import RECV, Frame
from support.redaction import shown
from support.troubles import TOO_MUCH
from support.wire import Address, DoorClosedError, open_connection

BREATH = 0.02
"""Seconds after the greeting in which an agent may still ask for a further exchange."""

_BRIEF: set[str] = set()
"""Addresses whose agent asked for none the first time; no other customer waits for it again."""


class StoppedError(Exception):
    """The session cannot go on; why is in the record."""


class Line:
    """Connects, sends, receives and waits; `journal` is the record of it.

    `on_event` is called for each canonical event the moment it is received; `room` is what it
    shares with others for their records.
    """

    def __init__(
        self,
        address: Address,
        adapter: Adapter,
        on_event: Callable[[Event], None],
        room: Room | None = None,
    ) -> None:
        self._address = address
        self._adapter = adapter
        self.journal = Journal(address, adapter, on_event, room)
        self._connection: StampedConnection | None = None
        self._waiter: tuple[Callable[[], bool], asyncio.Future[None]] | None = None
        self._alarm = Alarm(self._woken)
        self._over = self._stuck = self._opened = self._asked_for_more = False
        self.persists = False
        """Whether whoever uses the line tries again: what goes wrong then is a setback."""

    @property
    def frames(self) -> list[Frame]:
        """The record so far."""
        return self.journal.frames

    @property
    def events(self) -> list[Event]:
        """What the adapter took the record for."""
        return self.journal.events

    @property
    def is_open(self) -> bool:
        """Whether there is a connection now."""
        return self._connection is not None

    async def connect(self, within_s: float) -> None:
        """Opens a connection and goes through the opening exchange, or stops the session."""
        deadline, url = Deadline(within_s), shown(self._address.url)
        redaction = self.journal.redaction
        self.note("connect", url=url, credentials=self._address.has_credentials)
        self.journal.learn_secrets()
        self._go_on_or_stop()
        if warning := self._address.trust.warning(url):
            self.note("warning", text=warning)
        try:
            address = await prepared(
                self._adapter, self._address, deadline, redaction=redaction, note=self.note
            )
            connection = await open_connection(address, deadline)
        except DoorClosedError as error:
            self.trouble("unreachable" if error.unreachable else "refused", str(error))
            raise StoppedError from error
        except NotToldError as error:
            self.trouble("mapping", str(error))
            raise StoppedError from error
        self._connection = connection
        told = {name: redaction.text(value) for name, value in connection.headers.items()}
        beside = {"headers": told} if told else {}
        self.note("open", subprotocol=connection.subprotocol, **beside)
        # What came in one breath with the opening came after it, whatever the stamps say.
        opened = replace(self.frames[-1], t=connection.opened_at)
        self.frames[-1] = opened
        self._adapter.connected(opened.t)
        self._asked_for_more = False
        connection.listen(self._received, lambda: self._closed(connection), self._signalled)
        self._attend()
        place = address.url.partition("?")[0]
        greeted = await self.wait(lambda: self._adapter.ready, deadline)
        if greeted and place not in _BRIEF and not self._asked_for_more:
            # Some greet first and ask for a handshake with the next breath.
            asked = await self.wait(lambda: not self._adapter.ready, Deadline(BREATH))
            _BRIEF.update(() if asked or self._asked_for_more else (place,))
        if not await self.wait(lambda: self._adapter.ready, deadline):
            if self.is_open:
                self.trouble(
                    "opening",
                    f"the agent at {url} accepted the connection but did not send its greeting "
                    f"within {within_s:g} s",
                )
            raise StoppedError
        self._opened = True

    async def send(self, *messages: Data, within_s: float) -> None:
        """Sends messages, stamped as they are handed to the socket, or stops the session."""
        self._go_on_or_stop()
        for message in messages:
            if self._connection is None:
                raise StoppedError
            at = time.monotonic()
            self._adapter.sent(message)
            self.journal.sent(at, message)
            try:
                async with asyncio.timeout(within_s):
                    await self._connection.send(message)
            except ConnectionClosed as error:
                raise StoppedError from error
            except TimeoutError:
                self.trouble("slow", "the agent does not read what the customer sends")
                raise StoppedError from None

    def drop(self) -> None:
        """Loses the connection without a farewell."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self.note("dropped")
            self._adapter.dropped()
            connection.transport.abort()

    async def answers(self, within_s: float) -> bool:
        """Whether somebody at the other end still answers a ping."""
        connection = self._connection
        if connection is None:
            return False
        try:
            async with asyncio.timeout(within_s):
                await (await connection.ping())
        except (TimeoutError, ConnectionClosed):
            return False
        return True

    async def hang_up(self) -> None:
        """Ends the record, then the connection, politely where the agent allows it."""
        self.note("end", received=sum(frame.dir == RECV for frame in self.frames))
        self._over = True
        self._alarm.set(None)
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                async with asyncio.timeout(1):
                    await connection.close()
            except TimeoutError:
                connection.transport.abort()

    async def wait(self, come: Callable[[], bool], deadline: Deadline) -> bool:
        """Waits for `come`, the end of the line or the deadline, whichever is first."""
        if not come() and self.is_open:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiter = (come, future)
            try:
                async with asyncio.timeout(deadline.left):
                    await future
            except TimeoutError:
                pass
            finally:
                self._waiter = None
        if self.journal.failure is not None:
            raise self.journal.failure
        return come()

    def note(self, what: str, **fields: object) -> None:
        """Writes a line of the record that is no frame."""
        self.journal.note(what, **fields)

    def trouble(self, kind: str, text: str, run_id: str | None = None) -> None:
        """Writes down why the session cannot go on."""
        what, named = "setback" if self.persists else "trouble", {"run_id": run_id}
        self.note(what, kind=kind, text=text, **(named if run_id else {}))

    def _received(self, at: float, messages: Sequence[Data]) -> None:
        if self._over:
            return
        if self.journal.received(at, messages):
            self._attend()
        else:
            self._cut_off()

    def _signalled(self, at: float, what: str, data: bytes) -> None:
        """Records a ping or pong; nobody need know it at once."""
        if not self._over and not self.journal.signalled(at, what, data):
            self._cut_off()

    def _attend(self) -> None:
        """Sends what the protocol wants sent, looks whether it can go on, and wakes it in time."""
        adapter = self._adapter
        for reply in adapter.replies():
            self._asked_for_more = True
            task = asyncio.ensure_future(self.send(reply, within_s=1))
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        if adapter.failure is not None:
            self._stop_if_stuck()
        if self._waiter is not None:
            self._wake()
        due = adapter.wake_at if self._connection is not None else None
        if due is not None or self._alarm.is_set:
            self._alarm.set(due)

    def _woken(self) -> None:
        try:
            self.journal.tell(self._adapter.woken(time.monotonic()))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is ours and no verdict
            self.journal.failure = error
            self._wake()
            return
        self._attend()

    def _go_on_or_stop(self) -> None:
        """Stops the session where the protocol cannot go on."""
        self._stop_if_stuck()
        if self._stuck:
            raise StoppedError

    def _stop_if_stuck(self) -> None:
        """Ends the line where the protocol cannot go on, and says why."""
        why = self._adapter.failure
        if why is None or self._stuck or self._over:
            return
        self._stuck = True
        beginning = "exchange" if self._opened else "opening"
        self.trouble("mapping" if self._adapter.fault_is_ours else beginning, why)
        if self._connection is not None:
            self._connection.transport.abort()
            self._connection = None
        self._wake()

    def _cut_off(self) -> None:
        if self._connection is not None:
            self.trouble(TOO_MUCH, self.journal.overflow)
            self._connection.transport.abort()
            self._connection = None
            self._wake()

    def _closed(self, connection: StampedConnection) -> None:
        if connection is not self._connection:
            return
        self._connection = None
        code, reason = connection.close_code, connection.close_reason
        self.note("closed", code=code, reason=(reason or "")[:200])
        last, place = self.frames[-1], len(self.frames) - 1
        self.journal.tell(self._adapter.closed(last.t, place, code, str(last.fields["reason"])))
        if connection.objection:
            self.trouble("broken_frames", f"the agent {connection.objection}")
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None:
            come, future = self._waiter
            over = self.journal.failure is not None or not self.is_open
            if not future.done() and (over or come()):
                future.set_result(None)
