"""A text is read as a reader sees it, and cut into blocks, sentences and words with offsets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.text import LONGEST, read_text
from scoring.words import is_number, stem_of

ANY = st.text(st.characters(codec=None), max_size=400) | st.text(
    st.sampled_from('<>&*_`#|-.!?[](){}":;,\\ \n\r\tab1\u200b\u0301\ud800\U000e0041'), max_size=400
)


@given(ANY)
def test_any_text_is_read_and_its_offsets_fit(raw: str) -> None:
    text = read_text(raw)
    assert len(text.lower) == len(text.clean)
    for token, start, end in zip(text.tokens, text.starts, text.ends, strict=True):
        assert text.lower[start:end] == token
    for sentence in text.sentences:
        block = text.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end <= len(text.clean)
        assert 0 <= sentence.first < sentence.last <= len(text.tokens)
    covered = [at for each in text.sentences for at in range(each.first, each.last)]
    assert covered == list(range(len(text.tokens)))


@given(ANY)
def test_no_character_without_width_or_odd_blank_is_left(raw: str) -> None:
    clean = read_text(raw).clean
    assert all(unicodedata.category(c) not in ("Cf", "Cs", "Zl", "Zp") for c in clean)
    assert all(c in " \n" or not c.isspace() for c in clean)


SEEN = {
    "CRLF": ("a cost\r\n\r\nb cost", "a cost\nb cost"),
    "full width": ("\uff23\uff4f\uff53\uff54 \uff14\uff18", "Cost 48"),
    "decomposed": ("ne\u0301e", "n\u00e9e"),
    "no-break": ("a\u00a0cost", "a cost"),
    "zero width": ("co\u200bst", "cost"),
    "quotes and dashes": ("\u201cit\u2019s\u201d 2\u20133", '"it\'s" 2-3'),
    "emphasis": ("**Bold** and _so_ `on`", "Bold and _so_ on"),
    "a product": ("2 * 3 * 4", "2 * 3 * 4"),
    "a link": ("see [the page](http://example.org)", "see the page"),
    "tags": ("<p>One <b>two</b></p><p>three</p>", "One two\nthree"),
    "no tags": ("latency <200 ms and Map<K,V> for <bucket-name>",) * 2,
    "entities": ("R&amp;D &lt;5%", "R&D <5%"),
    "a quote": ("> **said**\n> more", "said\nmore"),
    "a table": ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
    "a wrapped line": (f"{'word ' * 14}\ngoes on", f"{'word ' * 14}goes on"),
}


@pytest.mark.parametrize("kind", SEEN)
def test_a_text_is_read_as_it_is_seen(kind: str) -> None:
    raw, clean = SEEN[kind]
    assert read_text(raw).clean == clean


def test_structured_output_is_read_as_lines() -> None:
    raw = '{"answer": "Save $5.", "steps": [{"what": "Cap it", "saves_usd": 5}, {"what": "b"}]}'
    assert read_text(raw).clean.split("\n") == [
        "answer: Save $5.",
        "steps:",
        "what: Cap it; saves usd: 5;",
        "what: b",
    ]


def test_structured_output_is_read_the_same_in_capitals_and_cut_off() -> None:
    raw = '{"answer": "Save", "ready": true, "steps": [{"what": "Cap it"}]}'
    assert read_text(raw.upper()).lower == read_text(raw).lower
    assert read_text(raw[:40]).tokens == ["answer", "save", "ready", "true", "steps"]


def test_structured_output_with_escapes_and_words_around_it_is_read_like_any_text() -> None:
    text = read_text('{"bill": "\\u20ac40k a month", "plan": "Cut it."}\nNote: [see above]')
    assert text.clean.split("\n")[:2] == ["bill: \u20ac40k a month", "plan: Cut it."]
    assert "Note: " in text.clean.split("\n")[2]


def test_blocks_know_what_they_are() -> None:
    text = read_text("# Plan\n\nDo it.\n\n1. First.\n2) Then.\n- Last.\n\n| a | b |")
    assert [(block.kind, block.marker) for block in text.blocks] == [
        ("heading", ""), ("prose", ""), ("item", "1."), ("item", "2."), ("item", "-"), ("row", ""),
    ]  # fmt: skip


def test_sentences_end_where_a_reader_ends_them() -> None:
    raw = "It is $4.10 an hour, e.g. at night. Is it? 1. Cap it. 2. Stop it in week 4. Done."
    text = read_text(raw)
    assert [text.clean[each.start : each.end] for each in text.sentences] == [
        "It is $4.10 an hour, e.g. at night.", "Is it?", "1. Cap it.", "2. Stop it in week 4.",
        "Done.",
    ]  # fmt: skip


def test_a_text_without_end_is_read_to_a_limit_and_says_so() -> None:
    text = read_text("word " * LONGEST)
    assert text.cut_off
    assert len(text.clean) <= LONGEST
    assert not read_text("word").cut_off


def test_words_have_stems_and_numbers_are_told_apart() -> None:
    assert {stem_of(each) for each in ("save", "saves", "saved", "savings")} == {"save"}
    assert [is_number(each) for each in ("1,200.50", "60k", "4o", "h100", "p95")] == [
        True, True, False, False, False,
    ]  # fmt: skip
