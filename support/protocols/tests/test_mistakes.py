"""Mistakes in mappings: the whole sentence that whoever writes one is told, word for word."""

from __future__ import annotations

import tomllib
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from support.protocols.mapping.selectors import names_used, objection, roots
from support.protocols.tests.talking import mapping
from support.protocols.tests.test_refusals import GOOD, refusal

UNENDED = "(unterminated character set at position 0)"
FILE = Path(__file__).parent / "data" / "mistakes.toml"
MISTAKES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["mistake"]


@pytest.mark.parametrize("mistake", MISTAKES, ids=count(1))
def test_a_mistake_is_told_in_full(mistake: dict[str, Any]) -> None:
    text = mistake["put"] if mistake.get("alone") else GOOD + mistake["put"]
    assert refusal(text) == f"mapping.toml{mistake['told']}"


@pytest.mark.parametrize(
    "put",
    [
        "[frames]\ntext = 'skip 1 > json'",
        "[frames]\ntext = ['sse', 'utf-8 > json']",
        "[frames]\ntext = 'utf-8 > json'",
        "[frames]\ntext = 'base64 > gzip > json'\nbinary = 'msgpack'",
        "[frames]\ntext = 'csv'\nseparator = ';'",
        "[frames]\ntext = 'columns'\ncolumns = ['a']\nseparator = '||'",
        "[frames]\nstream = 'lines'\nline_end = ';'",
        "[frames]\nstream = 'json'",
        "[frames]\nstream = 'length16'\nbinary = 'json'",
        "[frames]\nsend = 'lines > json'\nline_end = ';'",
        "[frames]\ntext = 'pairs'\npairs = ';'\nequals = ':'",
        "[frames]\ntext = 'pattern'\npattern = 'a(?P<b>.)'",
        "[end]\nwhen = 'tools && text'",
        "[end]\nquiet_s = 0.1",
        "[ids]\nevent = 'merge(a, b, c)'\nindex = 'not_null(a)'",
        "[[rule]]\nemit = 'nothing'\nwhen = { a = { matches = '(?P<x>.)' } }\nto = \"match('x')\"",
        "[[opening]]\nexpect = 'a'\nrefused = 'b'\nbecause = 'c'\nkeep = { d = 'e' }",
        "[[opening]]\nsend = '$${a}'",
        "[secrets]\nkey = 'KEY_1'\n[connect]\nheaders = { a = '${secret.key}' }",
        "[tools]\neach = ['${call_id} ${tool} ${arguments} ${result}']\nafter = ['${items}']",
    ],
    ids=count(1),
)
def test_what_can_be_meant_is_taken(put: str) -> None:
    assert len(mapping(GOOD + put).rule) >= 2


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        ("a", {"a"}),
        ("a.b", {"a"}),
        ("a[0].b", {"a"}),
        ("a[*].b", {"a"}),
        ("a.*.b", {"a"}),
        ("a[]", {"a"}),
        ("a[?b == c].d", {"a"}),
        ("a | b", {"a"}),
        ("a || b && !c", {"a", "b", "c"}),
        ("a == b", {"a", "b"}),
        ("f(a, b.c)".replace("f", "merge"), {"a", "b"}),
        ("sort_by(a, &b)", {"a"}),
        ("[a, b.c]", {"a", "b"}),
        ("{x: a, y: b}", {"a", "b"}),
        ("@", set()),
        ("[0]", set()),
        ("*.a", set()),
        ("`1`", set()),
        ("'a'", set()),
    ],
)
def test_the_names_that_a_selector_looks_up(selector: str, names: set[str]) -> None:
    assert roots(selector) == names


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        ("kept('a')", ["a"]),
        ("[kept('a'), join('-', [kept('b')])]", ["a", "b"]),
        ("match('a')", []),
        ("a.b", []),
    ],
)
def test_the_names_that_a_selector_calls_a_function_with(selector: str, names: list[str]) -> None:
    assert names_used(selector, "kept") == names


@pytest.mark.parametrize(
    ("selector", "told"),
    [
        ("a.b", None),
        ("merge(a)", None),
        ("merge(a, b, c)", None),
        ("merge()", "gives merge() 0 values; it takes 1"),
        ("join('-', a, b)", "gives join() 3 values; it takes 2"),
        ("no(a)", "calls no(), which does not exist"),
        ("[no(a)]", "calls no(), which does not exist"),
        ("regex('[', b)", "has a regular expression that cannot be read " + UNENDED),
        ("regex(a, b)", None),
        ("a b", "cannot be read from 'b' on; a key like that stands in double quotes: \"a b\""),
        ("$a", 'cannot be read; a key like that stands in double quotes: "$a"'),
        ('"a b".c', None),
    ],
)
def test_what_is_wrong_with_a_selector(selector: str, told: str | None) -> None:
    assert objection(selector) == told
