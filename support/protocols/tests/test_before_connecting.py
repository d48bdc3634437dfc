"""Requests before the connection, what is shown at the door, certificates, and bad manners."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from support.assignment import Patience
from support.behaviour import Question, asks
from support.protocols.tests.talking import held, mapping, story, talk
from support.reading import Conversation
from support.tls import Trust
from support.verdict import HarnessError

CERTIFICATE = Path(__file__).parent / "data" / "localhost.pem"
QUESTION = Question("how?", "r1", "t1")
Answer = Callable[[str, str, dict[str, str], Any], tuple[int, Any]]

PREPARED = """
name = "Prepared"
[values]
api = "http://nowhere"
[secrets]
key = "THE_KEY"
[[setup]]
url = "${api}/sessions/${user}"
headers = { X-Key = "${secret.key}" }
json = { thread = "${thread_id_of}" }
keep = { session = "data.id" }
[[setup]]
url = "${api}/tickets"
query = { session = "${session}" }
form = { grant = "one" }
refused = { ok = false }
because = "why"
keep = { ticket = "ticket" }
keep_headers = { route = "X-Route" }
secret = ["ticket"]
each_connection = true
[connect]
path = "/live/${session}"
query = { ticket = "${ticket}", route = "${route}" }
headers = { X-User = "${user}" }
subprotocols = ["chat.v2", "bearer.${secret.key}"]
accepts = ['chat\\.v\\d+-beta']
[[ask]]
send = "${question}"
[frames]
send = "text"
text = "columns"
columns = ["kind", "text"]
separator = "|"
[[rule]]
when = { kind = "begin" }
emit = "run_started"
[[rule]]
when = { kind = "end" }
emit = "run_completed"
text = "text"
""".replace("${thread_id_of}", "${uuid}")


@contextmanager
def api(answer: Answer) -> Iterator[str]:
    """A little HTTP server that answers requests so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            status, said = answer(self.path, body, dict(self.headers), None)
            whole = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("X-Route", "west")
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def connected(answer: Answer, seen: dict[str, Any]) -> Conversation:
    """The conversation with an agent behind such an API; `seen` is what came to its door."""

    async def script(line: ServerConnection) -> None:
        assert line.request is not None
        seen["path"] = line.request.path
        seen["user"] = line.request.headers.get("X-User")
        seen["offered"] = line.request.headers.get("Sec-WebSocket-Protocol")
        assert await line.recv() == "how?"
        await line.send("begin|")
        await line.send("end|Save $5 in the west.|and more")
        await line.recv()

    async def both(base: str) -> Conversation:
        chosen: Any = lambda _line, _offered: "chat.v9-beta"  # noqa: E731
        async with serve(script, "127.0.0.1", 0, select_subprotocol=chosen, close_timeout=0.2) as s:
            port = next(iter(s.sockets)).getsockname()[1]
            spoken = mapping(PREPARED.replace("http://nowhere", base))
            return await held(
                f"ws://127.0.0.1:{port}/ws",
                spoken,
                asks(QUESTION),
                user="ann b",
                secrets={"key": "token_of_ann"},
            )

    with api(answer) as base:
        return asyncio.run(both(base))


def test_requests_before_the_connection_a_path_of_captured_values_and_another_subprotocol() -> None:
    heard: list[tuple[str, str, str | None]] = []

    def answer(path: str, body: str, headers: dict[str, str], _: Any) -> tuple[int, Any]:
        heard.append((path, body, headers.get("X-Key")))
        if path.startswith("/sessions"):
            return 201, {"data": {"id": 7}}
        return 200, {"ok": True, "ticket": "token_of_today"}

    seen: dict[str, Any] = {}
    told = connected(answer, seen)
    assert not told.troubles
    assert told.runs[0].answer == "Save $5 in the west.|and more", "a query holds words, too"
    assert [path for path, *_ in heard] == ["/sessions/ann%20b", "/tickets?session=7"]
    assert heard[0][2] == "token_of_ann"
    assert heard[1][1] == "grant=one"
    assert seen["path"] == "/live/7?ticket=token_of_today&route=west"
    assert seen["user"] == "ann b"
    assert seen["offered"] == "chat.v2, bearer.token_of_ann"
    https = [frame.fields for frame in told.recording.frames if frame.dir == "http"]
    assert [each["status"] for each in https] == [201, 200]
    assert https[1]["response"] == {"ok": True, "ticket": "[redacted]"}


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (500, {"why": "full"}, "step 1 of [[setup]], with HTTP 500"),
        (200, {}, "step 1 of [[setup]], without what is to be kept as 'session'"),
        (200, "no JSON object", "without what is to be kept as 'session'"),
    ],
)
def test_a_request_that_fails_is_told_in_one_sentence(
    status: int, body: object, sentence: str
) -> None:
    told = connected(lambda *_: (status, body), {})
    (trouble,) = told.troubles
    assert sentence in trouble.text
    assert (trouble.kind, trouble.is_ours) == ("refused", False)
    assert told.runs == ()


