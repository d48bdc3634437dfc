"""An agent of unknown protocol is asked, and a profile drafted from what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection

from support.agents import exploring
from support.agents.__main__ import main
from support.tests.scripted_agent import agent_in_thread, healthy, heard, tell

ASK = '{"msg": "prompt", "turn": "${run_id}", "text": "${question}"}'


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(exploring, "QUIET_S", 0.4)


async def odd(line: ServerConnection) -> None:
    """Speaks a protocol of its own."""
    await tell(line, msg="init", body={"session": "s-77"})
    while True:
        turn = (await heard(line))["turn"]
        await tell(line, msg="evt", body={"kind": "turn.open", "turn": turn})
        await tell(line, msg="evt", body={"kind": "mind", "turn": turn, "words": "hm"})
        fn = {"id": "f1", "name": "bills"}
        for phase, more in (("in", {"in": {}}), ("out", {"out": {"usd": 5}})):
            body = {"kind": "fn", "turn": turn, "phase": phase, "fn": {**fn, **more}}
            await tell(line, msg="evt", body=body)
        for word in ("Save ", "$5."):
            await tell(line, msg="evt", body={"kind": "say", "turn": turn, "words": word})
        await tell(line, msg="evt", body={"kind": "turn.close", "turn": turn, "words": "Save $5."})


def test_the_drafted_profile_passes_the_check_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with agent_in_thread(odd) as url:
        assert main(["init", "mine.toml", "--url", url, "--ask", ASK]) == 0
        assert main(["check", "mine.toml"]) == 0
    text = Path("mine.toml").read_text(encoding="utf-8")
    assert 'run = "body.turn"' in text
    assert 'send = { msg = "prompt", turn = "${run_id}", text = "${question}" }' in text
    assert "unmapped" not in capsys.readouterr().out


def test_an_agent_that_is_known_after_all_needs_no_mapping() -> None:
    ask = (
        '{"type": "user_message", "payload": {"content": "${question}", "run_id": "${run_id}", '
        '"thread_id": "${thread_id}"}}'
    )
    with agent_in_thread(healthy) as url:
        assert main(["init", "mine.toml", "--url", url, "--ask", ask]) == 0
        assert main(["check", "mine.toml"]) == 0
    assert 'protocol = "native"' in Path("mine.toml").read_text(encoding="utf-8")


async def _mute(line: ServerConnection) -> None:
    await line.wait_closed()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--url", "ws://127.0.0.1:9/", "--ask", "what?"], "--ask is no JSON"),
        (["--url", "ws://127.0.0.1:9/", "--ask", '{"q": "?"}'], "with ${question} in it"),
        (["--url", "ws://127.0.0.1:9/", "--ask", ASK], "nothing listens there; is it running?"),
        (["--url", "http://h/", "--ask", ASK], "starts with ws:// or wss://"),
        (["--ask", ASK], "--ask needs --url"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    more: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "mine.toml", *more]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert len(told.strip().splitlines()) == 1
    assert not Path("mine.toml").exists()


def test_an_agent_that_says_nothing_makes_no_profile(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exploring, "SILENCE_S", 0.5)
    with agent_in_thread(_mute) as url:
        assert main(["init", "mine.toml", "--url", url, "--ask", ASK]) == 2
    assert "nothing was heard of the agent" in capsys.readouterr().err
    assert not Path("mine.toml").exists()
