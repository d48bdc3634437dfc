"""What a mapping may say, as types: unknown keys and wrong values are refused when it is read.

Three small languages return everywhere. A *selector* is JMESPath over the message (`selectors.py`).
A *condition* is a selector that must find something, a table of selectors with what each must
find, or a list of such tables of which one must hold (`conditions.py`). A *template* is any value
whose texts may hold `${name}` (`templates.py`).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from support.protocols.mapping.wiring import (
    Condition,
    Connect,
    Frames,
    KeepAlive,
    Recognise,
    Seconds,
    Selector,
    Setup,
    Step,
    Template,
)


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A misspelt key must not silently mean its default."""


Capability = Literal[
    "tools",
    "thoughts",
    "teams",
    "streaming",
    "identity",
    "sequence",
    "cancel",
    "resume",
    "error_answers",
    "several_questions",
    "timestamps",
    "memory",
]

Emit = Literal[
    "run_started",
    "run_completed",
    "run_failed",
    "run_cancelled",
    "agent_started",
    "agent_thinking",
    "tool_executing",
    "tool_completed",
    "agent_completed",
    "agent_error",
    "agent_handoff",
    "text_delta",
    "text_whole",
    "tool_begun",
    "tool_arguments",
    "agent_reasoning",
    "multi_agent_coordination",
    "cost_analysis_completed",
    "optimization_recommendations",
    "refused",
    "nothing",
]


class Fields(_Strict, frozen=True, kw_only=True):
    """Where messages keep what every event may have; a rule's own selector comes first."""

    run: Selector = ""
    parent_run: Selector = ""
    thread: Selector = ""
    user: Selector = ""
    agent: Selector = ""
    agent_name: Selector = ""
    parent: Selector = ""
    message: Selector = ""
    call: Selector = ""
    tool: Selector = ""
    time: Selector = ""
    seq: Selector = ""


class Ids(_Strict, frozen=True, kw_only=True):
    """Ids of messages: `event` tells repeats, `index` is where a resume goes on.

    `request` is where a message that we send has its own id, by which the agent's `answers` names
    the question.
    """

    event: Selector = ""
    index: Selector = ""
    request: Selector = ""
    first_seq: int = 1
    """What `seq` counts from."""


class Rule(_Strict, frozen=True, kw_only=True):
    """Which messages mean what; the first rule that takes a message decides, unless `go_on`."""

    emit: Emit
    when: Condition | None = None
    if_run: Selector = ""
    """A condition on what the run has shown so far (see `terminal.py`)."""
    each: Selector = ""
    go_on: bool = False
    once: bool = False

    run: Selector | None = None
    parent_run: Selector | None = None
    thread: Selector | None = None
    user: Selector | None = None
    agent: Selector | None = None
    agent_name: Selector | None = None
    parent: Selector | None = None
    message: Selector | None = None
    call: Selector | None = None
    tool: Selector | None = None
    time: Selector | None = None
    seq: Selector | None = None

    text: Selector = ""
    to: Selector = ""
    arguments: Selector = ""
    result: Selector = ""
    failed: Selector = ""
    duration_ms: Selector = ""
    input_tokens: Selector = ""
    output_tokens: Selector = ""
    answers: Selector = ""

    retryable: bool = False
    recovers: bool = False
    mark: str = ""
    keep: dict[str, Selector] = {}
    secret: list[str] = []
    reply: list[Template] = []
    by_client: bool = False
    answer_tools: bool = False


class ClientTools(_Strict, frozen=True, kw_only=True):
    """The tools that the customer runs: their scripted results, and how these are sent."""

    results: dict[str, Any] = {}
    default: Any = "there is no such tool"
    each: list[Template] = []
    item: Template = None
    after: list[Template] = []


class End(_Strict, frozen=True, kw_only=True):
    """When a run is over beyond what rules say; `linger_s` is listened on for late errors."""

    when: Selector = ""
    quiet_s: Seconds | None = None
    linger_s: Seconds | None = None


class Mapping(_Strict, frozen=True, kw_only=True):
    """How one protocol is spoken and read."""

    name: str = "mapping"
    values: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    cannot: list[Capability] = []
    synthetic: list[Literal["run_started", "agents"]] = []
    recognise: Recognise = Recognise()
    connect: Connect = Connect()
    setup: list[Setup] = []
    frames: Frames = Frames()
    opening: list[Step] = []
    ask: list[Step] = []
    cancel: list[Step] = []
    resume: list[Step] = []
    keep_alive: KeepAlive | None = None
    fields: Fields = Fields()
    ids: Ids = Ids()
    tools: ClientTools | None = None
    end: End = End()
    rule: list[Rule] = []

    @property
    def said(self) -> list[Template]:
        """Every template of what we send or show, in no order."""
        steps = [*self.opening, *self.ask, *self.cancel, *self.resume]
        requests = [[s.url, s.query, s.headers, s.json, s.form] for s in self.setup]
        door = self.connect
        return [
            *(step.send for step in steps),
            *requests,
            *(rule.reply for rule in self.rule),
            [door.path, door.query, door.headers, door.subprotocols, door.origin],
            [self.keep_alive.send] if self.keep_alive else [],
            [self.tools.each, self.tools.item, self.tools.after] if self.tools else [],
        ]
