"""What people are told of a check: time line, signs, what was not understood, what differs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from scoring.events import REQUIRED, Event, Kind
from support.agents import drafting
from support.agents.checking import SHOWN, Checked, shown_by
from support.agents.profile import Profile
from support.agents.remarks import remarks
from support.evidence.clean import one_line
from support.evidence.scorecard import SIGNS
from support.protocols import MappingAdapter, adapter_of
from support.protocols.replaying import replayed
from support.protocols.unmapped import unused_rules
from support.transcripts.judging import declared
from support.transcripts.telling import timeline
from support.troubles import farewell
from support.verdict import Outcome

_NOT_TRIED = ("cancel", "resume", "error_answers", "several_questions", "memory")


def report(checked: Checked, width: int) -> Iterator[str]:
    """What people are told, line by line."""
    profile = checked.profile
    yield f"{profile.name} {profile.version}, protocol {_protocol(profile)}"
    if profile.caution:
        yield f"! {profile.caution}"
    yield ""
    yield from timeline(checked.talk, width)
    yield ""
    yield from _signs(checked)
    yield from _unmapped(checked)
    yield from _idle(checked)
    yield from _capabilities(checked)
    yield from _remarks(checked)
    yield ""
    yield f"The session is kept in {checked.recorded}"
    outcome = Outcome.MET if checked.good else Outcome.NOT_MET
    yield f"{SIGNS[outcome]} {_result(checked)}"


def _protocol(profile: Profile) -> str:
    mapping = profile.spoken
    return f"{profile.protocol if mapping is None else mapping.name}"


def _signs(checked: Checked) -> Iterator[str]:
    yield "The five signs of work"
    owed = declared(checked.profile.can)
    for kind in REQUIRED:
        at = checked.seen.get(kind)
        if at:
            times = "once" if len(at) == 1 else f"{len(at)} times"
            yield f"  ✓ {kind.value:<16} {times}, first after {at[0]:.3f} s"
        elif kind in owed:
            yield f"  ✗ {kind.value:<16} never came"
        else:
            yield f"  ○ {kind.value:<16} not supported, as the profile says"


def _unmapped(checked: Checked) -> Iterator[str]:
    strange = [event for event in checked.talk.beside_runs if event.kind is Kind.UNMAPPED]
    if not strange:
        return
    yield ""
    yield f"Not understood: {len(strange)} messages; none was dropped, all are in the recording"
    opaque = [event for event in strange if not event.data]
    for event in opaque[:3]:
        yield f"  no message that the protocol can read: {one_line(event.text, 80)}"
    if len(opaque) > 3:
        yield f"  and {len(opaque) - 3} more like these"
    yield from _suggestions(strange, "mapping.rule" if _inline(checked.profile) else "rule")


def _idle(checked: Checked) -> Iterator[str]:
    """Rules of the profile's own mapping that took nothing; one question need not meet them all."""
    profile = checked.profile
    if profile.protocol != "mapping":
        return
    adapter = adapter_of(profile.protocol, profile.spoken, live=False)
    for _ in replayed(adapter, checked.talk.recording.frames):
        pass
    idle = unused_rules(adapter) if isinstance(adapter, MappingAdapter) else []
    if idle and profile.spoken:
        told = [f"{number} ({profile.spoken.rule[number - 1].emit})" for number in idle]
        yield ""
        yield f"Rules that took no message: {', '.join(told)}"


def _suggestions(strange: Sequence[Event], table: str) -> Iterator[str]:
    shapes = drafting.shapes(event.data for event in strange if event.data)
    if shapes:
        yield "  Rules that might do, to be looked over:"
    for shape in shapes[: drafting.MOST_SHAPES]:
        yield ""
        yield from (f"    {line}" for line in drafting.rule(shape, table))
        yield f"    # one of them: {one_line(json.dumps(shape.example, ensure_ascii=False), 200)}"
    if len(shapes) > drafting.MOST_SHAPES:
        yield f"    # and {len(shapes) - drafting.MOST_SHAPES} more kinds of messages"


def _inline(profile: Profile) -> bool:
    return profile.spoken is not None and profile.protocol == "mapping"


def _capabilities(checked: Checked) -> Iterator[str]:
    run = checked.run
    if run is None or not run.events:
        return
    shows = shown_by(run)
    # What a run that broke off did not show says nothing.
    spoken = checked.profile.spoken
    settled = spoken.cannot if spoken else []  # whoever wrote the mapping knows better
    wrong = [
        name
        for name in SHOWN
        if name not in settled
        and shows[name] != getattr(checked.profile.can, name)
        and (shows[name] or run.completed)
    ]
    yield ""
    if not wrong:
        yield "The question showed nothing else than the profile declares under [can]"
    else:
        yield "What the question showed differs from the profile; it would be"
        yield "  [can]"
    for name in wrong:
        why = "was seen" if shows[name] else "was not seen; unless another question shows it"
        yield f"  {f'{name} = {str(shows[name]).lower()}':<22}# {SHOWN[name]}: {why}"
    untried = [name for name in _NOT_TRIED if getattr(checked.profile.can, name)]
    if untried:
        yield f"  declared, and not tried by one question: {', '.join(untried)}"


def _remarks(checked: Checked) -> Iterator[str]:
    """What one question need not fail for, and promises will."""
    told = list(remarks(checked.run)) if checked.run else []
    if told:
        yield ""
        yield "To be looked at"
        yield from (f"  ! {each}" for each in told)


def _result(checked: Checked) -> str:
    run = checked.run
    if checked.good:
        seen = "connected: every sign of work that the profile declares was seen"
        first = next(remarks(run), "") if run else ""
        return f"{seen}, but {first}" if first else seen
    if run is None:
        told = [trouble.text for trouble in checked.talk.troubles]
        if not told and (closed := farewell(checked.talk.recording)):
            told = [f"{closed[0]} before a question could be asked"]
        return f"not connected: {one_line(told[0]) if told else 'no question could be asked'}"
    if not run.completed:
        why = run.gave_up or (run.ending and run.ending.text) or "no reason was given"
        return f"the question was not answered: {one_line(why)}"
    return f"never seen: {', '.join(kind.value for kind in checked.missing)}"
