"""What agents call things: names of messages and of fields, and what they probably mean."""

from __future__ import annotations

import re

NAMES = ("type", "event", "kind", "method", "op", "action", "t", "msg", "cmd", "name")
STATES = ("phase", "state", "status", "stage")
INNER = ("data", "payload", "params", "message", "body", "event")
WORD = r"[A-Za-z][\w.:/ -]{0,59}"
MOST_VALUES = 12
"""A field with more values than this tells content, not kinds of messages."""

# The first that fits the message's name decides; what stands before it is more special.
_TOOL = r"(tool|function|fn|action|call)"
_MEANINGS = (
    ("agent_handoff", r"hand[ _-]?(off|over)|transfer"),
    ("tool_completed", _TOOL + r".*(result|output|out\b|end|complet|finish|done|respon)"),
    ("tool_executing", _TOOL + r".*(start|call|use|invo|begin|exec|in\b)|^(tool|function|fn)$"),
    ("run_cancelled", r"cancel|abort|stopped"),
    ("run_failed", r"err|fail|exception"),
    ("agent_thinking", r"think|thought|reason|plan|mind"),
    ("nothing", r"ping|pong|heart|keep|ack|hello|welcome|ready|connect|session|subscri|init"),
    ("text_delta", r"delta|token|chunk|content|stream|partial|piece|part$|text|say|speak"),
    ("run_started", r"start|begin|open|running|accept|created"),
    ("run_completed", r"done|complet|finish|end|final|answer|result|close"),
)
FIELDS = {
    "text": r"text|content|delta|token|chunk|answer|response|out|message|thought|reason|err|word",
    "call": r"(tool|call|function).*id$|^id$",
    "tool": r"^(tool|function|name)$|(tool|function).*name|name",
    "arguments": r"arg|input|param|^in$",
    "result": r"result|output|response|content|^out$",
    "to": r"^to|target|agent|next",
}
WANTED = {
    "agent_handoff": ("to",),
    "tool_executing": ("tool", "call", "arguments"),
    "tool_completed": ("call", "tool", "result"),
    "text_delta": ("text",),
    "agent_thinking": ("text",),
    "run_completed": ("text",),
    "run_failed": ("text",),
}
NEEDED = {"agent_handoff": "to", "text_delta": "text", "agent_thinking": "text"}


def meaning(name: str) -> str:
    """What a message of this name probably tells."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return next((emit for emit, words_of in _MEANINGS if re.search(words_of, words)), "nothing")
