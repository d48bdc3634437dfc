"""agno's AgentOS with one workflow of one agent: `python server.py PORT`.

Its model is a script: it looks one bill up, and says what the tool said.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from agno.agent import Agent
from agno.models.base import Model
from agno.models.response import ModelResponse
from agno.os import AgentOS
from agno.workflow import Step, Workflow

BILLS = {"AWS": 912_000, "Azure": 604_000, "GCP": 468_000}


def bill_of(provider: str) -> str:
    """What a provider charged last year, in dollars."""
    return json.dumps({"provider": provider, "dollars": BILLS[provider]})


@dataclass
class Script(Model):
    """Plays the model."""

    id: str = "script"
    name: str = "Script"
    provider: str = "here"

    def plan(self, messages: list[Any]) -> Iterator[ModelResponse]:
        """What comes next, piece by piece."""
        if messages[-1].role == "tool":
            for word in f"The bill says: {messages[-1].content}".split(" "):
                yield ModelResponse(role="assistant", content=f"{word} ")
            return
        asked = str([each for each in messages if each.role == "user"][-1].content)
        if "explode" in asked:
            raise RuntimeError("the script was told to fail")
        provider = next((name for name in (*BILLS, "Atlantis") if name in asked), "AWS")
        arguments = json.dumps({"provider": provider})
        function = {"name": "bill_of", "arguments": arguments}
        yield ModelResponse(
            role="assistant",
            tool_calls=[{"id": "call_1", "type": "function", "function": function}],
        )

    async def ainvoke_stream(
        self, messages: list[Any], *_args: Any, **_more: Any
    ) -> AsyncIterator[ModelResponse]:
        """The way that a workflow asks for."""
        for piece in self.plan(messages):
            await asyncio.sleep(0.01)
            yield piece

    def invoke_stream(
        self, messages: list[Any], *_args: Any, **_more: Any
    ) -> Iterator[ModelResponse]:
        """The same without waiting."""
        return self.plan(messages)

    def invoke(self, messages: list[Any], *_args: Any, **_more: Any) -> ModelResponse:
        """Only streams are asked for here."""
        return list(self.plan(messages))[-1]

    async def ainvoke(self, messages: list[Any], *_args: Any, **_more: Any) -> ModelResponse:
        """Only streams are asked for here."""
        return list(self.plan(messages))[-1]

    def _parse_provider_response(self, response: Any, **_more: Any) -> Any:
        return response

    def _parse_provider_response_delta(self, response: Any) -> Any:
        return response


bookkeeper = Agent(id="bookkeeper", name="Bookkeeper", model=Script(), tools=[bill_of])
costs = Workflow(id="costs", name="Costs", steps=[Step(name="answer", agent=bookkeeper)])
bookkeeper.telemetry = costs.telemetry = False
app = AgentOS(agents=[bookkeeper], workflows=[costs], telemetry=False).get_app()

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
