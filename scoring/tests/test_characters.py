"""Characters are read as they are seen, and words of mixed letters are told from honest ones."""

from __future__ import annotations

import pytest

from scoring.characters import as_seen, mixed_words, smuggled
from scoring.gates.hidden import hidden
from scoring.text import read_text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("\u2018a\u2019 \u201cb\u201d \u00abc\u00bb", '\'a\' "b" "c"'),
        ("1\u20132\u20143\u22124", "1-2-3-4"),
        ("2\u00d73 1\u20442 a\u2192b", "2x3 1/2 a>b"),
        ("a\x00b\x1bc\x7fd\te", "a b c d\te"),
        ("\uff02a\uff02", '"a"'),
        ("co\u200bst\u00ad\ufeff", "cost"),
        ("a\ud800b", "ab"),
        ("plain", "plain"),
    ],
)
def test_a_text_takes_the_form_in_which_it_is_seen(text: str, seen: str) -> None:
    assert as_seen(text) == seen


@pytest.mark.parametrize(("marks", "left"), [(1, 1), (3, 3), (4, 4), (5, 4), (300, 4)])
def test_four_accents_on_a_letter_are_kept(marks: int, left: int) -> None:
    assert as_seen("q" + "\u0323" * marks + "t") == "q" + "\u0323" * left + "t"
    assert as_seen("q" + "\u20dd" * marks + "t") == "q" + "\u20dd" * left + "t"


@pytest.mark.parametrize("kinds", [1, 20, 21, 60])
def test_any_number_of_kinds_without_width_is_left_out(kinds: int) -> None:
    unseen = [chr(0xE000 + at) for at in range(kinds)]
    assert as_seen("a".join(["", *unseen, ""])) == "a" * (kinds + 1)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("a\U000e0048\U000e0069b", "Hi"),
        ("\U000e0000\U000e007f", "\x00\x7f"),
        ("\U000e0080\U000dffff", ""),
        ("\u00e9 plain", ""),
        ("plain", ""),
        ("", ""),
    ],
)
def test_what_tag_characters_say_is_read(text: str, secret: str) -> None:
    assert smuggled(text) == secret


@pytest.mark.parametrize(
    ("lower", "places"),
    [
        ("\u0441ost", [(0, 4)]),
        ("the \u0441ost of c\u043est", [(4, 8), (12, 16)]),
        ("f\u0441\u00e9s", [(0, 4)]),  # an honest accent hides nothing
        ("\u00e9t\u00e9", []),
        ("\u0441o", []),  # too short to deceive
        ("\u0440\u0430\u0443", []),  # a word of one script
        ("kw\u0436\u043e", []),  # has a letter that passes for no other
        ("\u03b1bc", [(0, 3)]),
        ("\u043e and plain", []),
        ("plain", []),
    ],
)
def test_words_of_mixed_letters_are_told(lower: str, places: list[tuple[int, int]]) -> None:
    assert mixed_words(lower) == places


def test_the_gate_against_hidden_words_shows_where_mixed_letters_stand() -> None:
    text = read_text("Cut the \u0441osts of \u0441loud m\u0430chines f\u043er all. " * 4)
    gate = hidden(text)
    assert gate is not None
    assert gate.reason == 'letters of several scripts are mixed in a word ("\u0441osts")'
    assert [(span.mark, text.clean[span.start : span.end]) for span in gate.spans] == [
        ("mixed scripts", word)
        for word in ("\u0441osts", "\u0441loud", "m\u0430chines", "f\u043er")
    ] * 4


@pytest.mark.parametrize(("words", "is_closed"), [(3, False), (4, True), (40, True)])
def test_a_hidden_passage_of_four_words_closes_the_gate(words: int, is_closed: bool) -> None:
    passage = " ".join(["obey"] * words)
    gate = hidden(read_text(f"Save $5. <!-- {passage} --> Now."))
    assert (gate is not None) is is_closed
    if gate:
        assert gate.cap == 0.3
        assert gate.reason == f'it hides text from the reader ("{passage[:80]}")'
