"""Agent profiles: every mistake is one sentence that names the file and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.agents import profile
from support.agents.profile import Profile
from support.verdict import HarnessError

GOOD = 'name = "Mine"\nurl = "ws://127.0.0.1:8000/ws"\n'
LAUNCH = 'name = "Mine"\nurl = "ws://h"\n[launch]\ncommand = ["mine"]\nready = "ready"\n'


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profiles") / "mine.toml"


def loaded(file: Path, text: str | bytes) -> Profile:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return profile.load(str(file))


@pytest.mark.parametrize("name", sorted(path.stem for path in profile.FOLDER.glob("*.toml")))
def test_every_shipped_profile_is_valid(name: str) -> None:
    assert profile.load(name).name


def test_what_is_not_said_has_its_default(file: Path) -> None:
    mine = loaded(file, GOOD)
    assert (mine.protocol, mine.auth.kind, mine.launch) == ("native", "none", None)
    assert mine.can == profile.Can()
    assert mine.patience == profile.Waits()
    assert loaded(file, LAUNCH).launch == profile.Launch(command=["mine"], ready="ready")


@pytest.mark.parametrize("url", ["ws://h", "wss://agent.example:443/chat?x=1"])
def test_any_address_of_a_socket_is_taken(file: Path, url: str) -> None:
    assert loaded(file, f'name = "Mine"\nurl = "{url}"').url == url


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (GOOD + 'vesion = "1"', "unknown key 'vesion'; did you mean 'version'?"),
        (GOOD + "[lunch]\nready = 1", "unknown key 'lunch'; did you mean 'launch'?"),
        (GOOD + "[can]\ntool = true", "line 4, can: unknown key 'tool'; did you mean 'tools'?"),
        (
            GOOD + "[patience]\nsilence = 1",
            "line 4, patience: unknown key 'silence'; did you mean 'silence_s'?",
        ),
        (GOOD + '[auth]\nsecret = "x"', "auth: unknown key 'secret'; did you mean 'secret_env'?"),
        (LAUNCH + "within = 3", "line 6, launch: unknown key 'within'; did you mean 'within_s'?"),
        (GOOD + "[memory]\nurls = 1", "memory: unknown key 'urls'; did you mean 'url'?"),
        (GOOD + '[memory]\nurl = "ws://h"', "[memory] url is 'ws://h'; expected the address of"),
        ("questions = 0\n" + GOOD, "line 1, questions: Expected `int` >= 1"),
        (GOOD + "[can]\nx = true", "can: unknown key 'x'; it may be: cancel, disturbance"),
        ('url = "ws://h"', "the key 'name' is missing"),
        ('name = "M"\n[launch]\nready = "x"', "line 2, launch: the key 'command' is missing"),
        (GOOD + 'protocol = "http"', "line 3: there is no protocol 'http'; it may be: adk,"),
        ("name = 5", "line 1, name: Expected `str`, got `int`"),
        (GOOD + "[can]\ntools = 1", "line 4, can, tools: Expected `bool`, got `int`"),
        ('name = "M"', "neither where the agent is nor how to launch it"),
        ('name = "M"\nurl = "http://h"', "`url` is 'http://h'; expected an address"),
        ('name = "M"\nurl = "ws:///x"', "`url` is 'ws:///x'; expected an address"),
        (GOOD + '[auth]\nkind = "jwt"', "give `secret_env`"),
        (GOOD + '[auth]\nuser = "{name}"', "[auth] user is '{name}'"),
        (GOOD + '[auth]\nuser = "{"', "[auth] user is '{'"),
        (GOOD + '[auth]\nuser = "{customer}@{company}"', "give `company`, the one that customers"),
        (GOOD + "[companies]\nretail = 1", "line 3, companies: Expected `str`, got `int`"),
        (GOOD + "[patience]\nanswer_s = 0.0", "[patience] answer_s must be more than 0"),
        (GOOD + "[patience]\nopening_s = nan", "[patience] opening_s must be more than 0"),
        (GOOD + "[patience]\nsilence_s = inf", "[patience] silence_s must be more than 0"),
        (LAUNCH + "within_s = -1.0", "[launch] within_s must be more than 0"),
        (LAUNCH.replace('["mine"]', "[]"), "[launch] command is empty"),
        (LAUNCH.replace('"ready"', "'(?P<url'"), "[launch] ready is no regular expression"),
        ("name = ", "cannot be read as TOML"),
        (b'name = "\xff"', "cannot be read: "),
    ],
)
def test_a_mistake_is_one_sentence_with_the_file_and_the_key(
    file: Path, text: str | bytes, advice: str
) -> None:
    with pytest.raises(HarnessError) as raised:
        loaded(file, text)
    sentence = str(raised.value)
    assert sentence.startswith(str(file))
    assert advice in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["", "nobody", "nobody.toml", "../profile.py", "a\0b"])
def test_an_unknown_name_lists_the_known_ones(name: str) -> None:
    with pytest.raises(HarnessError, match=r"known profiles: .*reference.*; or give the path"):
        profile.load(name)


@given(st.text() | st.binary())
def test_no_file_is_worse_than_a_harness_error(file: Path, text: str | bytes) -> None:
    with pytest.raises(HarnessError):
        loaded(file, text)
