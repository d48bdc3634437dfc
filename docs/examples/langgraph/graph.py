"""A graph of two nodes, a model and its tools, for LangGraph's own server.

The model is a script: it looks one bill up, and says what the tool said.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.tools import tool
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition
from langgraph.prebuilt._tool_call_transformer import ToolCallTransformer

BILLS = {"AWS": 912_000, "Azure": 604_000, "GCP": 468_000}


@tool
def bill_of(provider: str) -> str:
    """What a provider charged last year, in dollars."""
    return json.dumps({"provider": provider, "dollars": BILLS[provider]})


class Script(BaseChatModel):
    """Plays the model."""

    @property
    def _llm_type(self) -> str:
        return "script"

    def bind_tools(self, _tools: Any, **_more: Any) -> "Script":
        """It knows its tools already."""
        return self

    def plan(self, messages: list[Any]) -> AIMessage:
        """What comes next."""
        last = messages[-1]
        if last.type == "tool":
            return AIMessage(content=f"The bill says: {last.content}")
        if "explode" in str(last.content):
            raise RuntimeError("the script was told to fail")
        provider = next((n for n in (*BILLS, "Atlantis") if n in str(last.content)), "AWS")
        call = {"id": "call_1", "name": "bill_of", "args": {"provider": provider}}
        return AIMessage(content="", tool_calls=[call])

    def _generate(self, messages: Any, *_args: Any, **_more: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.plan(messages))])

    async def _astream(
        self, messages: Any, _stop: Any = None, run_manager: Any = None, **_more: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        whole = self.plan(messages)
        for call in whole.tool_calls:
            piece = {"id": call["id"], "name": call["name"], "args": json.dumps(call["args"])}
            chunk = AIMessageChunk(content="", tool_call_chunks=[{**piece, "index": 0}])
            yield ChatGenerationChunk(message=chunk)
        for word in str(whole.content).split(" ") if whole.content else ():
            await asyncio.sleep(0.01)
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=f"{word} "))
            if run_manager:
                await run_manager.on_llm_new_token(f"{word} ", chunk=chunk)
            yield chunk


async def model(state: MessagesState) -> dict[str, Any]:
    """Asks the model."""
    return {"messages": [await Script().ainvoke(state["messages"])]}


builder = StateGraph(MessagesState)
builder.add_node("model", model)
builder.add_node("tools", ToolNode([bill_of]))
builder.add_edge(START, "model")
builder.add_conditional_edges("model", tools_condition)
builder.add_edge("tools", "model")
graph = builder.compile(transformers=[ToolCallTransformer])
