"""Layers of frames one by one: what each reads, writes, and refuses in words."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from support.protocols.mapping.codec import Codec
from support.protocols.mapping.cutting import (
    cut_json,
    cut_lengths,
    cut_lines,
    length_of,
    sse_events,
)
from support.protocols.mapping.decoding import Decoder
from support.protocols.mapping.layers import as_bytes, as_text, unpacked, walked, written
from support.protocols.mapping.markup import elements
from support.protocols.mapping.tabular import columns_of, csv_line, csv_record, csv_rows, pairs_of
from support.protocols.mapping.wiring import Frames

REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: unpacked("gzip", gzip.compress(b"x")[:-1]), "too large, or cut short"),
    (lambda: unpacked("base64", "!!"), "not base64"),
    (lambda: written("length8", "x" * 256), "a message is too long for length8"),
    (lambda: columns_read("jsons", '{} {"a'), "a document is cut short"),
    (lambda: columns_read("length8 > text", b"\x05abc"), "a message is cut short"),
    (lambda: columns_read("pattern", "x"), "the pattern does not match"),
    (lambda: pairs_of(""), "there are no pairs"),
    (lambda: pairs_of("  "), "there are no pairs"),
    (lambda: pairs_of("a"), "not all of it is pairs"),
    (lambda: pairs_of("a=1 b"), "not all of it is pairs"),
    (lambda: pairs_of("a 1=1"), "not all of it is pairs"),
    (lambda: elements("<a>" * 1000 + "</a>" * 1000), "elements are nested too deeply"),
    (lambda: elements("<a/> plain"), "there is text outside of all elements"),
    (lambda: elements(" "), "there is no element"),
    (lambda: sse_events("hello"), "not an event"),
    (lambda: sse_events("name: x"), "not an event"),
    (lambda: Codec(Frames(send="csv")).encode({"a": 1}),
     "comma-separated values are written from a list"),
]  # fmt: skip


def columns_read(layers: str, data: str | bytes) -> list[Any]:
    return Decoder(Frames()).decode(data, layers.split(" > "))


@pytest.mark.parametrize(("refused", "told"), REFUSED, ids=count(1))
def test_what_a_layer_cannot_take_it_says(refused: Callable[[], object], told: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the words are compared below
        refused()
    assert str(error.value) == told


def test_what_is_neither_text_nor_bytes() -> None:
    assert (as_text(b"\xc3\xa4"), as_text("a"), as_bytes("\xe4"), as_bytes(b"a")) == (
        "\xe4",
        "a",
        b"\xc3\xa4",
        b"a",
    )
    with pytest.raises(TypeError, match=r"^neither text nor bytes$"):
        as_bytes(5)


# -- what each layer reads


@pytest.mark.parametrize(
    ("text", "names", "columns"),
    [
        ("a|b|c|d", ["x", "y"], {"x": "a", "y": "b|c|d"}),
        ("a", ["x", "y"], {"x": "a"}),
        ("a|b", ["x"], {"x": "a|b"}),
        ("", ["x", "y"], {"x": ""}),
    ],
)
def test_columns(text: str, names: list[str], columns: dict[str, str]) -> None:
    assert columns_of(text, names, "|") == columns


@pytest.mark.parametrize(
    ("values", "names", "record"),
    [
        (["1", "2"], [], ["1", "2"]),
        (["1"], ["a", "b"], {"a": "1"}),
        (["1", "2"], ["a", "b"], {"a": "1", "b": "2"}),
        (["1", "2", "3"], ["a", "b"], {"a": "1", "b": "2", "rest": ["3"]}),
    ],
)
def test_records(values: list[str], names: list[str], record: object) -> None:
    assert csv_record(values, names) == record


def test_comma_separated_values() -> None:
    assert csv_rows("a;b\r\n\r\n'c'", ";") == [["a", "b"], ["'c'"]]
    assert csv_line(["a", "b;c", 'd"e'], ";") == 'a;"b;c";"d""e"'
    with pytest.raises(ValueError, match="unexpected end of data"):
        csv_rows('"open')


@pytest.mark.parametrize(
    ("text", "between", "equals", "pairs"),
    [
        ("a=1 b=2", r"\s+", "=", {"a": "1", "b": "2"}),
        (" a=1  ", r"\s+", "=", {"a": "1"}),
        ("a=", r"\s+", "=", {"a": ""}),
        ("a=b=c", r"\s+", "=", {"a": "b=c"}),
        ('a="x y" b=2', r"\s+", "=", {"a": "x y", "b": "2"}),
        (r'a="x \"y\"" b=2', r"\s+", "=", {"a": 'x "y"', "b": "2"}),
        (r'a="C:\dir\x"', r"\s+", "=", {"a": r"C:dirx"}),
        ('a="x"y b=2', r"\s+", "=", {"a": '"x"y', "b": "2"}),
        ("a: 1;b:  x y ;c:3", ";", ":", {"a": "1", "b": "x y", "c": "3"}),
        ('a: "x;y"; b:2', ";", ":", {"a": "x;y", "b": "2"}),
        ("a=1 a=2", r"\s+", "=", {"a": "2"}),
    ],
)
def test_pairs(text: str, between: str, equals: str, pairs: dict[str, str]) -> None:
    assert pairs_of(text, between, equals) == pairs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a/>", [{"tag": "a", "text": ""}]),
        ("<a>x<b>y</b>z</a>", [{"tag": "a", "text": "xyz", "b": "y"}]),
        ("<a><b>1</b><b>2</b></a>", [{"tag": "a", "text": "12", "b": ["1", "2"]}]),
        (
            '<a k="v"><b l="w"/></a> <c/>',
            [
                {"tag": "a", "text": "", "k": "v", "b": {"tag": "b", "text": "", "l": "w"}},
                {"tag": "c", "text": ""},
            ],
        ),
        (
            "<a><b><c>1</c></b></a>",
            [{"tag": "a", "text": "1", "b": {"tag": "b", "text": "1", "c": "1"}}],
        ),
    ],
)
def test_elements(text: str, found: list[Any]) -> None:
    assert elements(text) == found


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ('event: x\nid: 7\ndata: {"a":1}', [{"event": "x", "id": "7", "a": 1}]),
        ("data: [1]", [{"data": [1]}]),
        ("data: a\ndata:  b", [{"data": "a\n b"}]),
        ("event: x\nevent: y\nretry: 5", [{"event": "y"}]),
        (": comment\n\ndata: 5", [{"data": 5}]),
        ("data: a\r\n\r\ndata: b\rdata: c", [{"data": "a"}, {"data": "b\nc"}]),
        ("data:", [{"data": ""}]),
    ],
)
def test_server_sent_events(text: str, events: list[Any]) -> None:
    assert sse_events(text) == events


def test_cutting() -> None:
    assert cut_lines("a\r\n\n b\n") == ["a", " b"]
    assert cut_lines("a;b;;", ";") == ["a", "b"]
    assert cut_json(' {"a": 1} [2] 3 {"b') == ([{"a": 1}, [2], 3], '{"b')
    assert cut_json("") == ([], "")
    length = length_of("length16le after 0x01ff")
    assert length is not None
    assert length.put(b"hi") == b"\x01\xff\x02\x00hi"
    assert length.put(b"hi", b"\x07\x07") == b"\x07\x07\x02\x00hi"
    whole = b"\x01\xff\x02\x00hi\x02\x02\x00\x00\x03"
    assert cut_lengths(whole, length) == ([(b"\x01\xff", b"hi"), (b"\x02\x02", b"")], b"\x03")
    assert cut_lengths(b"\x01\xff\x02\x00h", length) == ([], b"\x01\xff\x02\x00h")
    for bits, form in ((8, ">B"), (16, ">H"), (32, ">I"), (64, ">Q")):
        assert written(f"length{bits}", "abc") == struct.pack(form, 3) + b"abc"
        little = struct.pack(form.replace(">", "<"), 3)
        assert written(f"length{bits}le", b"abc") == little + b"abc"
    assert (length_of("length24"), length_of("xlength8"), length_of("length8x")) == (None,) * 3


def test_what_is_packed_is_unpacked_and_a_bomb_is_not() -> None:
    most = 16 * 2**20
    assert unpacked("zlib", zlib.compress(b"a" * most)) == b"a" * most
    with pytest.raises(ValueError, match=r"^too large, or cut short$"):
        unpacked("zlib", zlib.compress(b"a" * (most + 1)))
    assert written("base64", "hi") == b"aGk="
    assert unpacked("base64", "aGk=") == b"hi"
    assert written("text", None) == ""
    assert walked({"a": ["b", 1, None]}, str.upper) == {"A": ["B", 1, None]}


def test_what_is_json_by_accident_is_read_in_another_way_where_there_is_one() -> None:
    ways = [["json"], ["text"]]
    first = Decoder(Frames()).first
    assert first("5", ways) == [{"text": "5"}]
    assert first("[5]", ways) == [[5]]
    assert first("5", ways[:1]) == [5]
    assert first("5", [["json"], ["sse"], ["jsons"]]) == [5]
    assert first("no", ways[:1]) is None
    assert first("5", [["json"], ["skip 0", "json"]]) == [5]
