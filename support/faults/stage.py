"""The stage manager: waits for a customer's cue, then lets what was arranged happen on time."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from support.recording import Frame
from support.verdict import HarnessError

FAULT = "fault"
"""Marks the lines of a recording that tell when something went wrong on purpose, and how long."""

_READY_S = 5.0
_UNDONE_S = 90.0
"""Seconds in which everything is undone at the end: more than two commands of a profile take."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that goes wrong from `after_s` seconds behind the cue on, for `for_s` seconds.

    `make` gives what does it and undoes it; entered, it tells since when on the monotonic clock.
    """

    what: str
    make: Callable[[], AbstractContextManager[float]]
    for_s: float
    after_s: float = 0.0


class Stage:
    """Takes cues on a free port of the loopback; a context manager.

    The first cue starts the scenes; it is answered when those without delay have begun. A cue for
    the end is answered when the last is over. Leaving undoes whatever has not ended yet, and waits
    `undone_s` seconds for that.
    """

    def __init__(self, scenes: Sequence[Scene], undone_s: float = _UNDONE_S) -> None:
        self._scenes, self._undone_s = tuple(scenes), undone_s
        self._door = socket.create_server(("127.0.0.1", 0))
        self._begun, self._over, self._leaving = (threading.Event() for _ in range(3))
        self._started = threading.Lock()
        self._player: threading.Thread | None = None
        self.address: tuple[str, int] = self._door.getsockname()[:2]
        self.frames: list[Frame] = []
        """What went wrong and when, as lines of a recording."""
        self.failure: Exception | None = None
        """Why it could not be done, where it could not."""

    def __enter__(self) -> Stage:
        threading.Thread(target=self._take_cues, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        if self._player is not None:
            self._player.join(self._undone_s)
            if self._player.is_alive():
                late = f"what went wrong was not undone within {self._undone_s:g} s"
                self.failure = HarnessError(late)

    @property
    def was_used(self) -> bool:
        """Whether anybody gave a cue."""
        return self._player is not None

    def _take_cues(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._door.accept()
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            line.settimeout(_READY_S)
            word = line.makefile("rb").readline().strip()
            if word == b"begin":
                self._start()
            event = self._begun if word == b"begin" else self._over
            while not event.wait(0.1):
                if self._leaving.is_set():
                    return
            line.sendall(b"done\n")  # a failure is told where the customers are awaited

    def _start(self) -> None:
        with self._started:
            if self._player is None:
                self._player = threading.Thread(target=self._play, daemon=True)
                self._player.start()

    def _play(self) -> None:
        cue, running = time.monotonic(), contextlib.ExitStack()
        open_scenes: dict[int, contextlib.ExitStack] = {}
        times = [(scene.after_s, 0, number) for number, scene in enumerate(self._scenes)]
        times += [
            (scene.after_s + scene.for_s, 1, number) for number, scene in enumerate(self._scenes)
        ]
        try:
            with running:
                for at, ends, number in sorted(times):
                    if at > 0:
                        self._begun.set()
                    self._leaving.wait(max(0.0, cue + at - time.monotonic()))
                    if ends:
                        open_scenes.pop(number).close()
                    elif not self._leaving.is_set():
                        open_scenes[number] = running.enter_context(self._scene(number))
                    else:
                        open_scenes[number] = contextlib.ExitStack()
        except Exception as error:  # noqa: BLE001 - raised again where the customers are awaited
            self.failure = error
        finally:
            self._begun.set()
            self._over.set()

    def _scene(self, number: int) -> contextlib.ExitStack:
        """One scene that has begun; closing it ends it, and writes both down."""
        scene, stack = self._scenes[number], contextlib.ExitStack()
        stack.callback(self._note_end, scene.what)
        began = stack.enter_context(scene.make())
        self.frames.append(Frame(began, FAULT, None, {"what": scene.what, "now": "begins"}))
        return stack

    def _note_end(self, what: str) -> None:
        self.frames.append(Frame(time.monotonic(), FAULT, None, {"what": what, "now": "ends"}))