def test_a_failure_hidden_in_success() -> None:
    def answer(path: str, *_: Any) -> tuple[int, Any]:
        good = {"data": {"id": 7}}
        return 200, good if path.startswith("/sessions") else {"ok": False, "why": "sold out"}

    (trouble,) = connected(answer, {}).troubles
    assert "in an answer that looks like success: sold out" in trouble.text


def test_an_api_that_is_not_there_is_not_the_agents_fault() -> None:
    text = PREPARED.replace("http://nowhere", "http://127.0.0.1:9")

    async def silent(line: ServerConnection) -> None:
        await line.recv()

    (trouble,) = talk(silent, text, user="ann", secrets={"key": "token_of_ann"}).troubles
    assert trouble.text.startswith(
        "POST http://127.0.0.1:9/sessions/ann, step 1 of [[setup]] of the mapping, cannot reach"
    )
    assert trouble.is_ours


def test_a_secret_that_is_not_set_is_named_by_its_variable() -> None:
    async def silent(line: ServerConnection) -> None:
        await line.recv()

    (trouble,) = talk(silent, PREPARED, user="ann").troubles
    assert "the environment variable THE_KEY is not set" in trouble.text
    assert trouble.is_ours
    (short,) = talk(silent, PREPARED, user="ann", secrets={"key": "abc"}).troubles
    assert "fewer than 4 characters" in short.text


SIMPLE = """
synthetic = ["run_started"]
[[ask]]
send = { ask = "${question}" }
[[rule]]
when = { say = { present = true } }
emit = "run_completed"
text = "say"
"""
WAITING = SIMPLE + "[[opening]]\nexpect = { hello = true }\nwithin_s = 0.3\nsend = { hi = 1 }\n"


async def speaks_first(line: ServerConnection) -> None:
    await line.send('{"hello": true}')
    await line.recv()
    await line.recv()
    await line.send('{"say": "$5"}')
    await line.recv()


async def never_speaks(line: ServerConnection) -> None:
    await line.recv()
    await line.recv()


async def says_too_much(line: ServerConnection) -> None:
    await line.recv()
    while True:
        await line.send('{"noise": "' + "x" * 1_000_000 + '"}')


def test_a_server_that_speaks_first_never_or_too_much() -> None:
    assert talk(speaks_first, WAITING).runs[0].answer == "$5"
    (silent,) = talk(never_speaks, WAITING).troubles
    assert silent.text == (
        "the agent did not send what step 1 of [[opening]] waits for within 0.3 s"
    )
    patience = Patience(opening_s=2, silence_s=0.3, answer_s=5)
    (mute,) = talk(never_speaks, SIMPLE, patience=patience).troubles
    assert "0.3 s of silence" in mute.text
    (flood,) = talk(says_too_much, SIMPLE, patience=Patience(2, 15, 15)).troubles
    assert flood.kind == "flood"


def test_a_server_that_speaks_before_it_is_asked_leaves_nothing_unread() -> None:
    told = talk(speaks_first, SIMPLE, patience=Patience(2, 0.3, 5))
    assert told.unmapped == 1
    assert not story(told.runs[0].events)


def _over_tls(trust: Trust) -> Conversation:
    async def both() -> Conversation:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)

        async def script(line: ServerConnection) -> None:
            await line.recv()
            await line.send('{"say": "$5"}')
            await line.recv()

        async with serve(script, "127.0.0.1", 0, ssl=context, close_timeout=0.2) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            url = f"wss://127.0.0.1:{port}/ws"
            return await held(url, mapping(SIMPLE), asks(QUESTION), address={"trust": trust})

    return asyncio.run(both())


def test_a_certificate_that_nobody_trusts_is_refused_unless_a_switch_says_otherwise() -> None:
    (trouble,) = _over_tls(Trust()).troubles
    assert "has no trusted certificate" in trouble.text
    known = _over_tls(Trust(ca_file=str(CERTIFICATE)))
    assert known.runs[0].answer == "$5"
    blind = _over_tls(Trust(verify=False))
    assert blind.runs[0].answer == "$5"
    warnings = [f.fields["text"] for f in blind.recording.frames if f.dir == "warning"]
    assert len(warnings) == 1
    assert "is NOT verified" in str(warnings[0])
    assert not any(frame.dir == "warning" for frame in known.recording.frames)
    with pytest.raises(HarnessError, match=r"nowhere\.pem cannot be used"):
        Trust(ca_file="nowhere.pem").context()
