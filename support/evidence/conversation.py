"""The proof of one conversation: its transcript, and a time line of its runs."""

from __future__ import annotations

from scoring.events import Kind
from support.evidence import attach
from support.evidence.timeline import timeline_svg
from support.reading import Conversation


def attach_conversation(conversation: Conversation) -> None:
    """Attaches both, before anything is judged, so that a failure keeps its proof."""
    picture = timeline_svg(conversation.runs, conversation.name, conversation.reconnected_at)
    attach.svg(f"Time line: {conversation.name}", picture)
    attach.jsonl(f"Transcript: {conversation.name}", conversation.recording.text())
    strange = [event for event in conversation.beside_runs if event.kind is Kind.UNMAPPED]
    if strange:
        lines = "\n".join(event.text for event in strange)
        attach.text(f"Messages that the protocol does not know: {len(strange)}", lines)
