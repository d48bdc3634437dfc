"""Where something stands in a mapping, in lines and in the words of people."""

from __future__ import annotations

from support.protocols.mapping.model import Mapping
from support.protocols.mapping.places import Places, choices_of, homes, keys_of, nearest, path_of
from support.protocols.mapping.places import written as path_written
from support.protocols.mapping.wiring import Fragments


def test_paths_and_what_may_stand_there() -> None:
    assert path_of("$.rule[3].when") == ("rule", 3, "when")
    assert path_of("$") == ()
    assert path_written(("rule", 3, "when")) == "[[rule]] 4, when"
    assert path_written(("connect", "accepts", 0)) == "connect, accepts, entry 1"
    assert "emit" in keys_of(Mapping, ("rule", 0))
    assert keys_of(Mapping, ("keep_alive",)) == ("every_s", "send")
    assert keys_of(Mapping, ("frames", "fragments")) == Fragments.__struct_fields__
    assert keys_of(Mapping, ("nowhere", "deeper")) == ()
    assert keys_of(Mapping, ("name",)) == ()
    assert "tools" in choices_of(Mapping, ("cannot", 0))
    assert choices_of(Mapping, ("synthetic", 1)) == ["run_started", "agents"]
    assert choices_of(Mapping, ("frames", "send_as")) == ["text", "binary"]
    assert choices_of(Mapping, ("nowhere", "deeper")) == []
    assert homes(Mapping, "expect") == ["[[opening]]", "[[ask]]", "[[cancel]]", "[[resume]]"]
    assert homes(Mapping, "every_s") == ["[keep_alive]"]
    assert homes(Mapping, "nothing such") == []
    assert nearest("jsn", ["text", "json"]) == "did you mean 'json'?"
    assert nearest("q", ["b", "a"]) == "it may be: a, b"


def test_lines_of_keys() -> None:
    text = "\n".join((
        'a.b = 1', '["x y".z]', "k = [", "  { c = 1 }, { d = 2 },", "  { e = [", "  ] },", "]",
        "t = '''", "u = 5", "'''", "v = 6", "[[p.q]]", "r = 1", "[[p.q.s]]", "w = 1", "[[p.q]]",
        "r = 2",
    ))  # fmt: skip
    line = Places(text).line
    assert [line(("a", "b")), line(("x y", "z")), line(("x y", "z", "k"))] == [1, 2, 3]
    assert [line(("x y", "z", "k", n)) for n in range(3)] == [4, 4, 5]
    assert [line(("x y", "z", each)) for each in ("t", "u", "v")] == [8, 2, 11]
    assert [line(("p", "q", 0, "r")), line(("p", "q", 0, "s", 0, "w"))] == [13, 15]
    assert [line(("p", "q", 1)), line(("p", "q", 1, "r"))] == [16, 17]
    assert (line(("p",)), line(())) == (None, None)
