"""Runs: one question each, with every event it ever sent, whoever is listening.

A run writes into its own buffer and never waits for a reader; a connection is a cursor over that
buffer. So a slow reader slows nobody, and a reader who comes back loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable

from support.reference_agent.conversation import Adviser, Member, Request, Turn
from support.reference_agent.frames import ProtocolError, UserMessage, run_event
from support.reference_agent.limits import Account, Limits, Thread

LOG = logging.getLogger(__name__)
_STOP_SECONDS = 0.5


class Run:
    """One question on its way to an answer.

    `events` holds the run's frames as they are sent, the event with sequence number n at n - 1.
    `on_end` is called once, at the terminal event; after it the run is silent.
    """

    def __init__(self, request: Request, on_end: Callable[[Run], None]) -> None:
        self.request = request
        self.events: list[str] = []
        self.ended = False
        self.answer: str | None = None
        self._on_end = on_end
        self._root: Member | None = None
        self._follower: Follower | None = None

    async def emit(self, kind: str, member: Member, **fields: object) -> None:
        """Publish one event on behalf of the team (see `conversation.Emit`)."""
        if self.ended:
            LOG.warning("run %r: %s came after the end and is dropped", self.request.run_id, kind)
        else:
            self._publish(kind, member, fields)
        # Everybody else gets a turn, and the event its way out, however hurried the team is.
        await asyncio.sleep(0)

    def cancel(self, reason: str) -> None:
        """End the run at once; does nothing where it has ended already."""
        self._end("run_cancelled", reason=reason)

    def fail(self) -> None:
        """End the run as failed, without telling the user what is inside."""
        self._end(
            "agent_error",
            code="internal",
            message="The agent failed while it worked on this question; please ask again.",
            recoverable=False,
        )

    def follow(self, last_seq: int) -> Follower:
        """Return the events after `last_seq`, then the live ones; ends any earlier following."""
        if last_seq > len(self.events):
            raise ProtocolError(
                "bad_field",
                f"last_seq must be at most {len(self.events)}, the run's latest event",
                self.request.run_id,
            )
        former, self._follower = self._follower, Follower(self, last_seq)
        if former is not None:
            former.news.set()
        return self._follower

    def is_followed_by(self, follower: Follower) -> bool:
        """Whether `follower` is the latest, which alone gets events."""
        return self._follower is follower

    def _end(self, kind: str, **fields: object) -> None:
        if self.ended:
            return
        root = self._root
        if root is None:
            # Even a run that ends before it began is told in full: start, then end.
            root = Member(agent_id=uuid.uuid4().hex, agent_name="agent")
            self._publish("agent_started", root, {})
        self._publish(kind, root, fields)

    def _publish(self, kind: str, member: Member, fields: dict[str, object]) -> None:
        is_root = member.parent_agent_id is None
        if is_root and kind == "agent_started":
            fields = {"query": self.request.question, **fields}
        seq = len(self.events) + 1
        self.events.append(
            run_event(kind, member, self.request, fields, seq=seq, timestamp=time.time())
        )
        if is_root and self._root is None:
            self._root = member
        if is_root and _is_terminal(kind, fields):
            self.ended = True
            if kind == "agent_completed":
                self.answer = str(fields["final_response"])
            self._on_end(self)
        if self._follower is not None:
            self._follower.news.set()


def _is_terminal(kind: str, fields: dict[str, object]) -> bool:
    return kind in {"agent_completed", "run_cancelled"} or (
        kind == "agent_error" and fields["recoverable"] is False
    )


class Follower:
    """A reader's place in a run: iterates over its frames until the end, or until replaced."""

    def __init__(self, run: Run, last_seq: int) -> None:
        self.run_id = run.request.run_id
        self.news = asyncio.Event()
        self._run = run
        self._seq = last_seq

    def __aiter__(self) -> Follower:
        return self

    async def __anext__(self) -> str:
        while self._run.is_followed_by(self):
            if self._seq < len(self._run.events):
                self._seq += 1
                return self._run.events[self._seq - 1]
            if self._run.ended:
                break
            self.news.clear()
            await self.news.wait()
        raise StopAsyncIteration


