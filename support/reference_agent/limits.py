"""What one user may ask of the server, and the books kept to hold them to it."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from support.reference_agent.conversation import Turn
from support.reference_agent.frames import ProtocolError


@dataclass(frozen=True, slots=True)
class Limits:
    """The server's bounds; those of size and number keep one user's appetite from the others.

    Times are in seconds. `max_runs_per_minute` together with `resume_seconds` bounds the finished
    runs that are kept; a thread keeps its latest `history_turns` turns.
    """

    max_message_bytes: int = 256 * 1024
    max_runs_per_user: int = 20
    max_runs_per_minute: int = 120
    max_threads_per_user: int = 50
    history_turns: int = 20
    resume_seconds: float = 60.0
    send_seconds: float = 60.0


@dataclass(slots=True)
class Thread:
    """One conversation of one user: what was said so far, and how many runs are going on in it."""

    thread_id: str
    user_id: str
    turns: deque[Turn]
    running: int = 0


@dataclass(slots=True)
class Account:
    """What one user has at the moment: threads, running runs and recent starts."""

    limits: Limits
    threads: OrderedDict[str, Thread] = field(default_factory=OrderedDict)
    running: int = 0
    starts: deque[float] = field(default_factory=deque)

    def admit(self, now: float, run_id: str | None) -> None:
        """Count a run that starts at `now` (monotonic seconds), or refuse it as `rate_limited`."""
        while self.starts and self.starts[0] <= now - 60.0:
            self.starts.popleft()
        if self.running >= self.limits.max_runs_per_user:
            raise ProtocolError(
                "rate_limited",
                f"{self.running} runs are going on already, which is as many as one user may have",
                run_id,
            )
        if len(self.starts) >= self.limits.max_runs_per_minute:
            raise ProtocolError(
                "rate_limited",
                f"{len(self.starts)} runs were started within a minute, "
                "which is as many as one user may start",
                run_id,
            )
        self.starts.append(now)

    def use(self, thread: Thread) -> list[str]:
        """Make `thread` the latest in use; returns the ids of idle threads to forget for it."""
        self.threads[thread.thread_id] = thread
        self.threads.move_to_end(thread.thread_id)
        surplus = len(self.threads) - self.limits.max_threads_per_user
        idle = [key for key, old in self.threads.items() if old is not thread and old.running == 0]
        forgotten = idle[: max(surplus, 0)]
        for key in forgotten:
            del self.threads[key]
        return forgotten
