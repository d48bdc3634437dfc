"""What a recording holds, as spans and figures by OpenTelemetry's conventions for generative AI.

A question is `invoke_agent`, and so is each agent that another one called in; a tool call is
`execute_tool`. Times are the recording's own, set against the clock on the wall: a span is as long
as the work was, whenever it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from opentelemetry.metrics import Meter
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, set_span_in_context
from opentelemetry.util.types import AttributeValue

from scoring.events import Event, Kind, RunLog
from support.evidence.clean import one_line
from support.reading import Conversation
from support.recording import Recording

OPERATION = "gen_ai.operation.name"
AGENT, AGENT_ID, CONVERSATION = "gen_ai.agent.name", "gen_ai.agent.id", "gen_ai.conversation.id"
TOOL, TOOL_CALL, ERROR = "gen_ai.tool.name", "gen_ai.tool.call.id", "error.type"
TOKENS = {"input": "gen_ai.usage.input_tokens", "output": "gen_ai.usage.output_tokens"}
_INVOKE, _EXECUTE = "invoke_agent", "execute_tool"

_SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
_TOKENS = (1.0, *(4.0**power for power in range(1, 14)))
"""Bucket boundaries that the conventions recommend."""

_NAME = 100
"""Characters of a name that an agent gave."""

Attributes = dict[str, AttributeValue]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all spans of one conversation share; `ahead` is Unix time less monotonic time."""

    agent: str
    version: str
    ahead: float
    shared: Attributes

    def wall(self, moment: float) -> int:
        """Unix time in nanoseconds."""
        return round((moment + self.ahead) * 1e9)


