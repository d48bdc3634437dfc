"""Which words of a sentence are affirmed: what is negated, goes on, is set aside or has ceased."""

from __future__ import annotations

import pytest

from scoring.advice import is_asked, is_dropped
from scoring.clauses import affirmed, clauses, set_aside
from scoring.text import read_text


def affirms(said: str, word: str) -> bool:
    text = read_text(said)
    at = text.tokens.index(word)
    for sentence in text.sentences:
        for clause in clauses(text, sentence):
            if clause.first <= at < clause.last:
                return affirmed(text, clause, at)
    raise AssertionError(f"{word} stands in no clause")


@pytest.mark.parametrize(
    ("said", "word", "is_affirmed"),
    [
        ("Do not move or copy it.", "copy", False),
        ("Never move nor copy it.", "copy", False),
        ("Do not move, copy or delete it.", "delete", False),
        ("Do not move it, then copy it.", "copy", True),
        ("Do not move and copy it.", "copy", False),
        ("We do not move data and we copy it.", "copy", True),
        ("Keep it here, no", "keep", True),
        ("Keep it here; move nothing", "move", False),
        ("Keep it here, no later than Friday.", "keep", True),
        ("There is no reason not to move it.", "move", True),
        ("There is no need to move it.", "move", False),
        ("Don't hesitate to move it.", "move", True),
        ("Move it without delay.", "move", True),
        ("Work without copies.", "copies", False),
        ("Work without copies, move it.", "move", True),
        ("In no case move it.", "move", False),
        ("At no cost, move it.", "move", True),
        ("Pause all new releases.", "releases", False),
        ("In the freeze, move it.", "move", True),
        ("Releases are on hold.", "releases", False),
        ("Releases are on time, hold on.", "releases", True),
        ("Move it", "it", True),
    ],
)
def test_what_a_word_says_is_affirmed_or_not(said: str, word: str, is_affirmed: bool) -> None:
    assert affirms(said, word) is is_affirmed


@pytest.mark.parametrize(
    ("said", "word", "is_aside"),
    [
        ("Move it, not logs.", "logs", True),
        ("Move it instead of the logs.", "logs", True),
        ("Move it rather than logs.", "logs", True),
        ("Instead of talk, logs.", "logs", False),
        ("Move the logs.", "logs", False),
        ("Logs", "logs", False),
    ],
)
def test_a_word_is_set_aside_where_something_else_is_named(
    said: str, word: str, is_aside: bool
) -> None:
    text = read_text(said)
    (clause,) = [
        each
        for sentence in text.sentences
        for each in clauses(text, sentence)
        if each.first <= text.tokens.index(word) < each.last
    ]
    assert set_aside(text, clause, text.tokens.index(word)) is is_aside


@pytest.mark.parametrize(
    ("said", "number", "dropped"),
    [
        ("Move it. That is forbidden.", 0, True),
        ("Move it. Fine. That is forbidden.", 0, False),
        ("That is forbidden. Move it. It is fine.", 1, False),
        ("Move it. The law is forbidden.", 0, False),
        ("Move it, which is not allowed.", 0, True),
        ("See whether it moves.", 0, True),
        ("Risk: it moves.", 0, True),
        ("The risk is that it moves.", 0, True),
        ("It moves. Mitigation: hold it.", 0, True),
        ("It moves.\n\nMitigation: hold it.", 0, False),
        ("Move it. Then hold it.", 0, False),
        ("Move it.", 0, False),
    ],
)
def test_a_proposal_is_dropped_right_after_it(said: str, number: int, dropped: bool) -> None:
    text = read_text(said)
    assert is_dropped(text, number, text.sentences[number].start) is dropped


@pytest.mark.parametrize(
    ("said", "asked"), [("Move it?", True), ('"Move it?"', True), ("Move it.", False)]
)
def test_a_question_says_nothing(said: str, asked: bool) -> None:
    text = read_text(said)
    assert is_asked(text, text.sentences[0]) is asked
