"""Which protocol a transcript is in: as it says itself, or as it shows."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.events import Kind
from support.protocols import Adapter, Mapping, adapter_of, protocol_names
from support.protocols.mapping.loading import shipped
from support.protocols.recognise import recognise
from support.reading import Conversation
from support.recording import RECV, SEND, Recording
from support.verdict import HarnessError


@dataclass(frozen=True, slots=True)
class Spoken:
    """A protocol, with how it came to be known."""

    name: str
    mapping: Mapping | None
    how: str

    def adapter(self) -> Adapter:
        """One that reads and says nothing."""
        return adapter_of(self.name, self.mapping, live=False)


def recognised(recording: Recording) -> Spoken:
    """The protocol of a recording; raises `HarnessError` in one sentence where nobody can tell."""
    about, frames = recording.about, recording.frames
    if "protocol" in about or "mapping" in about:
        return _named(recording)
    name = recognise(frames)
    if name is not None:
        return Spoken(name, None if name == "native" else shipped(name), "recognised")
    if not any(frame.dir in (SEND, RECV) for frame in frames):
        raise HarnessError("it holds no frame that was sent or received")
    raise HarnessError(
        "its protocol is none that the suite knows; give the profile of its agent with --agent "
        "PROFILE, or draft one: python -m support.agents init PROFILE --from FILE"
    )


def unmapped(talk: Conversation) -> int:
    """Messages that no rule took."""
    return sum(event.kind is Kind.UNMAPPED for event in talk.beside_runs)


def _named(recording: Recording) -> Spoken:
    about = recording.about
    name, mapping = str(about.get("protocol", "native")), about.get("mapping")
    if mapping is None and name not in protocol_names():
        known = ", ".join(protocol_names())
        raise HarnessError(
            f"it is in the protocol {name!r}, which this version does not know (known: {known}); "
            "give the profile of its agent with --agent PROFILE"
        )
    try:
        adapter = adapter_of(name, mapping, live=False)
    except ValueError as error:
        raise HarnessError(
            f"the mapping that it holds is none that this version can read ({error}); give the "
            "profile of its agent with --agent PROFILE"
        ) from error
    return Spoken(name, getattr(adapter, "mapping", None), "as it says itself")
