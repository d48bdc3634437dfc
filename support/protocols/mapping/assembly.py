"""Assembly: from frames to messages, whichever way a protocol packs them.

Frames joined and cut anew (`stream`), parts put together (`fragments`), batches and envelopes
opened. Each message comes with the whole that it was found in.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from support.protocols.base import Data
from support.protocols.mapping.codec import Codec
from support.protocols.mapping.conditions import When
from support.protocols.mapping.cutting import cut_json, cut_lengths, length_of
from support.protocols.mapping.functions import text_of
from support.protocols.mapping.selectors import Finder
from support.protocols.mapping.wiring import Fragments, Frames

_DEEPEST = 8
_LONGEST = 4 * 2**20
"""Characters of a message that may still be going on; beyond it the beginning is given up."""

Found = tuple[Any, Any]
"""The whole that was decoded, and one message in it."""


@dataclass(slots=True)
class _Parts:
    pieces: list[tuple[float, str]] = field(default_factory=list)


class Assembly:
    """Puts the frames of one connection together; `waiting` says that a message still goes on."""

    def __init__(self, frames: Frames, finder: Finder) -> None:
        self.codec = Codec(frames)
        self._frames, self._finder = frames, finder
        self._text, self._bytes = "", b""
        self._parts: dict[str, _Parts] = {}
        self._fragment = When(frames.fragments.when) if frames.fragments else None
        self._last = When(frames.fragments.last) if frames.fragments else None

    def reset(self) -> None:
        """A new connection: what was left unfinished never comes."""
        self._text, self._bytes = "", b""
        self._parts.clear()

    @property
    def waiting(self) -> bool:
        """Whether the beginning of a message waits for the rest."""
        return bool(self._text or self._bytes or self._parts)

    def messages(self, data: Data) -> list[Found] | None:
        """The messages that a frame completes; None where it cannot be read."""
        wholes = self._wholes(data)
        if wholes is None:
            return None
        found: list[Found] = []
        for whole in wholes:
            fragments = self._frames.fragments
            if fragments and self._fragment and self._fragment.holds(self._finder, whole):
                for put in self._joined(fragments, whole):
                    found += ((put, message) for message in self._opened(put, 0))
            else:
                found += ((whole, message) for message in self._opened(whole, 0))
        return found

    def _wholes(self, data: Data) -> list[Any] | None:
        stream = self._frames.stream
        if not stream or (isinstance(data, bytes) and not self._frames.binary):
            return self.codec.decode(data)
        units: list[Any] = []
        if stream == "json":
            self._text += data if isinstance(data, str) else data.decode("utf-8", "replace")
            text = data if isinstance(data, str) else self._text
            if "}" in text or "]" in text:  # nothing else ends a message
                units, self._text = cut_json(self._text)
            if len(self._text) > _LONGEST:
                self._text = ""
                return None
            return units
        if length := length_of(stream):
            raw = data.encode() if isinstance(data, str) else data
            parts, self._bytes = cut_lengths(self._bytes + raw, length)
            units = [body for _, body in parts if body]
        elif isinstance(data, str):
            *lines, self._text = (self._text + data).split(self._frames.line_end)
            units = [line for line in lines if line.strip()]
        else:
            *rows, self._bytes = (self._bytes + data).split(self._frames.line_end.encode())
            units = [row for row in rows if row.strip()]
        if max(len(self._text), len(self._bytes)) > _LONGEST:
            self.reset()
            return None
        read = [(unit, self.codec.decode(unit)) for unit in units]
        if read and all(wholes is None for _, wholes in read):
            return None
        return [
            whole
            for unit, wholes in read
            for whole in ([unreadable(unit)] if wholes is None else wholes)
        ]

    def _joined(self, fragments: Fragments, part: Any) -> list[Any]:
        name = self._finder.ident(fragments.whole, part) or ""
        piece = self._finder.find(fragments.piece, part)
        number = self._finder.find(fragments.number, part)
        kept = self._parts.setdefault(name, _Parts())
        place = number if isinstance(number, int | float) else len(kept.pieces)
        kept.pieces.append((float(place), text_of(piece) or ""))
        if not (self._last and self._last.holds(self._finder, part)):
            return []
        del self._parts[name]
        whole = "".join(text for _, text in sorted(kept.pieces, key=lambda each: each[0]))
        return self.codec.decode(whole) or [unreadable(whole)]

    def _opened(self, message: Any, depth: int) -> Iterator[Any]:
        """What is inside batches and envelopes, or the message itself."""
        frames, finder = self._frames, self._finder
        if depth < _DEEPEST:
            finder.scope.frame = message
            batch = finder.find(frames.batch, message)
            if isinstance(batch, list):
                for each in batch:
                    if batch is message and isinstance(each, list):
                        yield each  # the batch is the frame itself: what is inside is none again
                    else:
                        yield from self._opened(each, depth + 1)
                return
            for selector in frames.unwrap:
                inner = finder.find(selector, message)
                if inner is not None and inner is not message:
                    yield from self._opened(inner, depth + 1)
                    return
                if inner is not None:
                    break
        yield message


def unreadable(data: Data) -> dict[str, str]:
    """What could not be read, as a message of its own; bytes in base64."""
    return {"unreadable": data if isinstance(data, str) else base64.b64encode(data).decode()}
