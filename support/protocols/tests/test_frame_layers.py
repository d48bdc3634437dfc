"""Layers beside JSON: tables, elements, other ends of lines, lengths with something before them."""

from __future__ import annotations

import contextlib
import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.protocols.mapping.assembly import Assembly
from support.protocols.mapping.codec import Codec
from support.protocols.mapping.markup import elements
from support.protocols.mapping.selectors import Finder
from support.protocols.mapping.tabular import csv_line, csv_rows, pairs_of
from support.protocols.mapping.wiring import Frames
from support.redaction import Redaction

EVENT = '<evt kind="tool" id="7"><name>look &amp; see</name><arg>1</arg><arg>2</arg></evt>'
READ = {
    "tag": "evt",
    "text": "look & see12",
    "kind": "tool",
    "id": "7",
    "name": "look & see",
    "arg": ["1", "2"],
}


@pytest.mark.parametrize(
    ("settings", "data", "messages"),
    [
        ({"text": "xml"}, f'<?xml version="1.0"?>\n<hi v="2"/>{EVENT}', [{"v": "2"}, READ]),
        ({"text": "xml"}, "<t><![CDATA[a <b> & c]]></t>", [{"text": "a <b> & c"}]),
        ({"text": "xml"}, "<t", None),
        ({"text": "xml"}, "plain", None),
        ({"text": "xml"}, "", None),
        ({"text": "xml"}, '<!DOCTYPE t [<!ENTITY e "x">]><t>&e;</t>', None),
        ({"text": "csv", "columns": ["a", "b"]}, '1,"x, ""y"""\r\n2,z', [{"b": 'x, "y"'}, {}]),
        ({"text": "csv", "columns": ["a"]}, "1,2,3", [{"a": "1", "rest": ["2", "3"]}]),
        ({"text": "csv", "separator": ";"}, "1;2", [["1", "2"]]),
        ({"text": "csv"}, '"open', None),
        ({"text": "pairs"}, r'id=7 name="sum \"up\" x=1" z=a=b', [{"name": 'sum "up" x=1'}]),
        ({"text": "ndjson"}, '{"a":"\u2028"}\r\n[]', [{"a": "\u2028"}, []]),
        ({"text": "lines > text"}, "a\x0bb\x85\nc", [{"text": "a\x0bb\x85"}, {"text": "c"}]),
        ({"text": "sse"}, 'data: {"a":"\u2028"}\n\n', [{"a": "\u2028"}]),
        ({"text": "lines > json", "line_end": "\x1e"}, "{}\x1e[1]\x1e", [{}, [1]]),
        ({"binary": "length16le > text"}, b"\x02\x00hi", [{"text": "hi"}]),
        ({"binary": "length64 > text"}, b"\0" * 7 + b"\x02hi", [{"text": "hi"}]),
        ({"binary": "length8 after 0x0102 > text"}, b"\x09\x09\x02hi", [{"text": "hi"}]),
        ({"text": ["json", "text"]}, "1000", [{"text": "1000"}]),
        ({"text": ["json", "text"]}, "null", [{"text": "null"}]),
        ({"text": ["json", "text"]}, "[1]", [[1]]),
        ({"text": ["text", "json"]}, "1000", [{"text": "1000"}]),
        ({"text": "json"}, "1000", [1000]),
    ],
)
def test_frames_are_read(settings: dict[str, Any], data: str | bytes, messages: Any) -> None:
    found = Codec(Frames(**settings)).decode(data)
    if found is None or messages is None:
        assert found == messages
        return
    assert len(found) == len(messages)
    for message, wanted in zip(found, messages, strict=True):
        if isinstance(wanted, dict):
            assert {key: message[key] for key in wanted} == wanted
        else:
            assert message == wanted


@pytest.mark.parametrize(
    ("settings", "message", "frame"),
    [
        ({"send": "csv"}, ["ASK", 'say "a, b"', 3], 'ASK,"say ""a, b""",3'),
        ({"send": "lines > json", "line_end": "\x1e"}, {"a": 1}, '{"a":1}\x1e'),
        ({"send": "length8 after 0x01 > text", "send_as": "binary"}, "hi", b"\x01\x02hi"),
    ],
)
def test_frames_are_written(settings: Any, message: Any, frame: str | bytes) -> None:
    codec = Codec(Frames(**settings))
    assert codec.encode(message) == frame
    again = codec.decode_sent(frame)
    assert again == ([str(each) for each in message] if settings["send"] == "csv" else message)


@pytest.mark.parametrize(("send", "message"), [("csv", {"a": 1}), ("length8 > text", "x" * 256)])
def test_what_cannot_be_written_is_said(send: str, message: Any) -> None:
    with pytest.raises(ValueError, match=r"list|too long"):
        Codec(Frames(send=send, send_as="binary")).encode(message)


def test_elements_nested_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="too deeply"):
        elements("<a>" * 1000 + "</a>" * 1000)


@given(st.lists(st.text().filter(lambda text: "\0" not in text), min_size=2, max_size=4))
def test_any_values_survive_as_comma_separated_ones(values: list[str]) -> None:
    assert csv_rows(csv_line(values)) == [values]


@given(st.text(max_size=60))
def test_no_text_hangs_or_breaks_the_readers(text: str) -> None:
    for read in (pairs_of, elements, csv_rows):
        with contextlib.suppress(ValueError):
            assert isinstance(read(text), dict | list)


def opened(settings: dict[str, Any], *frames: str | bytes) -> list[Any]:
    assembly = Assembly(Frames(**settings), Finder())
    return [
        None if found is None else [message for _, message in found]
        for found in map(assembly.messages, frames)
    ]


def test_what_cannot_be_read_does_not_take_its_neighbours_along() -> None:
    settings = {"stream": "length8 after 0x01", "binary": ["json", "gzip > json"]}
    packed = gzip.compress(b"[2]")
    frame = b"\x01\x03[1]" + b"\x09\x02\xff\xfe" + b"\x02" + bytes([len(packed)]) + packed
    assert opened(settings, frame[:7], frame[7:], b"\x09\x01\xff") == [
        [[1]],
        [{"unreadable": "//4="}, [2]],
        None,
    ]


def test_records_end_where_the_protocol_says_so() -> None:
    settings = {"stream": "lines", "line_end": "\x1e"}
    assert opened(settings, '{}\x1e{"a":', "1}\x1e", "\x1e") == [[{}], [{"a": 1}], []]


def test_secrets_behind_lengths_are_taken_out_and_the_lengths_still_fit() -> None:
    settings: dict[str, Any] = {"stream": "length16 after 0x01", "binary": ["json", "gzip > json"]}
    codec = Codec(Frames(**settings))
    secret = Redaction(["open-sesame"])
    packed = gzip.compress(b'"open-sesame"')
    frame = b"\x07\x00\x0d" + b'"open-sesame"' + b"\x08" + len(packed).to_bytes(2, "big") + packed
    shown = codec.redacted(frame, secret.text, sent=False)
    assert isinstance(shown, bytes)
    assert (shown[0], shown.count(b"open-sesame")) == (7, 0)
    assert opened(settings, shown) == [["[redacted]", "[redacted]"]]
