"""Checks: what is wrong with a mapping, told before anybody connects with it.

A mapping that can never do what it says is refused: selectors with a typo, rules that can never
take a message, templates that need what nothing provides, runs that could never end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from support.protocols.mapping.codec import (
    LAST,
    LAYERS,
    SENDABLE,
    is_layer,
    is_sendable,
    layers_of,
    pipelines,
)
from support.protocols.mapping.conditions import faults
from support.protocols.mapping.cutting import LENGTHS, length_of
from support.protocols.mapping.functions import KNOWN
from support.protocols.mapping.model import Mapping
from support.protocols.mapping.places import Path, nearest
from support.protocols.mapping.provisions import missing_names
from support.protocols.mapping.reachability import unreachable_rules, untold_runs
from support.protocols.mapping.selectors import objection
from support.protocols.mapping.templates import placeholders, unclosed
from support.protocols.mapping.walking import CONDITIONS, Fault, is_selector, templates, walk
from support.protocols.mapping.wiring import Frames

_PLAIN = Frames()
_ONLY_BYTES = ("gzip", "zlib", "deflate", "msgpack")
_NOT_EMPTY = ("line_end", "separator", "pairs", "equals")
_SETTINGS = {
    "pattern": ("pattern",),
    "columns": ("columns", "csv"),
    "separator": ("columns", "csv"),
    "pairs": ("pairs",),
    "equals": ("pairs",),
    "line_end": ("lines", "ndjson"),
}
"""Settings of [frames], and the layers that heed them."""
_WRITERS = f"those that can are {', '.join(SENDABLE)}"


def check(mapping: Mapping) -> list[Fault]:
    """Everything that is wrong with a mapping; empty where nothing is."""
    found = [*_languages(mapping)]
    if not found:  # the rest takes readable selectors for granted
        found = [
            *_codecs(mapping),
            *_settings(mapping.frames),
            *missing_names(mapping),
            *unreachable_rules(mapping),
            *untold_runs(mapping),
            *_scripts(mapping),
        ]
    return found


def _languages(mapping: Mapping) -> Iterator[Fault]:
    """Selectors, conditions and templates that cannot be read."""
    for path, name, value in walk(mapping, ()):
        if name in CONDITIONS and path[:1] != ("end",) and value is not None:
            yield from (((*path, name), sentence) for sentence in faults(value))
        elif value and isinstance(value, str) and is_selector(path, name):
            wrong = objection(value)
            if wrong:
                yield (*path, name), f"the selector {value!r} {wrong}{_function_hint(wrong)}"
    for path, template in templates(mapping):
        if unclosed(template):
            yield path, "a placeholder is opened with ${ and not closed with }"
        for selector in placeholders(template):
            wrong = objection(selector.strip()) if selector.strip() else "is empty"
            if wrong:
                hint = _function_hint(wrong)
                yield path, f"the placeholder ${{{selector}}} {wrong}{hint}"


def _function_hint(wrong: str) -> str:
    unknown = re.search(r"calls (\w+)\(\)", wrong)
    return f"; {nearest(unknown[1], KNOWN)}" if unknown else ""


def _codecs(mapping: Mapping) -> Iterator[Fault]:
    frames = mapping.frames
    for name, given in (("text", frames.text), ("binary", frames.binary), ("send", frames.send)):
        for pipeline in pipelines(given):
            layers = layers_of(pipeline)
            unknown = next((each for each in layers if not is_layer(each)), None)
            if unknown is not None:
                yield ("frames", name), f"there is no layer {unknown!r}; {nearest(unknown, LAYERS)}"
            elif layers[-1] not in LAST:
                ends = ", ".join(sorted(LAST))
                sentence = f"{pipeline!r} does not end in messages; end it with one of {ends}"
                yield ("frames", name), sentence
            mute = next((each for each in layers if name == "send" and not is_sendable(each)), None)
            if mute is not None and unknown is None:
                yield ("frames", name), f"the layer {mute!r} can read and not write; {_WRITERS}"
            for layer, need in (("pattern", frames.pattern), ("columns", frames.columns)):
                if layer in layers and not need:
                    yield ("frames", name), f"the layer {layer!r} needs `{layer}` in [frames]"
            if name == "text" and layers[0] in _ONLY_BYTES:
                sentence = f"a text frame never holds {layers[0]}; what reads binary frames is"
                yield ("frames", name), f"{sentence} `binary = {pipeline!r}`"
    for name in ("pattern", "pairs"):
        yield from _regex(("frames", name), getattr(frames, name))
    for number, pattern in enumerate(mapping.connect.accepts):
        yield from _regex(("connect", "accepts", number), pattern)
    for name in ("url", "subprotocol"):
        yield from _regex(("recognise", name), getattr(mapping.recognise, name))


def _settings(frames: Frames) -> Iterator[Fault]:
    """Settings that are wrong, or of a layer that is nowhere named."""
    given = [*pipelines(frames.text), *pipelines(frames.binary), frames.send, frames.stream]
    used = {layer for pipeline in given for layer in layers_of(pipeline)}
    for name in _NOT_EMPTY:
        if not getattr(frames, name):
            yield ("frames", name), f"`{name}` must not be empty"
    if frames.stream not in ("", "lines", "json") and not length_of(frames.stream):
        hint = nearest(frames.stream, ("lines", "json", *LENGTHS))
        yield ("frames", "stream"), f"there is no stream of {frames.stream!r}; {hint}"
    if "csv" in used and len(frames.separator) != 1:
        yield ("frames", "separator"), "`separator` is one character where the layer is csv"
    for name, layers in _SETTINGS.items():
        if getattr(frames, name) != getattr(_PLAIN, name) and not used & set(layers):
            which = " or ".join(layers)
            yield ("frames", name), f"`{name}` does nothing: no pipeline has the layer {which}"


def _scripts(mapping: Mapping) -> Iterator[Fault]:
    """Steps that do nothing, or say what to do with a message that they do not wait for."""
    for script in ("opening", "ask", "cancel", "resume"):
        for number, step in enumerate(getattr(mapping, script)):
            path: Path = (script, number)
            if step.expect is None and step.send is None:
                yield path, "the step neither waits (`expect`) nor sends (`send`)"
            for name in ("refused", "keep", "any_order"):
                if step.expect is None and getattr(step, name):
                    yield (*path, name), f"`{name}` needs `expect`: the step waits for no message"
            if step.because and step.refused is None:
                yield (*path, "because"), "`because` needs `refused`: it says why that was"


def _regex(path: Path, pattern: str) -> Iterator[Fault]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield path, f"{pattern!r} is no regular expression ({error})"
