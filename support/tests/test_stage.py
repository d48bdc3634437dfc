"""The stage manager lets things happen on cue, notes when, and undoes them whatever happens."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from support.faults.mishaps import mishap, mishaps
from support.faults.stage import Scene, Stage
from support.verdict import HarnessError

WAIT_S = 5.0


class Prop:
    """Something that can be on or off, and remembers it."""

    def __init__(self) -> None:
        self.told: list[str] = []

    @contextlib.contextmanager
    def on(self, name: str = "it") -> Iterator[float]:
        self.told.append(f"{name} on")
        try:
            yield time.monotonic()
        finally:
            self.told.append(f"{name} off")


def cue(stage: Stage, word: str) -> bytes:
    with socket.create_connection(stage.address, timeout=WAIT_S) as line:
        line.sendall(f"{word}\n".encode())
        return line.makefile("rb").readline()


def test_what_was_arranged_has_begun_when_the_cue_is_answered_and_ends_by_itself() -> None:
    prop = Prop()
    with Stage([Scene("it breaks", prop.on, 0.2)]) as stage:
        assert not stage.was_used
        assert cue(stage, "begin") == b"done\n"
        assert prop.told == ["it on"]
        assert cue(stage, "over") == b"done\n"
        assert prop.told == ["it on", "it off"]
    begins, ends = stage.frames
    assert (begins.dir, begins.fields) == ("fault", {"what": "it breaks", "now": "begins"})
    assert ends.fields == {"what": "it breaks", "now": "ends"}
    assert ends.t - begins.t >= 0.19


def test_a_schedule_of_several_is_kept_in_order() -> None:
    prop = Prop()
    scenes = [
        Scene("first", lambda: prop.on("first"), 0.3),
        Scene("second", lambda: prop.on("second"), 0.1, after_s=0.1),
    ]
    with Stage(scenes) as stage:
        assert cue(stage, "begin") == b"done\n"
        assert cue(stage, "over") == b"done\n"
    assert prop.told == ["first on", "second on", "second off", "first off"]


def test_a_second_cue_changes_nothing() -> None:
    prop = Prop()
    with Stage([Scene("it", prop.on, 0.1)]) as stage:
        for word in ("begin", "begin", "over", "begin"):
            assert cue(stage, word) == b"done\n"
    assert prop.told == ["it on", "it off"]


def test_leaving_in_the_middle_undoes_everything() -> None:
    prop = Prop()
    began = time.monotonic()
    scenes = [Scene("it", prop.on, 60.0), Scene("later", lambda: prop.on("later"), 1.0, 30.0)]
    with Stage(scenes) as stage:
        cue(stage, "begin")
    assert prop.told == ["it on", "it off"]
    assert time.monotonic() - began < 30


def test_what_cannot_be_done_is_kept_and_leaves_nobody_waiting() -> None:
    @contextlib.contextmanager
    def impossible() -> Iterator[float]:
        raise HarnessError("it cannot be done")
        yield 0.0

    prop = Prop()
    with Stage([Scene("it", prop.on, 9.0), Scene("no", impossible, 1.0)]) as stage:
        assert cue(stage, "begin") == b"done\n"
        assert cue(stage, "over") == b"done\n"
    assert str(stage.failure) == "it cannot be done"
    assert prop.told == ["it on", "it off"]


def test_nobody_who_waits_for_the_end_is_left_behind() -> None:
    answers: list[bytes] = []

    def wait(stage: Stage) -> None:
        try:
            answers.append(cue(stage, "over"))
        except ConnectionError:  # whoever was not yet let in when the door closed
            answers.append(b"")

    with Stage([Scene("it", Prop().on, 60.0)]) as stage:
        waiting = threading.Thread(target=wait, args=(stage,))
        waiting.start()
        cue(stage, "begin")
    waiting.join(WAIT_S)
    assert answers in ([b"done\n"], [b""])


def test_every_mishap_does_something_and_one_thing() -> None:
    for words, each in mishaps().items():
        kinds = [bool(part) for part in (each.line, each.messages, each.process, each.service)]
        assert sum(kinds) == 1, words


def test_an_unknown_mishap_is_said_in_a_sentence() -> None:
    with pytest.raises(HarnessError, match=r"called 'the sky falls': see mishaps\.toml"):
        mishap("the sky falls")
