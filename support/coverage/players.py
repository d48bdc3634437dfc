"""A team that plays what the question says: for turns of a run that no real team takes to order."""

from __future__ import annotations

import asyncio

from support.reference_agent.conversation import Emit, Member, Request

_ROOT = Member("root", "Lead")
_USAGE = {"input_tokens": 3, "output_tokens": 2}

HOLD = 0.5
"""Seconds for which a run is held where the customer is to get a word in."""


class Players:
    """A team that plays the words of the question: `think call done broken hold helper …`."""

    async def advise(self, request: Request, emit: Emit) -> None:
        """Plays every word in turn; `fail` raises, as a team does that cannot go on."""
        said, helpers, calls = "", 0, 0
        await emit("agent_started", _ROOT)
        for word in request.question.split():
            actor = Member(f"helper {helpers}", "Analyst", "root") if helpers else _ROOT
            match word:
                case "think":
                    await emit("agent_thinking", actor, thought="let me see")
                case "call":
                    calls += 1
                    call = {"tool_call_id": f"call {calls}", "tool_name": "ledger"}
                    await emit("tool_executing", actor, **call, arguments={})
                case "done" | "broken":
                    call = {"tool_call_id": f"call {calls}", "tool_name": "ledger"}
                    told = {"results": [], "is_error": word == "broken", "duration_ms": 1.0}
                    await emit("tool_completed", actor, **call, **told)
                    calls -= 1
                case "handoff":
                    await emit("agent_handoff", actor, to_agent_name="Analyst", reason="figures")
                case "helper":
                    helpers += 1
                    helper = Member(f"helper {helpers}", "Analyst", "root")
                    await emit("agent_started", helper)
                case "ready":
                    await emit("agent_completed", actor)
                    helpers -= 1
                case "stumble":
                    problem = {"code": "busy", "message": "no figures", "recoverable": False}
                    await emit("agent_error", actor, **problem)
                    helpers -= 1
                case "piece":
                    said += "piece "
                    await emit("stream_chunk", _ROOT, content="piece ")
                case "fail":
                    raise RuntimeError("the team cannot go on")
                case "hold":
                    await asyncio.sleep(HOLD)
        await emit("agent_completed", _ROOT, final_response=said or "Save $5.", usage=_USAGE)