class Writer:
    """Writes conversations with one agent as spans and figures."""

    def __init__(self, tracer: Tracer, meter: Meter, agent: str, version: str) -> None:
        self._tracer, self._agent, self._version = tracer, agent, version
        self._duration = meter.create_histogram(
            "gen_ai.client.operation.duration",
            "s",
            "How long an operation took.",
            explicit_bucket_boundaries_advisory=_SECONDS,
        )
        self._tokens = meter.create_histogram(
            "gen_ai.client.token.usage",
            "{token}",
            "Tokens that an operation took, as the agent tells.",
            explicit_bucket_boundaries_advisory=_TOKENS,
        )

    def write(self, talks: Iterable[Conversation]) -> None:
        """Writes every question of these; one without a clock has no true times, and is left."""
        for talk in talks:
            setting = self._setting(talk.recording)
            if setting is not None:
                for run in talk.runs:
                    self._run(run, setting)

    def _setting(self, recording: Recording) -> _Setting | None:
        clock = next((frame for frame in recording.frames if frame.dir == "clock"), None)
        if clock is None:
            return None
        shared: Attributes = {}  # who provides the model behind an agent, no recording tells
        door = next((frame for frame in recording.frames if frame.dir == "connect"), None)
        url = urlsplit(str(door.fields.get("url", ""))) if door else urlsplit("")
        if url.hostname:
            shared["server.address"] = url.hostname
            shared["server.port"] = url.port or (443 if url.scheme == "wss" else 80)
        ahead = float(clock.fields["unix"]) - clock.t
        return _Setting(self._agent, self._version, ahead, shared)

    def _run(self, run: RunLog, setting: _Setting) -> None:
        end = run.ending.at if run.ending else run.closed_at
        usage, error = _usage(run.ending), _error(run)
        attributes: Attributes = {
            **setting.shared,
            OPERATION: _INVOKE,
            AGENT: setting.agent,
            "gen_ai.agent.version": setting.version,
            CONVERSATION: run.thread_id,
            **{TOKENS[kind]: count for kind, count in usage.items()},
            **({ERROR: error} if error else {}),
        }
        span = self._begin(f"{_INVOKE} {setting.agent}", attributes, run.asked_at, setting, None)
        self._parts(run, end, span, setting)
        if error:
            span.set_status(Status(StatusCode.ERROR))  # why is the agent's own words, kept here
        span.end(setting.wall(end))
        same = (OPERATION, "server.address", "server.port", ERROR, AGENT)
        told: Attributes = {key: attributes[key] for key in same if key in attributes}
        self._duration.record(max(0.0, end - run.asked_at), told)
        for kind, count in usage.items():
            self._tokens.record(count, {**told, "gen_ai.token.type": kind})

    def _parts(self, run: RunLog, end: float, whole: Span, setting: _Setting) -> None:
        """The agents and tools within one question; what never ended ends with it."""
        agents: dict[str, Span] = {}
        open_agents: dict[str, Span] = {}
        tools: dict[str, Span] = {}
        for event in run.until_end:
            who = event.agent_id or event.agent
            match event.kind:
                case Kind.AGENT_STARTED if not event.root and who not in agents:
                    above = agents.get(event.parent_agent_id or "", whole)
                    agents[who] = open_agents[who] = self._agent_span(event, run, setting, above)
                case Kind.TOOL_EXECUTING:
                    key = event.call_id or f"{who} {event.tool_name}"
                    tools[key] = self._tool_span(event, setting, agents.get(who, whole))
                case Kind.TOOL_COMPLETED:
                    done = tools.pop(event.call_id or f"{who} {event.tool_name}", None)
                    self._close(done, event.at, setting, _tool_error(event))
                case Kind.AGENT_COMPLETED | Kind.AGENT_ERROR if not event.recoverable:
                    failed = "agent_error" if event.kind is Kind.AGENT_ERROR else ""
                    self._close(open_agents.pop(who, None), event.at, setting, failed)
        for span in (*tools.values(), *open_agents.values()):
            self._close(span, end, setting, "no_result")

    def _agent_span(self, event: Event, run: RunLog, setting: _Setting, above: Span) -> Span:
        name = one_line(event.agent, _NAME)
        attributes: Attributes = {
            **setting.shared,
            OPERATION: _INVOKE,
            AGENT: name,
            CONVERSATION: run.thread_id,
        }
        if event.agent_id:
            attributes[AGENT_ID] = one_line(event.agent_id, _NAME)
        return self._begin(f"{_INVOKE} {name}", attributes, event.at, setting, above)

    def _tool_span(self, event: Event, setting: _Setting, above: Span) -> Span:
        name = one_line(event.tool_name or "unnamed", _NAME)
        attributes: Attributes = {
            OPERATION: _EXECUTE,
            TOOL: name,
            AGENT: one_line(event.agent, _NAME),
        }
        if event.call_id:
            attributes[TOOL_CALL] = one_line(event.call_id, _NAME)
        return self._begin(f"{_EXECUTE} {name}", attributes, event.at, setting, above)

    def _begin(
        self,
        name: str,
        attributes: Mapping[str, AttributeValue],
        at: float,
        setting: _Setting,
        above: Span | None,
    ) -> Span:
        return self._tracer.start_span(
            name,
            context=set_span_in_context(above) if above is not None else None,
            kind=SpanKind.CLIENT if above is None else SpanKind.INTERNAL,
            attributes=attributes,
            start_time=setting.wall(at),
        )

    @staticmethod
    def _close(span: Span | None, at: float, setting: _Setting, error: str) -> None:
        if span is None:
            return
        if error:
            span.set_attribute(ERROR, error)
            span.set_status(Status(StatusCode.ERROR))
        span.end(setting.wall(at))


def _error(run: RunLog) -> str:
    """The kind of failure, one of few; empty for an answer, and for a cancel that was wanted."""
    if run.ending is None:
        return "no_answer"
    if run.ending.kind is Kind.AGENT_ERROR:
        return "agent_error"
    if run.ending.kind is Kind.RUN_CANCELLED and run.cancelled_at is None:
        return "cancelled"
    return ""


def _tool_error(event: Event) -> str:
    return "tool_error" if event.data.get("is_error") else ""


def _usage(ending: Event | None) -> dict[str, int]:
    """Tokens that the agent says it took; what is no number of tokens is nothing."""
    told: Any = ending.data.get("usage") if ending is not None else None
    if not isinstance(told, Mapping):
        return {}
    found = {kind: told.get(f"{kind}_tokens") for kind in TOKENS}
    return {
        kind: count
        for kind, count in found.items()
        if isinstance(count, int) and not isinstance(count, bool) and count >= 0
    }
