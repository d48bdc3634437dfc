"""The proof of one conversation: its transcript, and a time line of its runs."""

from __future__ import annotations

from scoring.events import Kind
from support.evidence import attach
from support.evidence.handoff_graph import handoff_graph, handoff_table
from support.evidence.timeline import timeline_svg
from support.evidence.timeline_table import timeline_table
from support.reading import Conversation


def attach_conversation(conversation: Conversation, *, teams: bool = False) -> None:
    """Attaches both, before anything is judged, so that a failure keeps its proof.

    With `teams`, runs in which agents handed over to each other show that too.
    """
    picture = timeline_svg(conversation.runs, conversation.name, conversation.reconnected_at)
    attach.svg(f"Time line: {conversation.name}", picture)
    attach.text(f"Time line (table): {conversation.name}", timeline_table(conversation.runs))
    attach.jsonl(f"Transcript: {conversation.name}", conversation.recording.text())
    for run in conversation.runs if teams else ():
        if any(run.of(Kind.AGENT_HANDOFF)):
            attach.svg("The team", handoff_graph(run))
            attach.text("The team (table)", handoff_table(run))
    strange = [event for event in conversation.beside_runs if event.kind is Kind.UNMAPPED]
    if strange:
        lines = "\n".join(event.text for event in strange)
        attach.text(f"Messages that the protocol does not know: {len(strange)}", lines)
