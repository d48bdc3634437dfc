"""Mappings that cannot be meant are refused in one sentence: file, line, key, what may be meant."""

from __future__ import annotations

import pytest

from support.protocols.mapping.loading import shipped, shipped_names, with_values
from support.protocols.tests.talking import mapping
from support.verdict import HarnessError

GOOD = """synthetic = ["run_started"]
[[ask]]
send = { ask = "${question}" }

[[rule]]
when = { type = "text" }
emit = "text_delta"
text = "text"

[[rule]]
when = { type = "end" }
emit = "run_completed"
"""


def refusal(text: str) -> str:
    with pytest.raises(HarnessError) as told:
        mapping(text)
    sentence = str(told.value)
    assert "\n" not in sentence
    return sentence


def test_the_good_one_is_good_and_so_are_those_that_come_with_the_suite() -> None:
    assert len(mapping(GOOD).rule) == 2
    names = ["adk", "agno", "agui", "autogen", "langgraph", "openai_responses"]
    assert shipped_names() == names
    assert all(shipped(name).rule for name in names)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("synthetic", "synthetik", "line 1: unknown key 'synthetik'; did you mean 'synthetic'?"),
        ('text = "text"', 'txt = "text"', "line 8, [[rule]] 1: unknown key 'txt'; did you mean"),
        (
            'emit = "text_delta"',
            'emit = "text_dela"',
            "line 7, [[rule]] 1, emit: 'text_dela' is none of the possible values; did you",
        ),
        ('emit = "text_delta"\n', "", "line 5, [[rule]] 1: the key 'emit' is missing"),
        ('text = "text"', 'text = "a.[b"', "line 8, [[rule]] 1, text: the selector 'a.[b' cannot"),
        (
            'text = "text"',
            'text = "pars_json(text)"',
            "calls pars_json(), which does not exist; did you mean 'parse_json'?",
        ),
        ('text = "text"', 'text = "join(text)"', "gives join() 1 values; it takes 2"),
        (
            'text = "text"',
            "text = \"regex('(', text)\"",
            "a regular expression that cannot be read",
        ),
        ('text = "text"', "text = \"match('a')\"", "there is no group 'a'"),
        ('text = "text"', "text = \"kept('a')\"", "nothing is kept as 'a'"),
        ('text = "text"\n', "", "`emit = 'text_delta'` needs `text`"),
        ('{ type = "text" }', "{ type = [] }", "can never hold: 'type' may be none of no values"),
        ('{ type = "text" }', "[]", "can never hold: the list is empty"),
        (
            '{ type = "text" }',
            "{ type = { is = 'a', not = 'a' } }",
            "line 6, [[rule]] 1, when: it can never hold: its demands on 'type' exclude each other",
        ),
        (
            '{ type = "text" }',
            "{ type = { matches = '^a', present = false } }",
            "it can never hold",
        ),
        ('{ type = "text" }', "{ type = { like = 'a' } }", "knows no 'like'; it takes is, not"),
        ('{ type = "text" }', "{ type = { matches = '(' } }", "is no regular expression"),
        ('{ type = "text" }', "{ type = { present = 1 } }", "it takes true or false"),
        (
            '{ type = "end" }',
            '{ type = "text", x = 1 }',
            "line 10, [[rule]] 2: it can never match: rule 1 takes all its messages and makes it ",
        ),
        (
            '{ type = "text" }',
            "{ type = { present = true } }",
            "[[rule]] 2: it can never match: rule 1",
        ),
        ('{ type = "text" }', "{ type = { matches = '^e' } }", "it can never match"),
        ('when = { type = "text" }\n', "", "it can never match: rule 1 takes all"),
        (
            "${question}",
            "${quest}",
            "line 3, [[ask]] 1, send: nothing provides ${quest}; did",
        ),
        ("${question}", "${question", "a placeholder is opened with ${ and not closed"),
        ("${question}", "${question} ${secret.key}", "[secrets] names no 'key'"),
        ("${question}", "what?", "no step of [[ask]] sends ${question}"),
        ('emit = "run_completed"', 'emit = "nothing"', "nothing ends a run"),
        ('synthetic = ["run_started"]\n', "", "nothing starts a run"),
        ('text = "text"', 'text = "text"\nagent = "who"', "agents are named and none ever starts"),
        ("[[ask]]", "[[aks]]", "unknown key 'aks'; did you mean 'ask'?"),
        ("synthetic", 'first = "a\nsynthetic', "cannot be read as TOML"),
        (
            "[[ask]]",
            "[frames]\ntext = 'jsn'\n[[ask]]",
            "line 3, frames, text: there is no layer 'jsn'",
        ),
        ("[[ask]]", "[frames]\ntext = 'base64'\n[[ask]]", "does not end in messages"),
        ("[[ask]]", "[frames]\ntext = 'pattern'\n[[ask]]", "needs `pattern` in [frames]"),
        ("[[ask]]", "[end]\nwhen = 'answerd'\n[[ask]]", "no rule marks 'answerd'"),
        ("[[ask]]", "[end]\nquiet_s = 0\n[[ask]]", "line 3, end, quiet_s: Expected `float` > 0"),
        ("[[ask]]", "[values]\nquestion = 1\n[[ask]]", "the name 'question' is taken"),
        ("[[ask]]", "[values]\na-b = 1\n[[ask]]", "the name 'a-b' cannot stand in a placeholder"),
        ("[[ask]]", "[secrets]\nkey = 'se cret'\n[[ask]]", "is no name of an environment variable"),
        ("[[ask]]", "[[opening]]\nsecret = ['a']\n[[ask]]", "names 'a', which is not kept there"),
        ("[[ask]]", "[connect]\naccepts = ['(']\n[[ask]]", "is no regular expression"),
        (
            'emit = "run_completed"',
            'emit = "run_completed"\nif_run = "open_tols == `0`"',
            "open_tools",
        ),
        (
            'emit = "run_completed"',
            'emit = "run_completed"\nanswer_tools = true',
            "needs a table [tools]",
        ),
        ("[[ask]]", "cannot = ['tols']\n[[ask]]", "did you mean 'tools'?"),
        ("[[ask]]", "cannot = ['tols']\n[[ask]]", "line 2, cannot, entry 1:"),
        ("[[ask]]", "[fields]\nanswers = 'id'\n[[ask]]", "it is a key of [[rule]]"),
        ("${question}", "${tojson(question)}", "does not exist; did you mean 'to_json'?"),
        ('text = "text"', 'text = "a.tool-id"', 'stands in double quotes: "tool-id"'),
        ("[[ask]]", "[frames]\ncolumns = ['a']\n[[ask]]", "no pipeline has the layer columns or"),
        ("[[ask]]", "[frames]\nline_end = ';'\n[[ask]]", "line 3, frames, line_end: `"),
        ("[[ask]]", "[frames]\nstream = 'line'\n[[ask]]", "did you mean 'lines'?"),
        ("[[ask]]", "[frames]\nstream = 'length24'\n[[ask]]", "there is no stream of 'length24'"),
        ("[[ask]]", "[frames]\ntext = 'msgpack'\n[[ask]]", "a text frame never holds msgpack"),
        ("[[ask]]", "[frames]\nsend = 'xml'\n[[ask]]", "'xml' can read and not write"),
        ("[[ask]]", "[[opening]]\n[[ask]]", "neither waits (`expect`) nor sends (`send`)"),
        ("[[ask]]", "[[ask]]\nrefused = 'error'", "`refused` needs `expect`"),
        ("[[ask]]", "[[ask]]\nexpect = 'a'\nbecause = 'b'", "`because` needs `refused`"),
        ('emit = "run_completed"', 'emit = "tool_executing"\nby_client = true', "wait forever"),
    ],
)
def test_one_sentence_says_what_is_wrong_and_where(old: str, new: str, sentence: str) -> None:
    assert GOOD.count(old) >= 1
    told = refusal(GOOD.replace(old, new, 1))
    assert told.startswith("mapping.toml")
    assert sentence in told


