"""Damaged mappings, profiles and recordings: they are refused in words, or they work."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from support.agents import profile
from support.hostile.exercising import exercised
from support.hostile.rubbish import RUBBISH, TRANSCRIPTS, insist
from support.protocols import adapter_of
from support.protocols.base import Data
from support.protocols.mapping.loading import FOLDER, decoded, refuse_faults
from support.protocols.mapping.model import Mapping
from support.transcripts import judging
from support.transcripts.recognition import recognised
from support.transcripts.telling import timeline
from support.verdict import HarnessError

Test = Callable[[], None]

_EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
_NAME = "damaged"


def mappings(counted: list[int]) -> Test:
    """A test of mappings; counts those that it tried."""
    texts = _texts(FOLDER.glob("*.toml"))

    @given(st.integers(0, 2**40), st.lists(RUBBISH, max_size=6))
    def test(number: int, said: list[Data]) -> None:
        text, file = damaged(texts, random.Random(number)), Path(f"{_NAME}.toml")
        counted[0] += 1
        try:
            mapping: Mapping = decoded(text, file, Mapping)
            refuse_faults(mapping, text, file)
        except HarnessError as error:
            insist(str(error).startswith(file.name), f"it does not name the file: {error}")
            return
        # As a session uses it, and as a recording keeps it.
        for told in (mapping, msgspec.to_builtins(mapping)):
            exercised(adapter_of("mapping", told), said, 1000)

    return test


def profiles(counted: list[int]) -> Test:
    """A test of profiles; counts those that it tried."""
    texts = _texts([*profile.FOLDER.glob("*.toml"), *_EXAMPLES.glob("*/*.toml")])

    @given(st.integers(0, 2**40))
    def test(number: int) -> None:
        counted[0] += 1
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{_NAME}.toml")
            path.write_text(damaged(texts, random.Random(number)), encoding="utf-8")
            try:
                profile.load(str(path))
            except HarnessError as error:
                insist(_NAME in str(error), f"it does not name the file: {error}")

    return test


def recordings(counted: list[int]) -> Test:
    """A test of recorded sessions, as somebody else may have written them."""
    texts = [text for text in _texts(TRANSCRIPTS.glob("*.jsonl")) if len(text) < 60_000]

    @given(st.integers(0, 2**40))
    def test(number: int) -> None:
        counted[0] += 1
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{_NAME}.jsonl")
            path.write_text(rewritten(texts, random.Random(number)), encoding="utf-8")
            try:
                recording = judging.opened(path)
                spoken = recognised(recording)
                talk = judging.conversation(recording, spoken)
                judging.judged(talk, spoken)
                timeline(talk)
            except HarnessError as error:
                insist(bool(str(error).strip()), "it was refused without words")

    return test


def damaged(texts: Sequence[str], dice: random.Random) -> str:
    """One of these texts with up to three things wrong: lines or words lost, doubled, mixed up."""
    lines = dice.choice(texts).split("\n")
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(lines))
        other = dice.choice(dice.choice(texts).split("\n"))
        match dice.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, other)
            case 2:
                lines[at] = other
            case 3:
                words = lines[at].split(" ")
                words[dice.randrange(len(words))] = dice.choice(other.split(" "))
                lines[at] = " ".join(words)
            case 4:
                lines[at] = f"{lines[at].partition('=')[0]}= {dice.choice(_VALUES)}"
            case _:
                cut, sign = dice.randrange(len(lines[at]) + 1), dice.choice("\"'[]{}=.,$@|#\\ x0")
                lines[at] = lines[at][:cut] + sign + lines[at][cut:]
        lines = lines or [""]
    return "\n".join(lines)


def rewritten(texts: Sequence[str], dice: random.Random) -> str:
    """One of these recordings, the fields of some lines replaced, or lines lost and moved."""
    lines = dice.choice(texts).splitlines()
    for _ in range(dice.randrange(1, 5)):
        at = dice.randrange(len(lines))
        line = msgspec.json.decode(lines[at])
        match dice.randrange(4):
            case 0:
                lines.insert(dice.randrange(len(lines)), lines.pop(at))
            case 1:
                lines[0] = msgspec.json.encode(_HEAD | {dice.choice(_FACTS): _any(dice)}).decode()
            case 2:
                line["dir"] = dice.choice(_DIRECTIONS)
                lines[at] = msgspec.json.encode(line).decode()
            case _:
                line[dice.choice([*line, *_FIELDS])] = _any(dice)
                lines[at] = msgspec.json.encode(line).decode()
    return "\n".join(lines)


def _texts(files: Iterable[Path]) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted(files)]


def _any(dice: random.Random) -> object:
    return dice.choice((None, True, -1, 5, 1e300, "", "x", "native", [], ["x"], {}, {"a": 1}))


_HEAD = {"t": 0, "dir": "note", "recording": 1}
_FACTS = ("protocol", "mapping", "user", "customer", "canary", "hurried", "obituary", "agent")
_DIRECTIONS = (
    "note", "connect", "open", "rejected", "send", "recv", "closed", "close", "lag", "lag_floor",
    "clock", "http", "trouble", "warning", "dropped", "end", "garbled", "nonsense", "",
)  # fmt: skip
_FIELDS = ("t", "dir", "text", "json", "base64", "code", "reason", "url", "means", "ms", "due",
           "unix", "status", "headers", "response", "subprotocol", "kind", "run_id", "error",
           "received")  # fmt: skip
_VALUES = (
    '""', '"x"', "5", "-1", "0", "1e308", "nan", "inf", "true", "[]", "{}", '["x"]', "[[]]", '"@"',
    '"a ||"', '"${question}"', '"${nobody}"', '"${"', '"("', '"[0]"', '{ a = "b" }', "1979-05-27",
    '"to_string(@)"', '"frame().x"', '"json > json"', '"gzip"', '["${run_id}", 5]', '"../../x"',
)  # fmt: skip
"""What a value of TOML may be instead."""
