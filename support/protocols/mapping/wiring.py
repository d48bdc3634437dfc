"""What a mapping says about the line: frames, the door, requests before it, scripted exchanges."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

Selector = str
Condition = str | dict[str, Any] | list[dict[str, Any]]
Template = Any
Seconds = Annotated[float, msgspec.Meta(gt=0)]


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A misspelt key must not silently mean its default."""


class Recognise(_Strict, frozen=True, kw_only=True):
    """How a bare transcript of this protocol is told: regular expressions, either suffices."""

    url: str = ""
    subprotocol: str = ""


class Connect(_Strict, frozen=True, kw_only=True):
    """The door: templates for what is asked for and shown there.

    `path` takes the place of the path in the profile's address, or of all of it where the agent
    says in a request before where it is to be called; `accepts` are regular expressions
    for subprotocols that the agent may choose although they were not offered.
    """

    path: str = ""
    query: dict[str, Template] = {}
    headers: dict[str, str] = {}
    subprotocols: list[str] = []
    accepts: list[str] = []
    origin: str = ""


class Setup(_Strict, frozen=True, kw_only=True):
    """One HTTP request before the connection; `url` is a path at the agent's host, or whole."""

    url: str
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    query: dict[str, Template] = {}
    headers: dict[str, str] = {}
    json: Template = None
    form: dict[str, Template] = {}
    status: list[int] = []
    """Which answers are success; by default 200 to 299."""
    refused: Condition | None = None
    """A condition on the body under which success is none."""
    because: Selector = ""
    keep: dict[str, Selector] = {}
    keep_headers: dict[str, str] = {}
    secret: list[str] = []
    within_s: Seconds = 10.0
    each_connection: bool = False


class Fragments(_Strict, frozen=True, kw_only=True):
    """Messages in parts: each part names its whole, and the last says so."""

    when: Condition
    whole: Selector = "id"
    piece: Selector
    last: Condition
    number: Selector = ""
    """The part's position, where parts may come out of order."""


class Frames(_Strict, frozen=True, kw_only=True):
    """How frames hold messages: pipelines of layers, tried in turn (see `codec.py`)."""

    text: str | list[str] = "json"
    binary: str | list[str] = []
    """Empty: binary frames are kept as they are and count as unmapped."""
    send: str = "json"
    send_as: Literal["text", "binary"] = "text"
    pattern: str = ""
    columns: list[str] = []
    separator: str = ","
    pairs: str = r"\s+"
    equals: str = "="
    line_end: str = "\n"
    stream: str = ""
    """Messages do not end where frames end; they are cut out of all frames joined."""
    fragments: Fragments | None = None
    batch: Selector = ""
    unwrap: list[Selector] = []


class Step(_Strict, frozen=True, kw_only=True):
    """One step of a scripted exchange: waits for a message, where it says which, then sends."""

    expect: Condition | None = None
    only_if: Selector = ""
    keep: dict[str, Selector] = {}
    secret: list[str] = []
    send: Template = None
    within_s: Seconds = 10.0
    refused: Condition | None = None
    because: Selector = ""
    any_order: str = ""
    """Neighbouring steps with the same word here may be met in any order."""


class KeepAlive(_Strict, frozen=True, kw_only=True):
    """What is sent again and again, so that the agent does not hang up."""

    every_s: Seconds
    send: Template