def test_rules_on_one_line_each_have_lines_of_their_own() -> None:
    rules = """synthetic = ["run_started"]
ask = [{ send = "${question}" }]
rule = [ # the end [ first
  { when = { a = "]" }, emit = "run_completed" },
  { when = { a = ["{", 'b'] }, emit = "text_delta", text = "a" },

  { when = { a = "c" }, emit = "text_delta", text = "b." },
]
"""
    assert "line 7, [[rule]] 3, text: the selector 'b.' cannot" in refusal(rules)
    assert "line 5, [[rule]] 2, emit:" in refusal(rules.replace("text_delta", "text_dela", 1))
    told = refusal(rules.replace('"c" },', '"c" },\n'))
    assert told.endswith("column 24); a table in braces stands on one line")


def test_a_mapping_without_rules_maps_nothing() -> None:
    assert "it has no [[rule]]" in refusal('[[ask]]\nsend = "${question}"')


def test_several_faults_are_counted() -> None:
    told = refusal(GOOD.replace('"text"\n\n', '"a.["\nto = "b.["\n\n', 1))
    assert told.endswith("(and 1 more)")


def test_values_that_a_mapping_does_not_take_and_protocols_that_do_not_exist() -> None:
    agno = shipped("agno")
    assert with_values(agno, {"workflow_id": "w"}).values == {"workflow_id": "w"}
    with pytest.raises(HarnessError, match="did you mean 'workflow_id'"):
        with_values(agno, {"workflow": "w"})
    with pytest.raises(HarnessError, match="did you mean 'agno'"):
        shipped("agnoo")
    told = "^the mapping 'mapping' takes no value 'a'; it takes none$"
    with pytest.raises(HarnessError, match=told):
        with_values(mapping(GOOD), {"a": 1})
