"""What is odd about a session though every declared sign of work came: a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from scoring import contract
from scoring.events import RunLog
from support.evidence.clean import one_line

_MOST = 3
_FAR = 1e11
"""No Unix time in seconds for three thousand years; in milliseconds it passed in 1973."""

_UNITS = (("nanoseconds", 1e17), ("microseconds", 1e14), ("milliseconds", _FAR))


def remarks(run: RunLog) -> Iterator[str]:
    """What promises about tools and times will be broken by, though one question was answered."""
    findings = contract.unpaired_tools(run)
    for finding in findings[:_MOST]:
        yield one_line(finding.sentence, 200)
    if len(findings) > _MOST:
        yield f"and {len(findings) - _MOST} more tool calls like these"
    yield from _times(run)


def _times(run: RunLog) -> Iterator[str]:
    far = [event.sent_at for event in run.events if event.sent_at and abs(event.sent_at) >= _FAR]
    if not far:
        return
    unit = next(name for name, least in _UNITS if abs(far[0]) >= least)
    yield (
        f"its times look like {unit} ({far[0]:.0f}); expected Unix time in seconds, or nothing "
        "can be said about how long events are on their way"
    )
