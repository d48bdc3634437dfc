"""Two agents of Google's ADK: a planner that looks one bill up, and a writer that says so.

Their model is a script, spoken to over a live connection.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from google.adk.agents import LlmAgent
from google.adk.models import BaseLlm, LlmRequest, LlmResponse
from google.adk.models.base_llm_connection import BaseLlmConnection
from google.genai import types

BILLS = {"AWS": 912_000, "Azure": 604_000, "GCP": 468_000}


def bill_of(provider: str) -> dict[str, object]:
    """What a provider charged last year, in dollars."""
    return {"provider": provider, "dollars": BILLS[provider]}


def says(*parts: types.Part, partial: bool = False) -> LlmResponse:
    """A message of the model."""
    return LlmResponse(
        content=types.Content(role="model", parts=list(parts)), partial=partial or None
    )


def calls(name: str, **arguments: str) -> LlmResponse:
    """A message of the model that calls a tool."""
    call = types.FunctionCall(id=f"call_{name}", name=name, args=arguments)
    return says(types.Part(function_call=call))


class Line(BaseLlmConnection):
    """One live connection to the script."""

    def __init__(self, speaker: str) -> None:
        self.speaker = speaker
        self.told: asyncio.Queue[list[types.Part] | None] = asyncio.Queue()

    async def send_history(self, history: list[types.Content]) -> None:
        """What was said before; the last of it may want an answer."""
        if history and history[-1].role == "user":
            await self.told.put(history[-1].parts or [])

    async def send_content(self, content: types.Content) -> None:
        """What somebody says now."""
        await self.told.put(content.parts or [])

    async def send_realtime(self, blob: Any) -> None:
        """Sound is not listened to."""

    async def close(self) -> None:
        """Nothing more will be said."""
        await self.told.put(None)

    async def receive(self) -> AsyncGenerator[LlmResponse, None]:
        """What the script says to each thing that it is told."""
        while (parts := await self.told.get()) is not None:
            result = next((p.function_response for p in parts if p.function_response), None)
            asked = " ".join(part.text or "" for part in parts)
            if "explode" in asked:
                raise RuntimeError("the script was told to fail")
            if result is not None and result.name == "bill_of":
                yield calls("transfer_to_agent", agent_name="writer")
            elif self.speaker == "planner" and result is None:
                provider = next((name for name in (*BILLS, "Atlantis") if name in asked), "AWS")
                yield calls("bill_of", provider=provider)
            else:
                words = ["The bill", " has", " been", " looked", " up."]
                for word in words:
                    await asyncio.sleep(0.01)
                    yield says(types.Part(text=word), partial=True)
                yield says(types.Part(text="".join(words)))
                yield LlmResponse(turn_complete=True)


class Script(BaseLlm):
    """Plays the model."""

    model: str = "script"
    speaker: str = "planner"

    async def generate_content_async(
        self, llm_request: LlmRequest, stream: bool = False
    ) -> AsyncGenerator[LlmResponse, None]:
        """Only live connections are asked for here."""
        yield says(types.Part(text=f"{len(llm_request.contents)} messages, stream={stream}"))

    @contextlib.asynccontextmanager
    async def connect(self, _llm_request: LlmRequest) -> AsyncIterator[Line]:
        """A live connection."""
        line = Line(self.speaker)
        try:
            yield line
        finally:
            await line.close()


writer = LlmAgent(name="writer", model=Script(speaker="writer"), description="writes the answer")
root_agent = LlmAgent(
    name="planner", model=Script(), instruction="plan", tools=[bill_of], sub_agents=[writer]
)
