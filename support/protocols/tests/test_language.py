"""The language of mappings, construct by construct: codecs, selectors, conditions, templates."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from itertools import count
from typing import Any

import msgspec
import pytest

from support.protocols.mapping.assembly import Assembly
from support.protocols.mapping.codec import Codec
from support.protocols.mapping.conditions import When
from support.protocols.mapping.places import Places, path_of, written
from support.protocols.mapping.rules import unix_seconds
from support.protocols.mapping.selectors import Finder, objection, roots
from support.protocols.mapping.templates import (
    UnfilledError,
    filled,
    filled_text,
    pattern_of,
    placeholders,
    unclosed,
)
from support.protocols.mapping.wiring import Fragments, Frames
from support.redaction import Redaction

DOC = {"a": 1}
TEXT = json.dumps(DOC)
PACKED = gzip.compress(TEXT.encode(), mtime=0)


@pytest.mark.parametrize(
    ("settings", "data", "messages"),
    [
        ({}, TEXT, [DOC]),
        ({}, "no", None),
        ({}, TEXT.encode(), None),
        ({"binary": "json"}, TEXT.encode(), [DOC]),
        ({"binary": ["gzip > json", "utf-8 > text"]}, b"plain", [{"text": "plain"}]),
        ({"binary": "gzip > json"}, PACKED, [DOC]),
        ({"binary": "gzip > json"}, PACKED[:-4], None),
        ({"binary": "zlib > json"}, zlib.compress(TEXT.encode()), [DOC]),
        ({"binary": "deflate > json"}, zlib.compress(TEXT.encode(), wbits=-15), [DOC]),
        ({"binary": "msgpack"}, msgspec.msgpack.encode(DOC), [DOC]),
        ({"binary": "skip 2 > json"}, b"\x00\x01" + TEXT.encode(), [DOC]),
        ({"binary": "length16 > json"}, b"\x00\x02{}\x00\x02[]", [{}, []]),
        ({"binary": "length16 > json"}, b"\x00\x09{}", None),
        ({"binary": "length32le > text"}, b"\x02\x00\x00\x00hi", [{"text": "hi"}]),
        ({"text": "base64 > json"}, base64.b64encode(TEXT.encode()).decode(), [DOC]),
        ({"text": "base64 > json"}, "!!", None),
        ({"text": "ndjson"}, "{}\n\n[1]\n", [{}, [1]]),
        ({"text": "jsons"}, '{"a":1} [2]3', [{"a": 1}, [2], 3]),
        ({"text": "jsons"}, '{"a":1} {"b', None),
        ({"text": "lines > pairs"}, "a=1\nb=2 c=3", [{"a": "1"}, {"b": "2", "c": "3"}]),
        ({"text": "pairs", "pairs": "[;,]", "equals": ":"}, "a:1;b: x y", [{"a": "1", "b": "x y"}]),
        ({"text": "pairs"}, "no pairs", None),
        ({"text": "columns", "columns": ["k", "v"]}, "say,a,b", [{"k": "say", "v": "a,b"}]),
        (
            {"text": "pattern", "pattern": r"(?P<n>\d+)(?P<json>\{.*)?"},
            '42{"a":1}',
            [{"n": "42", "json": DOC}],
        ),
        ({"text": "pattern", "pattern": r"(?P<n>\d+)"}, "x", None),
        ({"text": "skip 1 > json"}, "#[]", [[]]),
        (
            {"text": "sse"},
            'event: x\nid: 7\ndata: {"a":1}\n\n',
            [{"event": "x", "id": "7", "a": 1}],
        ),
        ({"text": "sse"}, "data: a\ndata: b\n\ndata: c\n\n", [{"data": "a\nb"}, {"data": "c"}]),
        ({"text": "sse"}, ": a comment\n\n", []),
        ({"text": ["sse", "json"]}, TEXT, [DOC]),
        ({"text": "text"}, "as it is", [{"text": "as it is"}]),
    ],
    ids=count(1),
)
def test_codecs_read(settings: dict[str, Any], data: str | bytes, messages: object) -> None:
    assert Codec(Frames(**settings)).decode(data) == messages


@pytest.mark.parametrize(
    ("send", "as_", "message"),
    [
        ("json", "text", DOC),
        ("ndjson", "text", DOC),
        ("text", "text", "START foo|bar"),
        ("gzip > json", "binary", DOC),
        ("base64 > deflate > json", "text", DOC),
        ("length32 > msgpack", "binary", DOC),
        ("zlib > utf-8 > text", "binary", "hi"),
    ],
)
def test_codecs_write_what_they_can_read(send: str, as_: Any, message: object) -> None:
    codec = Codec(Frames(send=send, send_as=as_))
    data = codec.encode(message)
    assert isinstance(data, str if as_ == "text" else bytes)
    assert codec.decode_sent(data) == message


def test_a_bomb_is_not_unfolded() -> None:
    bomb = gzip.compress(b"x" * 20_000_000)
    assert Codec(Frames(binary="gzip > text")).decode(bomb) is None


@pytest.mark.parametrize(
    "settings",
    [
        {"binary": "gzip > json"},
        {"binary": "length32 > gzip > json"},
        {"binary": "base64 > json"},
        {"binary": "msgpack"},
        {"binary": "utf-8 > json"},
    ],
)
def test_secrets_are_taken_out_of_packed_frames_too(settings: dict[str, Any]) -> None:
    pipeline = settings["binary"]
    whole = Codec(Frames(send=pipeline, send_as="binary")).encode({"a": ["my token", 1]})
    codec, redaction = Codec(Frames(**settings)), Redaction()
    redaction.learn("token")
    cleaned = codec.redacted(whole, redaction.text, sent=False)
    assert codec.decode(cleaned) == [{"a": ["my [redacted]", 1]}]
    assert codec.redacted(b"\x00", redaction.text, sent=False) == b"\x00"


def found(assembly: Assembly, *frames: str | bytes) -> list[Any]:
    return [
        None if messages is None else [message for _, message in messages]
        for messages in map(assembly.messages, frames)
    ]


@pytest.mark.parametrize(
    ("settings", "frames", "messages"),
    [
        ({"batch": "events"}, ['{"events":[1,{"events":[2]}]}', '{"a":1}'], [[1, 2], [DOC]]),
        ({"batch": "events"}, ['{"events":[]}'], [[]]),
        ({"batch": "@"}, ['[["x",1],{"a":1}]', TEXT], [[["x", 1], DOC], [DOC]]),
        (
            {"unwrap": ["payload", "data"]},
            ['{"payload":{"data":{"a":1}}}', '{"data":{"a":1}}', TEXT],
            [[DOC], [DOC], [DOC]],
        ),
        ({"unwrap": ["parse_json(body)"]}, [json.dumps({"body": TEXT})], [[DOC]]),
        ({"stream": "json"}, ['{"a"', ":1}[", "2]"], [[], [DOC], [[2]]]),
        ({"stream": "lines"}, ['{"a":1', '}\n{"a":1}\n', "x\n"], [[], [DOC, DOC], None]),
        ({"stream": "length8", "binary": "json"}, [b"\x02{", b"}\x02[]"], [[], [{}, []]]),
    ],
)
def test_frames_are_put_together_and_opened(
    settings: dict[str, Any], frames: list[str | bytes], messages: object
) -> None:
    assert found(Assembly(Frames(**settings), Finder()), *frames) == messages


def test_parts_of_a_message_are_put_together_and_a_new_connection_forgets_them() -> None:
    fragments = Fragments(when="of", whole="of", piece="piece", last="last", number="n")
    assembly = Assembly(Frames(fragments=fragments), Finder())
    parts = [
        '{"of":1,"n":1,"piece":":1}"}',
        '{"of":2,"n":0,"piece":"[","last":false}',
        '{"of":1,"n":0,"piece":"{\\"a\\"","last":true}',
    ]
    assert found(assembly, *parts) == [[], [], [DOC]]
    assert assembly.waiting
    assembly.reset()
    assert not assembly.waiting


def test_a_message_that_never_ends_is_given_up() -> None:
    assembly = Assembly(Frames(stream="json"), Finder())
    assert found(assembly, "[" + "1," * 3_000_000) == [None]
    assert found(assembly, TEXT) == [[DOC]]


MESSAGE = {
    "type": "text",
    "empty": "",
    "none": None,
    "n": 5,
    "yes": True,
    "parts": ["a", "b"],
    "inner": '{"x": 1}',
    "line": "TOOL spend 7",
}


@pytest.mark.parametrize(
    ("selector", "value"),
    [
        ("type", "text"),
        ("missing.deeper", None),
        ("type.deeper", None),
        ("parse_json(inner).x", 1),
        ("parse_json(line)", None),
        ("join('-', parts)", "a-b"),
        ("join('-', n)", None),
        ("default(empty, 'none')", "none"),
        ("default(none, type)", "text"),
        ("none || type", "text"),
        (r"regex('TOOL (\w+)', line)", "spend"),
        ("regex('TOOL', line)", "TOOL"),
        ("regex('x', n)", None),
        ("split(' ', line)[2]", "7"),
        ("replace(line, 'TOOL', 'tool')", "tool spend 7"),
        ("upper(type)", "TEXT"),
        ("lower(line)", "tool spend 7"),
        ("trim(' x ')", "x"),
        ("from_base64(base64(type))", "text"),
        ("sha256('')", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("frame().whole", "w"),
        ("outer().o", "o"),
        ("match('g')", "G"),
        ("kept('k')", "K"),
        ("to_string(n)", "5"),
        ("to_json(type)", '"text"'),
        ("n > `4` && type == 'text'", True),
    ],
)
def test_selectors_find(selector: str, value: object) -> None:
    finder = Finder()
    finder.scope.frame, finder.scope.outer = {"whole": "w"}, {"o": "o"}
    finder.scope.groups, finder.scope.kept = {"g": "G"}, {"k": "K"}
    assert objection(selector) is None
    assert finder.find(selector, MESSAGE) == value


def test_ids_and_texts() -> None:
    finder = Finder()
    assert finder.ident("n", MESSAGE) == "5"
    assert finder.ident("yes", MESSAGE) is None
    assert finder.ident("empty", MESSAGE) is None
    assert finder.text("parts", MESSAGE) == "ab"
    assert finder.text("yes", MESSAGE) == "true"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (None, True),
        ("type", True),
        ("empty", False),
        ("n == `5`", True),
        ({"type": "text"}, True),
        ({"type": ["x", "text"]}, True),
        ({"type": "text", "n": 4}, False),
        ({"n": 5.0}, True),
        ({"yes": 1}, False),
        ({"yes": True}, True),
        ({"none": {"present": True}}, False),
        ({"missing": {"present": False}}, True),
        ({"empty": {"present": True}}, True),
        ({"type": {"not": ["x"]}}, True),
        ({"missing": {"not": ["x"]}}, True),
        ({"type": {"not": "text"}}, False),
        ({"line": {"matches": "^TOOL"}}, True),
        ({"n": {"matches": "^5$"}}, True),
        ({"none": {"matches": "."}}, False),
        ({"line": {"matches": "^TOOL", "not": ["x"]}}, True),
        ([{"type": "x"}, {"n": 5}], True),
        ([{"type": "x"}, {"n": 6}], False),
    ],
)
def test_conditions(condition: Any, holds: bool) -> None:
    assert When(condition).holds(Finder(), MESSAGE) is holds


def test_groups_are_those_of_the_table_that_held() -> None:
    finder = Finder()
    tables: Any = [{"type": {"matches": "(?P<a>t)"}, "n": 6}, {"line": {"matches": "(?P<b>spend)"}}]
    assert When(tables).holds(finder, MESSAGE)
    assert finder.scope.groups == {"b": "spend"}
    assert When(tables).groups == {"a", "b"}


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        (None, {"a": 1}, True),
        ({"a": 1}, None, False),
        ({"a": [1, 2]}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": [1, 2]}, False),
        ({"a": {"present": True}}, {"a": 1}, True),
        ({"a": {"not": [3]}}, {"a": [1, 2]}, True),
        ({"a": {"matches": "^x"}}, {"a": ["xa", "xb"]}, True),
        ({"a": {"matches": "^x"}}, {"a": {"matches": "^xy"}}, False),
        ("a == `1`", "a == `1`", True),
        ([{"a": 1}, {"b": 1}], [{"a": 1, "c": 1}, {"b": 1}], True),
    ],
)
def test_one_condition_covers_another(wide: Any, narrow: Any, covers: bool) -> None:
    assert When(wide).covers(When(narrow)) is covers


NAMES: dict[str, Any] = {"question": 'why "5"?', "n": 5, "frame": {"id": 7}, "items": [1]}


@pytest.mark.parametrize(
    ("template", "result"),
    [
        ("${n}", 5),
        ("n is ${n}", "n is 5"),
        ("$${n}", "${n}"),
        ({"a": ["${items}", "${frame.id}", True]}, {"a": [[1], 7, True]}),
        ({"${n}": "x"}, {"5": "x"}),
        ("${join('-', ['a', to_string(n)])}", "a-5"),
        ("${n || 'x'}${missing || 'y'}", "5y"),
        ("${{x: n}}", {"x": 5}),
        ("${question}", 'why "5"?'),
    ],
)
def test_templates(template: Any, result: object) -> None:
    assert filled(template, Finder(), NAMES) == result


def test_what_a_template_lacks_is_named() -> None:
    with pytest.raises(UnfilledError, match=r"\$\{missing\} is not known at this point"):
        filled({"a": ["x ${missing}"]}, Finder(), NAMES)
    assert list(placeholders({"a": ["${x} ${y.z}", "$${no}"]})) == ["x", "y.z"]
    assert unclosed({"a": ["${x"]})
    assert not unclosed(["${x}", 5])
    assert filled_text("${n}/${question}", Finder(), NAMES, lambda _: "Q") == "5/Q"
    match = pattern_of("START ${a}|${b.c}|${question} $${x}").fullmatch("START s|?|how? ${x}")
    assert match is not None
    assert match.groupdict() == {"a": "s", "question": "how?"}
    assert roots("a.b || c[?d] | e && f(g)") == {"a", "c"}


@pytest.mark.parametrize(
    ("written_", "seconds"),
    [
        (1795337333.5, 1795337333.5),
        (1795337333500, 1795337333.5),
        (1795337333500000, 1795337333.5),
        ("1795337333.5", 1795337333.5),
        ("2026-11-22T08:48:53.500+00:00", 1795337333.5),
        ("2026-11-22T08:48:53.500", 1795337333.5),
        ("soon", None),
        (True, None),
        (None, None),
        (1e400, None),
        (float("nan"), None),
    ],
)
def test_times_in_any_writing(written_: object, seconds: float | None) -> None:
    assert unix_seconds(written_) == seconds


def test_places_in_a_file() -> None:
    places = Places(
        'a = 1\n[[rule]]\nx = """\nfake = 1\n"""\n[[rule]]\n[rule.keep]\n"b c" = 2\n[t.u]\n'
    )
    assert places.line(("a",)) == 1
    assert places.line(("rule", 0, "x")) == 3
    assert places.line(("rule", 0, "fake")) == 2
    assert places.line(("rule", 1, "keep", "b c")) == 8
    assert places.line(("t", "u", "v")) == 9
    assert places.line(("nowhere",)) is None
    assert path_of("$.rule[3].when") == ("rule", 3, "when")
    assert written(("rule", 3, "when")) == "[[rule]] 4, when"
