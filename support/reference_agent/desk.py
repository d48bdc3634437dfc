"""The desk that the agents of one run share: what they know so far, and how they act.

Every event of a run goes through here, so the order of events that the protocol promises is kept
in one place.
"""

from __future__ import annotations

import hashlib
import random
import time
from dataclasses import dataclass, field
from typing import Any

import duckdb

from support.reference_agent.billing import Ledger
from support.reference_agent.conversation import Emit, Member, Request
from support.reference_agent.faults import NO_FAULTS, Faults
from support.reference_agent.pace import Pace
from support.reference_agent.questions import Question
from support.reference_agent.scope import Scope
from support.reference_agent.tools import TOOLS, Call, Results, ToolError

ROOT = "Triage"


@dataclass(slots=True)
class Desk:
    """`results` are keyed by the tool's name or a label; `gaps` names what could not be done."""

    request: Request
    question: Question
    ledger: Ledger
    emit: Emit
    pace: Pace
    rng: random.Random
    faults: Faults = NO_FAULTS
    results: dict[str, Results] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)
    calls: int = 0

    def member(self, name: str) -> Member:
        """The agent of that name in this run; everyone but the root reports to the root."""

        def identity(of: str) -> str:
            digest = hashlib.sha256(f"{self.request.run_id}/{of}".encode()).hexdigest()[:8]
            return f"{of.lower().replace(' ', '-')}-{digest}"

        parent = None if name == ROOT else identity(ROOT)
        return Member(identity(name), name, parent)

    async def start(self, name: str, **fields: object) -> Member:
        """An agent takes up its work."""
        member = self.member(name)
        await self.emit("agent_started", member, **fields)
        return member

    async def think(self, member: Member, *wordings: str) -> None:
        """A thought, in one of several wordings, and the time that it takes."""
        await self.emit("agent_thinking", member, thought=self.rng.choice(wordings))
        await self.pace.wait(self.pace.thought, self.rng)

    async def use(
        self, member: Member, tool_name: str, scope: Scope, *, label: str = "", **options: Any
    ) -> Results | None:
        """Calls a tool and keeps its results; None, and a gap, where the tool fails."""
        tool = TOOLS[tool_name]
        call = Call(scope, options)
        self.calls += 1
        call_id = f"call-{self.calls:02d}"
        await self.emit(
            "tool_executing",
            member,
            tool_call_id=call_id,
            tool_name=tool_name,
            arguments=call.arguments,
        )
        began = time.perf_counter()
        await self.pace.wait(self.pace.tool, self.rng)
        if tool_name in self.faults.slow:
            delay = self.faults.slow[tool_name]
            await self.pace.wait((delay, delay), self.rng)
        found: Results | None = None
        try:
            if tool_name in self.faults.failing:
                raise ToolError(f"{tool_name} is not available")
            if self.faults.no_database:
                raise ToolError("the billing database does not answer")
            found = tool.run(self.ledger, call)
        except (ToolError, duckdb.Error) as trouble:
            problem = {"error": str(trouble)}
            if tool.purpose not in self.gaps:
                self.gaps.append(tool.purpose)
        await self.emit(
            "tool_completed",
            member,
            tool_call_id=call_id,
            tool_name=tool_name,
            results=problem if found is None else found,
            is_error=found is None,
            duration_ms=round((time.perf_counter() - began) * 1000, 3),
        )
        if found is not None:
            self.results[label or tool_name] = found
        return found

    async def hand_over(self, member: Member, to: str, reason: str) -> None:
        """An agent passes the work on."""
        await self.emit("agent_handoff", member, to_agent_name=to, reason=reason)

    async def finish(self, member: Member, report: str) -> None:
        """A nested agent's work ends with a short report to the others."""
        await self.emit("agent_completed", member, final_response=report)
