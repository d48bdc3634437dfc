"""Dialogue: the scripts of a session, what our frames mean, and the tools that a customer runs."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping as Table
from typing import Any

from scoring.events import Event
from support.behaviour import Question
from support.protocols.base import Asked, Cancelled, Data, Resumed, Sent
from support.protocols.mapping.codec import Codec
from support.protocols.mapping.handshake import Script
from support.protocols.mapping.model import Mapping
from support.protocols.mapping.pairing import Runs
from support.protocols.mapping.recognising import asks, recognise_sent
from support.protocols.mapping.run_state import Run
from support.protocols.mapping.runs import Teller
from support.protocols.mapping.selectors import Finder, roots
from support.protocols.mapping.speaking import Meaning, Voice
from support.protocols.mapping.templates import placeholders
from support.protocols.mapping.told import Told
from support.protocols.mapping.wiring import Step

_NAMED = ("run_id", "question", "thread_id")


def _given(mapping: Mapping) -> frozenset[str]:
    """What cancels and resumes say that only the agent's messages about a run can tell."""
    told = {name for rule in mapping.rule for name in rule.keep}
    steps = [step.send for step in (*mapping.cancel, *mapping.resume)]
    wanted = {root for each in placeholders(steps) for root in roots(each.strip())}
    return frozenset(wanted & (told | {"server_run", "server_thread"}))


