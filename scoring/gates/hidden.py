"""The gate against text that a reader cannot see or is deceived by."""

from __future__ import annotations

from scoring.gates.gate import ClosedGate
from scoring.score import Span
from scoring.text import Text
from scoring.words import cut

_SENTENCE = 4


def hidden(text: Text) -> ClosedGate | None:
    """Closed by a hidden passage of four words or more, or a word of mixed scripts.

    Characters without width, odd blanks and forms are common and close nothing.
    """
    for passage in text.hidden:
        if len(cut(passage.lower())[0]) >= _SENTENCE:
            shown = " ".join(passage.split())[:80]
            return ClosedGate("hidden text", f'it hides text from the reader ("{shown}")', 0.3)
    if text.mixed:
        start, end = text.mixed[0]
        return ClosedGate(
            "hidden text",
            f'letters of several scripts are mixed in a word ("{text.clean[start:end][:40]}")',
            0.3,
            tuple(Span(start, end, "mixed scripts") for start, end in text.mixed),
        )
    return None
