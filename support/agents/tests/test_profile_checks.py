"""What cannot be meant in a profile: one sentence with file, line and what would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.agents import profile
from support.verdict import HarnessError

HEAD = 'name = "Mine"\nurl = "ws://127.0.0.1:8000/ws"\n'
ASK = '[[mapping.ask]]\nsend = { q = "${question}" }\n'
END = '[[mapping.rule]]\nwhen = { op = "done" }\nemit = "run_completed"\n'
START = '[mapping]\nsynthetic = ["run_started"]\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def refused(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HarnessError) as raised:
        profile.load(str(file))
    sentence = str(raised.value)
    assert "\n" not in sentence
    assert sentence.startswith(str(file.parent))
    return sentence.removeprefix(str(file.parent) + "/")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + 'protocol = "agno"\nmapping = "m.toml"', "mine.toml, line 4: there is a protocol"),
        (HEAD + 'protocol = "agnos"', "line 3: there is no protocol 'agnos'; did you mean 'agno'?"),
        (HEAD + 'mapping = "m.toml"', "m.toml cannot be read: "),
        (
            HEAD + 'protocol = "agno"\n[values]\nworkflow = "w"',
            "line 5: the mapping 'agno AgentOS' takes no value 'workflow'; did you mean",
        ),
        (HEAD + '[values]\nx = "w"', "line 3: [values] belong to a mapping; there is none"),
        (
            HEAD + START + ASK + END + 'text = "a..b"',
            "mine.toml, line 10, [[rule]] 1, text: ",
        ),
        (HEAD + START + END, "no step of [[ask]] sends ${question}"),
        (
            HEAD + START + ASK + '[[mapping.rule]]\nwhen = { op = "x" }\nemit = "run_complete"',
            "line 9, mapping, [[rule]] 1, emit: 'run_complete' is none of the possible values",
        ),
        (
            HEAD + START + ASK + "[[mapping.rules]]\nemit = 1",
            "unknown key 'rules'; did you mean 'rule'?",
        ),
        (
            'name = "M"\n[launch]\ncommand = ["x"]\nready = "up"',
            "line 2: [launch] does not say where",
        ),
        (
            HEAD + '[launch]\ncommand = ["x"]\nready = "up"\nready_url = "http://h/"',
            "line 6: [launch] has both `ready` and `ready_url`",
        ),
        (HEAD + '[launch]\ncommand = ["x"]\nready_url = "h"', "line 5: [launch] ready_url is 'h'"),
        (HEAD + '[launch]\ncommand = ["x"]\nfolder = "no"', "line 5: [launch] folder: there is no"),
        (HEAD + '[launch]\ncommand = ["x"]\nstop_within_s = 0', "[launch] stop_within_s must be"),
        (HEAD + '[launch]\ncommand = ["x"]\nstop = "SIGKIL"', "'SIGKIL' is none of"),
        (HEAD + '[auth]\nkind = "value"', "line 3: [auth] names no credential; give `secret_env`"),
        (HEAD + '[auth]\nsecret_env = "K"', 'give `kind`: "value", "token", "template" or "jwt"'),
        (
            HEAD + '[auth]\nkind = "template"\ntemplate = "x"',
            "line 5: [auth] template holds no ${N",
        ),
        (
            HEAD + '[auth]\nkind = "template"\ntemplate = "${K} {name}"',
            "line 5: [auth] template is '${K} {name}'; the names it may hold in braces are {c",
        ),
        (HEAD + "[tls]\nverfy = false", "line 4, tls: unknown key 'verfy'; did you mean 'verify'?"),
    ],
)
def test_a_mistake_is_one_sentence(file: Path, text: str, sentence: str) -> None:
    assert sentence in refused(file, text)


def test_a_mapping_beside_the_profile_is_taken_with_the_values_of_the_profile(file: Path) -> None:
    text = (START + '[mapping.values]\nroom = "a"\n' + ASK + END).replace("[mapping]\n", "")
    (file.parent / "m.toml").write_text(text.replace("mapping.", ""), encoding="utf-8")
    file.write_text(HEAD + 'mapping = "m.toml"\n[values]\nroom = "b"\n', encoding="utf-8")
    mine = profile.load(str(file))
    assert mine.protocol == "mapping"
    assert mine.spoken is not None
    assert mine.spoken.values == {"room": "b"}


def test_a_mistake_in_that_file_is_told_with_that_file(file: Path) -> None:
    text = (START + ASK + END).replace("[mapping]\n", "").replace("mapping.", "")
    (file.parent / "m.toml").write_text(text + 'text = "a..b"\n', encoding="utf-8")
    assert refused(file, HEAD + 'mapping = "m.toml"').startswith("m.toml, line 7")


def test_what_the_mapping_cannot_show_the_profile_does_not_declare(file: Path) -> None:
    file.write_text(HEAD + 'protocol = "agno"\n[can]\nthoughts = true\n', encoding="utf-8")
    can = profile.load(str(file)).can
    assert not can.thoughts
    assert not can.cancel, "the mapping has no way to cancel"
    assert can.tools
