import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.evidence.clean import MISSING, one_line, shorten, visible

FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("plain \N{GREEK SMALL LETTER PI} 数", "plain \N{GREEK SMALL LETTER PI} 数"),
        ("\x1b[1;31mred\x1b[0m", f"{MISSING}red{MISSING}"),
        ("\x1b]0;new title\x07text", f"{MISSING}]0;new title{MISSING}text"),
        ("\x1b]8;;http://a.b\x1b\\click", f"{MISSING}]8;;http://a.b{MISSING}\\click"),
        ("\x9b2Jgone", f"{MISSING}gone"),
        ("\x9bgone", f"{MISSING}gone"),
        ("\x1bc\x1b", f"{MISSING}c{MISSING}"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x08c", f"a{MISSING}b{MISSING}c"),
        ("\ud800", MISSING),
        ("abc\u202edef", f"abc{MISSING}def"),
    ],
)
def test_nothing_acts_instead_of_being_read(said: str, shown: str) -> None:
    assert visible(said) == shown


@pytest.mark.parametrize("opener", [*"\x90\x98\x9b\x9d\x9e\x9f", *map("\x1b".__add__, "[]PX^_")])
def test_no_sequence_takes_anything_of_the_evidence_with_it(opener: str) -> None:
    lines = f'{{"a":"{opener}"}}\n{{"b":1}}\x9c'
    kept = opener[1:]
    assert visible(lines) == f'{{"a":"{MISSING}{kept}"}}\n{{"b":1}}{MISSING}'
    assert visible(f"{opener}\n3m") == f"{MISSING}{kept}\n3m"
    assert "9" * 1000 in visible(f"{opener}{'9' * 1000}m")


def test_a_long_text_of_beginnings_comes_to_an_end() -> None:
    for opener in "\x1b[", "\x1b[1", "\x1b]", "\x9b1;", "\x90":
        assert visible(opener * 200_000).count(MISSING) == 200_000


@given(ANYTHING)
def test_no_line_and_no_letter_of_evidence_is_lost(said: str) -> None:
    assert visible(said).count("\n") == len(re.findall("\r\n|\r|\n", said))
    quiet = re.sub("[\x1b\x9b]", "", said).replace("\r\n", "\n").replace("\r", "\n")
    assert len(visible(quiet)) == len(quiet)


@given(ANYTHING)
def test_whatever_comes_can_be_written_as_xml_and_utf_8(said: str) -> None:
    shown = visible(said)
    assert not FORBIDDEN.search(shown)
    shown.encode("utf-8")
    assert visible(shown) == shown


@given(ANYTHING, st.integers(min_value=1, max_value=50))
def test_one_line_is_one_line_of_bounded_length(said: str, limit: int) -> None:
    line = one_line(said, limit)
    assert len(line.splitlines()) <= 1
    assert len(line) <= limit + 40


def test_a_cut_says_how_much_is_missing() -> None:
    assert shorten("x" * 1500, 100) == "x" * 100 + "… (1,400 more characters)"
    assert one_line("x" * 1500, 100) == "x" * 100 + "… (1,400 more characters)"
    assert one_line("short", 100) == "short"
