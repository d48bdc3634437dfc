"""What a healthy agent says: each event's fields as JSON text, so that any of them can be wrong."""

from __future__ import annotations

LEAD = {"agent_id": '"a1"', "agent_name": '"Adviser"', "parent_agent_id": "null"}
_HELPER = {"agent_id": '"a2"', "agent_name": '"Helper"', "parent_agent_id": '"a1"'}
_TOOL = {"tool_call_id": '"t1"', "tool_name": '"spend"'}
HEALTHY: dict[str, dict[str, str]] = {
    "start": {"type": '"agent_started"', "query": '"q"'},
    "think": {"type": '"agent_thinking"', "thought": '"let me see"'},
    "tool": {"type": '"tool_executing"', **_TOOL, "arguments": "{}"},
    "result": {"type": '"tool_completed"', **_TOOL, "results": "{}", "is_error": "false"},
    "help": {"type": '"agent_started"', **_HELPER},
    "helped": {"type": '"agent_completed"', **_HELPER, "final_response": '""'},
    "piece": {"type": '"stream_chunk"', "content": '"Save "'},
    "rest": {"type": '"stream_chunk"', "content": '"$5."'},
    "finish": {"type": '"agent_completed"', "final_response": '"Save $5."', "usage": "{}"},
    "cancelled": {"type": '"run_cancelled"', "reason": '"the customer asked for it"'},
    "error": {"type": '"agent_error"', "code": '"x"', "message": '"down"', "recoverable": "false"},
}
GREETING = {"type": '"connection_established"', "connection_id": '"c1"'}


OPEN = (
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: $accept\r\n\r\n"
)
"""The handshake, done properly."""