class Dialogue:
    """What is said in one session, in which order, and what it meant."""

    def __init__(
        self, mapping: Mapping, voice: Voice, runs: Runs, codec: Codec, finder: Finder
    ) -> None:
        self.meaning: Meaning = {}
        self._mapping, self._voice, self._runs = mapping, voice, runs
        self._codec, self._finder = codec, finder
        self._opening: Script | None = None
        self._scripts: list[Script] = []
        self._failure: str | None = None
        self._ping_at: float | None = None
        self._made = 0
        self._given = _given(mapping)

    @property
    def ready(self) -> bool:
        """Whether the opening exchange is done."""
        return self._opening is not None and self._opening.over and self.failure is None

    @property
    def failure(self) -> str | None:
        """Why the dialogue cannot go on, in a sentence."""
        return self._failure or self._voice.failure

    @property
    def due(self) -> float | None:
        """When a step is late or a sign of life is due."""
        moments = [self._ping_at, *(script.due for script in self._under_way)]
        return min((moment for moment in moments if moment is not None), default=None)

    # -- the connection

    def connected(self, at: float) -> None:
        """The opening exchange starts."""
        self._scripts.clear()
        self._opening = self._script("opening", self._mapping.opening, None)
        self._opening.go_on(at)
        keep_alive = self._mapping.keep_alive
        self._ping_at = at + keep_alive.every_s if keep_alive and self._voice.live else None

    def closed(self) -> None:
        """Nothing can be said any more."""
        self._ping_at = None
        self._scripts.clear()

    def heard(self, at: float, message: Any) -> bool:
        """Whether a script was waiting for this message."""
        taken = [script for script in self._under_way if script.take(at, message)]
        self._notice_failures()
        return bool(taken)

    def woken(self, at: float) -> None:
        """The time is `at`: late steps fail, signs of life are given."""
        for script in self._under_way:
            script.look(at)
        self._notice_failures()
        keep_alive = self._mapping.keep_alive
        if keep_alive and self._ping_at is not None and self._ping_at <= at:
            self._ping_at = at + keep_alive.every_s
            if self.ready:
                self.say(keep_alive.send, "the message of [keep_alive]", self._runs.current())

    # -- the customer's frames

    def begin(self, name: str, run_id: str, question: Question | None = None) -> list[Data]:
        """The first frames of `ask`, `cancel` or `resume`; the others are due later."""
        run = self._runs.of_question(run_id)
        question = question or (run.question if run else None)
        if question is not None and self.failure is None:
            script = self._script(name, self._steps(name), question)
            self._scripts = [*(each for each in self._scripts if not each.over), script]
            script.go_on(time.monotonic())
            self._notice_failures()
        return self._voice.due()

    def can_name(self, run_id: str) -> bool:
        """Whether what the agent has to give for a cancel or a resume is there."""
        known = self._voice.names(self._runs.of_question(run_id))
        return all(known.get(name) is not None for name in self._given)

    def sent(self, data: Data, meant: Table[str, Any] | None) -> Sent:
        """What a frame of ours meant: as was recorded, as we know, or as it looks."""
        message = self._codec.decode_sent(data)
        known = self._voice.meaning_of(data)
        self.meaning = meaning = meant or known or self._guessed(message)
        name, step = str(meaning.get("script", "")), meaning.get("step")
        steps = self._steps(name)
        if not isinstance(step, int) or not 0 <= step < len(steps):
            return None
        run_id, text, thread = (str(meaning.get(key, "")) for key in _NAMED)
        question = Question(text, run_id, thread)
        result: Sent = None
        if name == "ask" and asks(steps[step]):
            run = self._runs.asked(question, meaning.get("made", ()))
            request = self._finder.ident(self._mapping.ids.request, message)
            if request is not None:
                self._runs.requested(run, request)
            result = Asked(question)
        elif name != "ask":
            result = Cancelled(run_id) if name == "cancel" else Resumed(run_id)
        if known is None:  # said elsewhere: what was waited for then is waited for now
            script = self._script(name, steps, question)
            script.go_on(math.inf, after=step)
            self._scripts = [each for each in self._scripts if each.run_id != run_id] + [script]
        return result

    def _guessed(self, message: Any) -> Meaning:
        found = recognise_sent(self._mapping, message)
        if found is None:
            return {}
        names = found.names
        meaning: dict[str, Any] = {"script": found.script, "step": found.step}
        if found.script != "ask":
            named = names.get("run_id") or names.get("server_run")
            run = self._runs.of_question(str(named)) if named else self._runs.current()
            return meaning | {"run_id": run.run_id} if run and run.run_id else {}
        self._made += 1
        return meaning | {
            "question": names["question"],
            "run_id": str(names.get("run_id") or f"run {self._made}"),
            "thread_id": str(names.get("thread_id") or f"thread {self._made}"),
            "made": [key for key in ("run_id", "thread_id") if not names.get(key)],
        }

    # -- tools that the customer runs

    def answer_tools(self, told: Told, teller: Teller) -> list[Event]:
        """The results of all calls that wait for the customer, told and sent."""
        tools, run = self._mapping.tools, told.run
        calls = [call for call in run.open_calls if call.by_client]
        if tools is None or not calls:
            return []
        events: list[Event] = []
        items: list[tuple[Any, dict[str, Any]]] = []
        for call in calls:
            known = call.tool in tools.results
            result = tools.results[str(call.tool)] if known else tools.default
            done = Told("tool_completed", told.at, told.frame, None, run, run_id=told.run_id)
            done.call, done.result, done.failed = call.call_id, result, not known
            events += teller.tell(done)
            names = {"call_id": call.call_id, "tool": call.tool, "arguments": call.arguments}
            names |= {"result": result, "frame": told.said}
            for template in tools.each:
                self.say(template, "a message of [tools] each", run, names)
            items.append((tools.item, names))
        for template in tools.after:
            names = {"frame": told.said, "items": self._voice.items(items)}
            self.say(template, "a message of [tools] after", run, names)
        return events

    # -- scripts and sending

    def say(
        self, template: Any, where: str, run: Run | None, names: Table[str, Any] | None = None
    ) -> None:
        """Sends a message beside all scripts."""
        self._voice.say(template, where, self._voice.names(run) | dict(names or {}), {})

    @property
    def _under_way(self) -> list[Script]:
        every = [*([self._opening] if self._opening else []), *self._scripts]
        return [script for script in every if not script.over]

    def _steps(self, name: str) -> list[Step]:
        steps: list[Step] = getattr(self._mapping, name, []) if name in _SCRIPTS else []
        return steps

    def _notice_failures(self) -> None:
        for script in (self._opening, *self._scripts):
            if script is not None and script.failure and self._failure is None:
                self._failure = script.failure

    def _script(self, name: str, steps: list[Step], question: Question | None) -> Script:
        def names() -> dict[str, Any]:
            run = self._runs.of_question(question.run_id) if question else None
            # An agent may have spoken of a run of this id before anybody asked.
            if question is not None and (run is None or run.question is None):
                run = Run(question.run_id, question)
            return self._voice.names(run)

        def send(number: int, template: Any) -> None:
            meaning: dict[str, Any] = {}
            if question is not None:
                meaning = {"script": name, "step": number, "run_id": question.run_id}
                if name == "ask":
                    meaning |= {"question": question.text, "thread_id": question.thread_id}
            self._voice.say(template, f"step {number + 1} of [[{name}]]", names(), meaning)

        def holds(selector: str) -> bool:
            return self._finder.find(selector, names()) not in (None, False, "", [], {})

        run_id = question.run_id if question else None
        return Script(steps, f"[[{name}]]", run_id, self._finder, self._voice.keep, send, holds)


_SCRIPTS = ("ask", "cancel", "resume")
