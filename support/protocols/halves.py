"""Characters that were cut in two: JSON may escape one half of a surrogate pair by itself.

An agent that cuts its answer by UTF-16 code units, as JavaScript does, sends such halves; where
the pieces are put together again, as a browser does, nothing is lost.
"""

from __future__ import annotations

import json
import re
from typing import Any

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_PIECES = frozenset({"stream_chunk", "text_delta"})
_FIRST, _SECOND, _BEYOND = "\ud800", "\udc00", "\ue000"


def with_halves(data: str) -> Any:
    """The value of JSON text that escapes halves of characters; None where that is not all of it.

    Halves at the ends of an answer's pieces stay, so that `joined` can join them; any other is no
    character and becomes the sign for a lost one.
    """
    if not _HALF.search(data):
        return None
    try:
        return _mended(json.loads(data, parse_constant=_refused), piece=False)
    except (ValueError, RecursionError):
        return None


def joined(half: str, piece: str) -> tuple[str, str]:
    """A piece as it is shown behind this half of a character, and the half that it leaves over."""
    text, left = half + piece, ""
    if _FIRST <= text[-1:] < _SECOND:
        text, left = text[:-1], text[-1]
    return whole(text), left


def whole(text: str) -> str:
    """The text with its halves joined, and the sign for a lost character for each that is alone."""
    if not any(_FIRST <= sign < _BEYOND for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def has_halves(text: str) -> bool:
    """Whether a piece begins or ends with half a character."""
    return not text.isascii() and (_FIRST <= text[:1] < _BEYOND or _FIRST <= text[-1:] < _BEYOND)


def _mended(value: Any, *, piece: bool) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_mended(each, piece=piece) for each in value]
    if not isinstance(value, dict):
        return value
    piece = piece or any(value.get(key) in _PIECES for key in ("type", "event"))
    return {
        whole(name): _inside(each)
        if piece and name == "content" and isinstance(each, str)
        else _mended(each, piece=piece)
        for name, each in value.items()
    }


def _inside(text: str) -> str:
    """The text with only those halves left that may be joined with what is before or after it."""
    before = text[:1] if _SECOND <= text[:1] < _BEYOND else ""
    text = text[len(before) :]
    after = text[-1:] if _FIRST <= text[-1:] < _SECOND else ""
    return before + whole(text[: len(text) - len(after)]) + after


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
