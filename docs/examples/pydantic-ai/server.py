"""A pydantic-ai agent that speaks AG-UI over a WebSocket: `python server.py PORT`.

Its model is a script: it thinks once, looks one bill up, and says what the tool said.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage
from pydantic_ai.models.function import AgentInfo, DeltaThinkingPart, DeltaToolCall, FunctionModel
from pydantic_ai.ui.ag_ui import AGUIAdapter
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

BILLS = {"AWS": 912_000, "Azure": 604_000, "GCP": 468_000}


async def script(messages: list[ModelMessage], _info: AgentInfo) -> AsyncIterator[Any]:
    """Plays the model, piece by piece."""
    result = [part for part in messages[-1].parts if part.part_kind == "tool-return"]
    if result:
        for word in f"The bill says: {result[0].content}".split(" "):
            await asyncio.sleep(0.01)
            yield f"{word} "
        return
    asked = " ".join(str(part.content) for part in messages[-1].parts)
    if "explode" in asked:
        raise RuntimeError("the script was told to fail")
    yield {0: DeltaThinkingPart(content="The bill will know.")}
    provider = next((name for name in (*BILLS, "Atlantis") if name in asked), "AWS")
    yield {1: DeltaToolCall(name="bill_of", json_args='{"provider":', tool_call_id="call_1")}
    yield {1: DeltaToolCall(json_args=f'"{provider}"}}')}


agent = Agent(FunctionModel(stream_function=script), name="bookkeeper")


@agent.tool_plain
def bill_of(provider: str) -> dict[str, object]:
    """What a provider charged last year, in dollars."""
    return {"provider": provider, "dollars": BILLS[provider]}


async def talk(socket: WebSocket) -> None:
    """One customer: a `RunAgentInput` in, its events out, one a frame."""
    offered = socket.scope["subprotocols"]
    await socket.accept(subprotocol="ag-ui" if "ag-ui" in offered else None)
    try:
        async for text in socket.iter_text():
            try:
                asked = AGUIAdapter.build_run_input(text.encode())
            except ValueError:
                error = {"type": "RUN_ERROR", "message": "this is no RunAgentInput", "code": "bad"}
                await socket.send_text(json.dumps(error))
                continue
            async for event in AGUIAdapter(agent=agent, run_input=asked).run_stream():
                await socket.send_text(event.model_dump_json(by_alias=True, exclude_none=True))
    except WebSocketDisconnect:
        pass


async def health(_request: object) -> PlainTextResponse:
    """Says that the agent is there."""
    return PlainTextResponse("ok")


app = Starlette(routes=[WebSocketRoute("/ws", talk), Route("/health", health)])

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
