"""The adapter that a mapping makes: frames in, canonical events out, as the mapping has it."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import Any

from scoring.events import Event, Kind
from support.behaviour import Question
from support.protocols.base import Data, Door, HttpAnswer, HttpRequest, Sent, Speaker
from support.protocols.mapping.assembly import Assembly, unreadable
from support.protocols.mapping.dialogue import Dialogue
from support.protocols.mapping.model import Mapping
from support.protocols.mapping.pairing import Runs
from support.protocols.mapping.preparing import Preparation
from support.protocols.mapping.rules import Rules
from support.protocols.mapping.run_state import Run
from support.protocols.mapping.runs import Teller
from support.protocols.mapping.selectors import Finder
from support.protocols.mapping.speaking import Voice
from support.protocols.mapping.templates import placeholders
from support.protocols.mapping.terminal import Ending
from support.protocols.mapping.told import NOTHING_NEW, counted
from support.redaction import Redaction

_NAMES = ("type", "event", "method", "kind", "op", "action", "cmd", "status")
"""Where messages keep their names, for those that no rule knows."""


class MappingAdapter:
    """One customer's side of the protocol that a mapping describes.

    `live` is false where a recording is read: then nothing is to be sent.
    """

    tells_itself = False
    raw = True

    def __init__(
        self, mapping: Mapping, speaker: Speaker | None = None, *, live: bool = True
    ) -> None:
        self.mapping = mapping
        self.first_seq = mapping.ids.first_seq
        self.rules = Rules(mapping)
        self._finder = finder = Finder()
        self._assembly = Assembly(mapping.frames, finder)
        codec = self._assembly.codec
        self._voice = Voice(mapping, speaker or Speaker(), codec, finder, live=live)
        self._before = Preparation(mapping, self._voice, finder)
        self._runs = Runs(set(placeholders(mapping.said)))
        self._dialogue = Dialogue(mapping, self._voice, self._runs, codec, finder)
        self._teller = Teller(
            starts="run_started" in mapping.synthetic,
            agents="agents" in mapping.synthetic,
            names_root=any(rule.emit == "run_started" for rule in mapping.rule),
            announces=any(rule.emit == "tool_begun" for rule in mapping.rule),
        )
        self._ending = Ending(mapping.end, finder)
        self._seen: set[tuple[str | None, str]] = set()
        self._missed = ""
        self._online = False

    # -- what the line asks

    @property
    def ready(self) -> bool:
        """Whether questions may be asked."""
        return self._dialogue.ready

    @property
    def failure(self) -> str | None:
        """Why the protocol cannot go on."""
        return self._dialogue.failure

    @property
    def fault_is_ours(self) -> bool:
        """Whether that is the mapping's own fault."""
        return self._voice.failure is not None

    @property
    def linger_s(self) -> float:
        """Seconds in which late errors are awaited."""
        return self._ending.linger_s

    @property
    def wake_at(self) -> float | None:
        """When something comes to pass by itself: a quiet end, a late step, a sign of life."""
        runs = self._runs.all if self._online else []
        moments = [self._dialogue.due, *(self._ending.due(run) for run in runs)]
        return min((moment for moment in moments if moment is not None), default=None)

    def requests(self, url: str) -> int:
        """How many HTTP requests come before the next connection."""
        return self._before.requests(url)

    def request(self) -> HttpRequest:
        """The next of them."""
        return self._before.request()

    def answered(self, answer: HttpAnswer) -> str | None:
        """What came back."""
        return self._before.answered(answer)

    def door(self, url: str) -> Door:
        """Where to connect and what to show there."""
        return self._before.door(url)

    def new_secrets(self) -> list[str]:
        """Secrets that the agent gave away."""
        return self._voice.new_secrets()

    def shown(self, data: Data, redaction: Redaction, *, sent: bool = False) -> Data:
        """A frame without secrets, also where it is packed."""
        return self._assembly.codec.redacted(data, redaction.text, sent=sent)

    # -- the customer's frames

    def ask(self, question: Question) -> list[Data]:
        """The frames that put a question, as far as they need not wait for an answer."""
        return self._dialogue.begin("ask", question.run_id, question)

    def cancel(self, run_id: str) -> list[Data]:
        """The frames that stop a run."""
        return self._dialogue.begin("cancel", run_id)

    def resume(self, run_id: str) -> list[Data]:
        """The frames that ask for what was missed of a run."""
        return self._dialogue.begin("resume", run_id)

    def can_name(self, run_id: str) -> bool:
        """Whether the agent has said what cancelling or resuming the run takes."""
        return self._dialogue.can_name(run_id)

    def sent(self, data: Data, meant: Table[str, Any] | None = None) -> Sent:
        """What a frame that the customer sent meant."""
        return self._dialogue.sent(data, meant)

    def meaning(self) -> Table[str, Any]:
        """What the frame that was just sent meant, as a recording keeps it."""
        return self._dialogue.meaning

    def replies(self) -> list[Data]:
        """Frames that are due."""
        return self._voice.due()

    # -- the connection and the agent's frames

    def connected(self, at: float = 0.0) -> None:
        """A new connection is open; its opening exchange starts."""
        self._online = True
        for run in self._runs.all:
            run.heard_at = at  # nothing could be heard meanwhile
        self._assembly.reset()
        self._dialogue.connected(at)

    def closed(self, at: float, frame: int, code: int | None, reason: str) -> list[Event]:
        """The agent closed the connection; rules see it as `{"close": {"code", "reason"}}`."""
        events = self._elapsed(at)
        self.dropped()
        message = {"close": {"code": code, "reason": reason}}
        self._finder.scope.frame = message
        events += self._taken(at, frame, message) or []
        for run in self._runs.all:
            if self._ending.met_by_close(run):
                events += self._teller.completed(run)
        return events

    def dropped(self) -> None:
        """The connection is lost: what is quiet now is not the agent."""
        self._online = False
        self._dialogue.closed()

    def woken(self, at: float) -> list[Event]:
        """The time is `at`."""
        self._dialogue.woken(at)
        return self._elapsed(at)

    def receive(self, at: float, frame: int, data: Data) -> list[Event]:
        """The canonical events of one received frame, in order; at least one."""
        events = self._elapsed(at)
        before = len(events)
        found = self._assembly.messages(data)
        if found is None and self.rules.know_unreadable:
            found = [(data, unreadable(data))]
        if found is None:
            self._runs.current().heard_at = at
            text = data if isinstance(data, str) else f"{len(data)} bytes of binary"
            return [*events, Event(Kind.UNMAPPED, at, frame, text=text)]
        for whole, message in found:
            self._finder.scope.frame = whole
            events += self._message(at, frame, message)
        if len(events) == before:
            text = "part of a message" if self._assembly.waiting else NOTHING_NEW
            events.append(Event(Kind.SESSION, at, frame, text=text))
        return events

    def _message(self, at: float, frame: int, message: Any) -> list[Event]:
        ids = self.mapping.ids
        self._voice.passed(self._finder.find(ids.index, message))
        identity = self._finder.ident(ids.event, message)
        if identity is not None:
            # Some agents count anew in each run.
            named = (self._finder.ident(self.mapping.fields.run, message), identity)
            if named in self._seen:
                return []
            self._seen.add(named)
        expected = self._dialogue.heard(at, message)
        events = self._taken(at, frame, message)
        if events is None and not expected:
            self._runs.current().heard_at = at
            return [_unmapped(at, frame, message, self._missed)]
        return (events or []) + self._elapsed(at)

    def _taken(self, at: float, frame: int, message: Any) -> list[Event] | None:
        """What the rules make of a message; None where none takes it."""
        events: list[Event] = []
        taken, self._missed = False, ""
        for ready, item, run in self.rules.taking(self._finder, message, self._runs):
            rule = ready.rule
            told = ready.told(self._finder, item, run, at, frame)
            if rule.emit in ("text_delta", "text_whole") and told.text is None:
                number = self.rules.all.index(ready) + 1
                self._missed = f"rule {number} ({rule.emit}) found no text in it"
            else:
                taken = True
            run.heard_at = at
            self._voice.keep(rule.keep, rule.secret, item)
            key = (rule.emit, told.call or told.message or told.agent or told.text or "")
            if rule.once and key in run.told:
                continue
            run.told.add(key)
            if rule.mark:
                run.marks[rule.mark] = True
            events += self._teller.tell(told) or counted(told)
            run.numbers.heard(told.seq)
            for template in rule.reply:
                self._dialogue.say(template, "a rule's reply", run, {"frame": item})
            if rule.answer_tools:
                events += self._dialogue.answer_tools(told, self._teller)
        return events if taken else None

    def _elapsed(self, at: float) -> list[Event]:
        """The ends of runs that are over by now without having said so."""
        runs = self._runs.all if self._online else []
        over: list[Run] = [run for run in runs if self._ending.met(run, at)]
        return [event for run in over for event in self._teller.completed(run)]


def _unmapped(at: float, frame: int, message: Any, missed: str) -> Event:
    fields = message if isinstance(message, dict) else {"message": message}
    names = (fields.get(key) for key in _NAMES)
    text = next((name for name in names if isinstance(name, str)), ", ".join(list(fields)[:5]))
    text = f"{text}: {missed}" if missed else text
    return Event(Kind.UNMAPPED, at, frame, text=text, data=fields)