class RunRegistry:
    """All runs and threads of all users: who owns what, what goes on, what is still remembered."""

    def __init__(self, adviser: Adviser, tenant_of: Callable[[str], str], limits: Limits) -> None:
        self._adviser = adviser
        self._tenant_of = tenant_of
        self._limits = limits
        self._runs: dict[str, Run] = {}
        self._threads: dict[str, Thread] = {}
        self._accounts: dict[str, Account] = {}
        self._tasks: dict[Run, asyncio.Task[None]] = {}
        self._forgetting: dict[str, asyncio.TimerHandle] = {}

    def start(self, user_id: str, message: UserMessage) -> Run:
        """Start a run for `message`; raises `ProtocolError` and then starts nothing."""
        asked = message.run_id
        known = None if asked is None else self._runs.get(asked)
        thread = None if message.thread_id is None else self._threads.get(message.thread_id)
        if (known and known.request.user_id != user_id) or (thread and thread.user_id != user_id):
            raise ProtocolError("forbidden", "this run or thread is somebody else's", asked)
        if known:
            raise ProtocolError("duplicate_run", "a run of this id is known already", asked)
        account = self._accounts.setdefault(user_id, Account(self._limits))
        account.admit(asyncio.get_running_loop().time(), asked)
        if thread is None:
            thread = self._open_thread(user_id, message.thread_id or uuid.uuid4().hex)
        for forgotten in account.use(thread):
            del self._threads[forgotten]
        thread.running += 1
        account.running += 1
        request = Request(
            question=message.content,
            user_id=user_id,
            tenant=self._tenant_of(user_id),
            thread_id=thread.thread_id,
            run_id=asked or uuid.uuid4().hex,
            history=tuple(thread.turns),
        )
        run = self._runs[request.run_id] = Run(request, self._retire)
        task = self._tasks[run] = asyncio.create_task(self._perform(run))
        task.add_done_callback(lambda _: self._tasks.pop(run))
        return run

    def cancel(self, user_id: str, run_id: str) -> None:
        """Cancel a run of this user; a run that has ended counts as unknown."""
        run = self._own_run(user_id, run_id)
        if run.ended:
            raise ProtocolError("unknown_run", "the run has ended already", run_id)
        run.cancel("cancelled by the user")
        self._tasks[run].cancel()

    def resume(self, user_id: str, run_id: str, last_seq: int) -> Follower:
        """Follow a run of this user from `last_seq` on."""
        return self._own_run(user_id, run_id).follow(last_seq)

    async def stop(self) -> None:
        """End all runs and forget everything."""
        tasks = dict(self._tasks)
        for run, task in tasks.items():
            run.cancel("the agent is stopping")
            task.cancel()
        if tasks:
            _, stubborn = await asyncio.wait(tasks.values(), timeout=_STOP_SECONDS)
            if stubborn:
                LOG.warning("%d runs did not let themselves be cancelled", len(stubborn))
        for timer in self._forgetting.values():
            timer.cancel()

    def _own_run(self, user_id: str, run_id: str) -> Run:
        run = self._runs.get(run_id)
        if run is None:
            raise ProtocolError("unknown_run", "no run of this id is known", run_id)
        if run.request.user_id != user_id:
            raise ProtocolError("forbidden", "this run is somebody else's", run_id)
        return run

    def _open_thread(self, user_id: str, thread_id: str) -> Thread:
        turns: deque[Turn] = deque(maxlen=self._limits.history_turns)
        thread = self._threads[thread_id] = Thread(thread_id, user_id, turns)
        return thread

    async def _perform(self, run: Run) -> None:
        run_id = run.request.run_id
        try:
            await self._adviser.advise(run.request, run.emit)
        except asyncio.CancelledError:
            if not run.ended:
                LOG.exception("run %r was cancelled by nobody", run_id)
                run.fail()
            raise
        except Exception:
            LOG.exception("run %r failed", run_id)
            run.fail()
        else:
            if not run.ended:
                LOG.error("run %r stopped without an answer", run_id)
                run.fail()

    def _retire(self, run: Run) -> None:
        request = run.request
        thread = self._threads[request.thread_id]
        if run.answer is not None:
            thread.turns.append(Turn(request.question, run.answer))
        thread.running -= 1
        self._accounts[request.user_id].running -= 1
        self._forgetting[request.run_id] = asyncio.get_running_loop().call_later(
            self._limits.resume_seconds, self._forget, request.run_id
        )

    def _forget(self, run_id: str) -> None:
        del self._runs[run_id], self._forgetting[run_id]
