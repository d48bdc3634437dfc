"""Credentials turn up nowhere, whichever way an agent repeats them."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import re
from http import HTTPStatus
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from support import customers
from support import redaction as cleaning
from support.agents.process import AgentProcess
from support.agents.profile import Launch
from support.assignment import Assignment, Patience
from support.behaviour import Question, asks
from support.evidence.clean import one_line, visible
from support.lag import LagProbe
from support.recording import Recording
from support.redaction import MARK, Redaction, conceal, concealed, secrets_of, shown
from support.session import Session
from support.tests.scripted_agent import GREETING, Telling, agent, heard, tell, whole_run
from support.verdict import HarnessError
from support.wire import Address

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl"
URL = "ws://bob:hunter2pass@127.0.0.1:9/ws?token=TOP%2FSECRET%2FTOKEN&x=1"


def test_a_secret_is_taken_out_of_text_and_bytes() -> None:
    redaction = Redaction([TOKEN, TOKEN[:20], "", "short"])
    assert redaction.text(f"Bearer {TOKEN}, short") == f"Bearer {MARK}, short"
    assert redaction.data(TOKEN.encode()) == MARK.encode()
    assert redaction.data(f"[{TOKEN}]") == f"[{MARK}]"
    assert Redaction().text(TOKEN) == TOKEN


def test_an_address_is_shown_without_what_opens_it() -> None:
    assert shown(URL) == "ws://127.0.0.1:9/ws"
    assert {"hunter2pass", "TOP/SECRET/TOKEN", "TOP%2FSECRET%2FTOKEN"} <= set(secrets_of(URL))


def recorded(address: Address) -> str:
    customer = customers.one(*asks(Question("who am I?")))
    assignment = Assignment(customer, address, patience=Patience(1, 1, 2))
    frames = asyncio.run(Session(assignment, LagProbe()).run())
    return Recording({}, tuple(frames)).text()


def test_an_agent_that_repeats_its_credentials_is_not_quoted() -> None:
    async def parrot(line: ServerConnection) -> None:
        told = line.request.headers["Authorization"] if line.request else ""
        await tell(line, **GREETING, told=told)
        run = Telling(line, await heard(line))
        await run.event("agent_thinking", thought=f"it said {told}")
        await whole_run(run)
        await line.close(4000, told[:100])

    async def both() -> str:
        async with agent(parrot) as url:
            address = Address(url, {"Authorization": f"Bearer {TOKEN}"}, secrets=(TOKEN,))
            return await asyncio.to_thread(recorded, address)

    text = asyncio.run(both())
    assert TOKEN not in text
    assert text.count(MARK) >= 3


def test_a_refusal_that_repeats_the_credentials_is_not_quoted() -> None:
    def refuse(line: ServerConnection, _request: Request) -> Response:
        answer = line.respond(HTTPStatus.UNAUTHORIZED, "no")
        answer.reason_phrase = f"bad {TOKEN}"
        return answer

    async def both() -> str:
        async with serve(
            lambda _: asyncio.sleep(0), "127.0.0.1", 0, process_request=refuse
        ) as door:
            port = next(iter(door.sockets)).getsockname()[1]
            address = Address(f"ws://127.0.0.1:{port}/ws", secrets=(TOKEN,))
            return await asyncio.to_thread(recorded, address)

    text = asyncio.run(both())
    assert TOKEN not in text
    assert f"HTTP 401 bad {MARK}" in text


def test_an_address_with_a_password_is_not_quoted_where_nobody_answers() -> None:
    text = recorded(Address(URL))
    assert "cannot be reached" in text
    assert "hunter2pass" not in text
    assert "SECRET" not in text


def test_what_a_dying_agent_prints_is_not_quoted() -> None:
    launch = Launch(
        command=["{python}", "-c", f"raise SystemExit('my key is {TOKEN}')"],
        ready="ready",
        within_s=10,
    )
    process = AgentProcess(launch, {})
    process.conceal([TOKEN])
    try:
        with pytest.raises(HarnessError) as told:
            process.await_ready()
    finally:
        process.stop()
    assert TOKEN not in str(told.value)
    assert f"my key is {MARK}" in str(told.value)


PLAIN = "correct-horse/battery+staple?"
WRAPPED = base64.encodebytes(b"the credential is: " + PLAIN.encode() + b", keep it").decode()


@pytest.mark.parametrize(
    "told",
    [
        PLAIN,
        f"<b>{html.escape(PLAIN)}</b>",
        quote(PLAIN, safe=""),
        quote(PLAIN, safe="").lower(),
        PLAIN.encode().hex(),
        PLAIN.encode().hex().upper(),
        json.dumps({"k": PLAIN + '"'}),
        *(base64.b64encode(b"x" * n + PLAIN.encode() + b"y" * n).decode() for n in range(4)),
        *(base64.urlsafe_b64encode(b"x" * n + PLAIN.encode()).decode() for n in range(4)),
        base64.urlsafe_b64encode(json.dumps({"sub": "ann", "key": PLAIN}).encode()).decode(),
        WRAPPED,
        json.dumps(WRAPPED),
        "\n".join(PLAIN),
        json.dumps("\r\n".join((PLAIN[:9], PLAIN[9:20], PLAIN[20:]))),
        f"\ud800 {PLAIN}",
    ],
)
def test_a_secret_is_known_in_every_form(told: str) -> None:
    shown_text = Redaction([PLAIN]).text(told)
    assert MARK in shown_text
    kept = re.sub(r"\s|\\[nr]", "", shown_text.replace(MARK, " "))
    for form in (PLAIN, quote(PLAIN, safe=""), PLAIN.encode().hex()):
        assert form[:10].lower() not in kept.lower()


def test_what_holds_no_secret_is_the_very_same() -> None:
    redaction = Redaction([PLAIN, TOKEN])
    for text in ("", "plain words\nover lines", TOKEN[:20], PLAIN[:-1], "\udfff"):
        assert redaction.text(text) is text
        coded = text.encode("utf-8", "surrogatepass")
        assert redaction.data(coded) == coded


@given(st.text(min_size=12), st.text(), st.text())
def test_no_secret_stays_whatever_stands_around_it(secret: str, before: str, after: str) -> None:
    redaction = Redaction([secret])
    assert secret not in redaction.text(before + secret + after).replace(MARK, "\0")
    line = json.dumps({"k": before + secret + after})
    assert json.dumps(secret)[1:-1] not in redaction.text(line).replace(MARK, "\0")


def test_a_text_of_beginnings_comes_to_an_end() -> None:
    redaction = Redaction([PLAIN])
    assert MARK not in redaction.text(PLAIN[:-1] * 100_000)
    assert MARK in redaction.text("\n".join(PLAIN[:-1] * 20_000) + "?")


def test_what_a_process_conceals_is_in_nothing_that_it_shows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cleaning, "_OF_THIS_PROCESS", Redaction())
    conceal(["swordfish-of-the-night", "tiny"])
    assert concealed("a swordfish-of-the-night, a tiny one") == f"a {MARK}, a tiny one"
    assert concealed(f"Bearer {TOKEN}.") == f"Bearer {MARK}."
    assert visible("x swordfish-of-\nthe-night") == f"x {MARK}"
    assert one_line(" " * 3190 + "swordfish-of-the-night").startswith(f"{MARK}…")


def test_a_process_conceals_what_it_used_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_OF_THIS_PROCESS", Redaction())
    monkeypatch.setattr(cleaning, "_MOST_CONCEALED", 3)
    for used in ("the-first-secret", "the-second-one", "the-third-of-all"):
        conceal([used])
    conceal(["the-first-secret"])
    conceal(["the-latest-secret"])
    told = concealed("the-first-secret the-second-one the-third-of-all the-latest-secret")
    assert told == f"{MARK} the-second-one {MARK} {MARK}"
