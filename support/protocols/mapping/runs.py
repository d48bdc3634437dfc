"""From what a rule says about a message to canonical events, in the light of what came before.

Deltas are appended and wholes replace; arguments of tools are assembled; what the protocol leaves
out is added where the mapping says so; errors that nobody recovered from spoil the end.
"""

from __future__ import annotations

from typing import Any

from scoring.events import Event, Kind
from support.protocols.mapping.functions import parsed, text_of
from support.protocols.mapping.run_state import ROOT, Agent, Call, Run
from support.protocols.mapping.told import Told, event, refusal

_AS_THEY_ARE = {
    "agent_thinking": Kind.AGENT_THINKING,
    "agent_handoff": Kind.AGENT_HANDOFF,
    "agent_reasoning": Kind.AGENT_REASONING,
    "multi_agent_coordination": Kind.MULTI_AGENT_COORDINATION,
    "cost_analysis_completed": Kind.COST_ANALYSIS_COMPLETED,
    "optimization_recommendations": Kind.OPTIMIZATION_RECOMMENDATIONS,
}


class Teller:
    """Tells the canonical events of one session.

    `starts` and `agents` say what is added where the protocol does not show it; `names_root` that
    the protocol itself shows the start of a run; `announces` that it announces tool calls.
    """

    def __init__(self, *, starts: bool, agents: bool, names_root: bool, announces: bool) -> None:
        self._starts, self._agents, self._names_root = starts, agents, names_root
        self._announces = announces

    def tell(self, told: Told) -> list[Event]:
        """The events that this adds to its run, in order; often one, sometimes none."""
        run, emit = told.run, told.emit
        for name, value in told.numbers.items():
            run.usage[name] = run.usage.get(name, 0) + value
        if emit == "nothing":
            return []
        if emit == "refused" or (emit == "run_failed" and run.run_id is None):
            return [refusal(told)]
        before = self._introduced(told)
        events = before + self._told(told)
        if events:
            run.events += len(events)
            run.last_at, run.last_frame = told.at, told.frame
        return events

    def completed(self, run: Run) -> list[Event]:
        """The end of a run that no message shows, stamped as the last that it did show."""
        return self.tell(Told("run_completed", run.last_at, run.last_frame, None, run))

    # -- what comes first

    def _introduced(self, told: Told) -> list[Event]:
        """The start of the run and of its agents, where the protocol leaves them out."""
        run, events, emit = told.run, [], told.emit
        if emit == "run_cancelled":
            return []
        if emit == "run_started":
            self._begin(run, told.agent, told.agent_name)
            return []
        if emit == "agent_started" and not self._names_root and not self._starts:
            if run.root is None:
                self._begin(run, told.agent, told.agent_name)
            return []
        if not run.begun and (self._starts or (self._agents and told.agent)):
            self._begin(run, told.agent if self._agents else None, told.agent_name)
            question = run.question.text if run.question else ""
            events.append(event(told, Kind.AGENT_STARTED, agent=run.root, text=question, made=True))
        if self._agents and told.agent and emit != "agent_started":
            events += self._joined(told, told.agent, told.agent_name)
        return events

    def _begin(self, run: Run, agent: str | None, name: str | None) -> None:
        run.begun = True
        run.root = run.root or agent or ROOT
        run.agents.setdefault(run.root, Agent(run.root, name or agent))

    def _joined(self, told: Told, agent: str, name: str | None) -> list[Event]:
        run = told.run
        if agent in run.agents:
            return []
        run.agents[agent] = Agent(agent, name or agent, run.root)
        return [event(told, Kind.AGENT_STARTED, agent=agent, text="", made=True)]

    # -- one thing after another

    def _told(self, told: Told) -> list[Event]:
        run, emit = told.run, told.emit
        if emit in _AS_THEY_ARE:
            silent = told.text == "" and emit != "agent_handoff"
            return [] if silent else [event(told, _AS_THEY_ARE[emit])]
        if emit.startswith("text_"):
            return self._text(told)
        if emit.startswith("tool_"):
            return self._tool(told)
        if emit == "agent_started":
            return self._agent_started(told)
        if emit == "run_started":
            text = told.text or (run.question.text if run.question else "")
            return [event(told, Kind.AGENT_STARTED, agent=run.root, text=text)]
        return self._ending(told)

    def _agent_started(self, told: Told) -> list[Event]:
        run = told.run
        who = told.agent or told.agent_name or run.root or ROOT
        if who not in run.agents:
            run.agents[who] = Agent(who, told.agent_name, told.parent or run.root)
        run.agents[who].open = True
        return [event(told, Kind.AGENT_STARTED, agent=who)]

    def _text(self, told: Told) -> list[Event]:
        run, said = told.run, told.text or ""
        if not said:
            return []
        message = run.message(told.message)
        gap = "\n\n" if run.speaks and not message.text else ""
        run.speaks, piece = True, said
        if told.emit == "text_whole":
            before = message.text.whole()
            piece = said[len(before) :] if said.startswith(before) else ""
            message.closed = True
            message.text.put(said)
        else:
            message.text.add(said)
        return [event(told, Kind.TEXT_DELTA, text=gap + piece)] if piece else []

    def _tool(self, told: Told) -> list[Event]:
        run, emit, begins = told.run, told.emit, told.emit != "tool_completed"
        call = None
        if told.call is None and emit == "tool_arguments":
            call = run.parts.get(told.message or "") or run.announced_call(told.tool)
        elif told.call is None and emit == "tool_executing":
            if told.tool is None and self._announces:
                return [self._executing(told, each) for each in run.ready_calls(told.message)]
            call = run.waiting_call(told.tool)
        call = call or run.call(told.call, told.tool, begins=begins)
        if emit == "tool_begun":
            call.pieces.put("")
            if told.message is not None:
                run.parts[told.message] = call
        if emit in ("tool_begun", "tool_arguments"):
            call.announced = True
            call.pieces.add(text_of(told.arguments if told.text is None else told.text) or "")
            return []
        if emit == "tool_executing":
            return [self._executing(told, call)]
        silent = call.announced and not call.executing
        events = [self._executing(told, call)] if silent else []
        call.completed = True
        result = told.result if told.result is not None else told.text
        data = {"results": result, "is_error": told.failed}
        if told.duration_ms is not None:
            data["duration_ms"] = told.duration_ms
        return [*events, event(told, Kind.TOOL_COMPLETED, call=call, more=data)]

    def _executing(self, told: Told, call: Call) -> Event:
        call.executing, call.by_client = True, told.by_client
        if told.emit == "tool_executing" and told.arguments is not None:
            given = told.arguments
        else:
            given = call.pieces.whole()
        inner = parsed(given)
        call.arguments = given if inner is None else inner
        more = {"arguments": call.arguments}
        return event(told, Kind.TOOL_EXECUTING, call=call, text="", more=more)

    # -- endings

    def _ending(self, told: Told) -> list[Event]:
        """`run_completed`, `run_failed`, `run_cancelled`, `agent_completed` and `agent_error`."""
        run, emit = told.run, told.emit
        if emit == "run_cancelled":
            run.over = True
            return [event(told, Kind.RUN_CANCELLED, agent=run.root)]
        who = None if emit.startswith("run_") else (told.agent or told.agent_name)
        name = told.agent_name or (run.agents[who].name if who in run.agents else None)
        mine = name or who or ROOT
        if who not in (None, run.root):
            if emit == "agent_completed":
                run.faults.pop(mine, None)
                kind = Kind.AGENT_COMPLETED
            else:
                run.faults[mine] = told.text or "no reason given"
                kind = Kind.AGENT_ERROR
            if who in run.agents and not told.retryable:
                run.agents[who].open = False
            return [event(told, kind, agent=who)]
        if emit == "agent_error" and told.retryable:
            run.faults[mine] = told.text or "no reason given"
            return [event(told, Kind.AGENT_ERROR, agent=run.root)]
        if emit in ("run_failed", "agent_error"):
            run.over = True
            return [*self._left(told), event(told, Kind.AGENT_ERROR, agent=run.root)]
        if run.faults and not told.recovers:
            said = "; ".join(dict.fromkeys(run.faults.values()))
            run.over = True
            text = f"completed after an error: {said}"
            return [
                *self._left(told),
                event(told, Kind.AGENT_ERROR, agent=run.root, text=text),
            ]
        run.over = True
        answer = run.answer if told.text is None else told.text
        more: dict[str, Any] = {"usage": _whole(run.usage)} if run.usage else {}
        ending = event(told, Kind.AGENT_COMPLETED, agent=run.root, text=answer, more=more)
        return [*self._left(told), ending]

    def _left(self, told: Told) -> list[Event]:
        """The ends of helpers whose starts were added: what has no end in the protocol ends now."""
        run, events = told.run, []
        if self._agents:
            for agent in run.agents.values():
                if agent.open and agent.agent_id != run.root:
                    agent.open = False
                    events.append(
                        event(told, Kind.AGENT_COMPLETED, agent=agent.agent_id, text="", made=True)
                    )
        return events


def _whole(usage: dict[str, float]) -> dict[str, float]:
    return {name: int(value) if value == int(value) else value for name, value in usage.items()}
