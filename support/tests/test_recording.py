"""A recording comes back as it was written, and a broken line is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.recording import RECV, SEND, Frame, Recording, load, save

BARE = """\
{"t": 0.0, "dir": "connect", "url": "ws://127.0.0.1:7805/stream"}
{"t": 0.03, "dir": "open", "subprotocol": null, "status": 101}

{"t": 0.1, "dir": "send", "opcode": "text", "json": {"id": 1, "method": "run.start"}}
{"t": 0.2, "dir": "recv", "opcode": "text", "text": "event: Started\\ndata: {}\\n"}
{"t": 0.3, "dir": "recv", "opcode": "binary", "base64": "AP8="}
{"t": 0.4, "dir": "note", "text": "idle 1s"}
{"t": 0.5, "dir": "close", "code": 1000, "reason": ""}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recordings") / "one.jsonl"


def loaded(file: Path, text: str | bytes) -> Recording:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(file)


values = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False).map(str)
facts = st.dictionaries(st.sampled_from(["customer", "user", "canary", "protocol"]), values)
times = st.floats(0, 1e9)
wire = st.builds(Frame, times, st.sampled_from([SEND, RECV]), st.text() | st.binary())
lines = st.builds(
    lambda t, what, fields: Frame(t, what, fields=fields),
    times,
    st.sampled_from(["connect", "open", "closed", "trouble", "rejected", "note"]),
    st.dictionaries(st.sampled_from(["url", "text", "kind", "ms", "code"]), values),
)


@given(facts, st.lists(wire | lines))
def test_what_is_written_is_read(file: Path, about: dict[str, object], frames: list[Frame]) -> None:
    recording = Recording(about, tuple(frames))
    assert loaded(file, recording.text()) == recording
    assert load(file).text() == recording.text()


def test_what_is_saved_is_found_again_under_plain_names(tmp_path: Path) -> None:
    recording = Recording({"customer": "customer 1"}, (Frame(1.0, RECV, "hi"),))
    path = save(recording, tmp_path, "Control: a line/that ../ breaks", "Customer 1")
    assert path == tmp_path / "control-a-line-that-breaks" / "customer-1.jsonl"
    assert load(path) == recording


def test_a_bare_transcript_is_read(file: Path) -> None:
    recording = loaded(file, BARE)
    assert recording.about == {}
    assert [frame.dir for frame in recording.frames] == (
        ["connect", "open", "send", "recv", "recv", "note", "close"]
    )
    frames = [frame.data for frame in recording.frames if frame.data is not None]
    assert frames == ['{"id":1,"method":"run.start"}', "event: Started\ndata: {}\n", b"\x00\xff"]
    assert recording.frames[1] == Frame(0.03, "open", None, {"subprotocol": None, "status": 101})
    assert recording.frames[-2].fields == {"text": "idle 1s"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "truncated"),
        ("5", "it is 5"),
        ("[]", "it is []"),
        ('[["t", 1], ["dir", "open"]]', "it is [["),
        ('{"dir": "open"}', "it has no 't'"),
        ('{"t": 1}', "it has no 'dir'"),
        ('{"t": null, "dir": "open"}', "float() argument"),
        ('{"t": "soon", "dir": "open"}', "could not convert string to float"),
        ('{"t": 1, "dir": "recv"}', "it has no 'text'"),
        ('{"t": 1, "dir": "recv", "text": 5}', 'its "text" is 5'),
        ('{"t": 1, "dir": "recv", "base64": "???"}', "base64"),
        (b"\xff\xfe", "malformed"),
        ("[" * 5000, "recursion"),
    ],
)
def test_a_broken_line_is_one_sentence_with_file_and_line(
    file: Path, line: str | bytes, why: str
) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    with pytest.raises(ValueError, match=r"not a line of a recording") as raised:
        loaded(file, b'{"t": 0, "dir": "open"}\n\n' + raw + b"\n")
    sentence = str(raised.value)
    assert sentence.startswith(f"{file}, line 3: ")
    assert why.lower() in sentence.lower()
    assert "\n" not in sentence


@given(st.binary() | st.text())
def test_no_file_is_worse_than_a_value_error(file: Path, content: str | bytes) -> None:
    try:
        recording = loaded(file, content)
    except ValueError as error:
        assert str(error).startswith(f"{file}, line ")  # noqa: PT017 - most content is no error
    else:
        assert recording.frames == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"t":1,"dir":"lag","due":0.5,"ms":"x"}', 'its "ms" is "x", no number'),
        ('{"t":1,"dir":"lag","ms":2}', "it has no 'due'"),
        ('{"t":1,"dir":"clock","unix":true}', 'its "unix" is true, no number'),
        ('{"t":1,"dir":"send","text":"{}","means":5}', 'its "means" is 5, no object'),
    ],
)
def test_what_judges_reckon_with_is_what_it_should_be(file: Path, line: str, why: str) -> None:
    with pytest.raises(ValueError, match="line 2") as caught:
        loaded(file, '{"t":0,"dir":"open"}\n' + line + "\n")
    assert why in str(caught.value)
