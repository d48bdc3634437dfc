"""The corpus is large, says what it means, and the judge of verdicts is no pushover."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.hostile import corpus
from support.hostile.corpus import hostile, tolerated
from support.hostile.model import Behaviour
from support.hostile.promised import CUSTOMERS
from support.hostile.trying import Tried, unclear
from support.verdict import Outcome

WHY = "answer: no answer arrived: the agent closed the connection (code 1006)"


def test_it_holds_at_least_150_hostile_behaviours_and_harmless_ones_apart() -> None:
    assert len(hostile()) >= 150
    assert len(tolerated()) >= 15
    assert not {each.name for each in hostile()} & {each.name for each in tolerated()}


def test_every_behaviour_says_what_the_reason_must_be_and_is_known_to_customers() -> None:
    assert all(each.says for each in hostile())
    assert {each.customer for each in corpus.corpus()} <= set(CUSTOMERS)


def test_a_sample_goes_from_end_to_end_and_every_verdict_is_expected_somewhere() -> None:
    assert sum(bool(each.scenario) for each in corpus.corpus()) >= 10
    assert set(Counter(each.verdict for each in corpus.corpus())) == {
        "met", "not met", "not measured", "broken",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[[behaviour]]\nname = "a"\nsays = ""\nplay = ["jump"]', "'jump' is no word"),
        ('[[behaviour]]\nname = "a"\nsays = ""\nplay = [{ play = ["jump"] }]', "'jump' is no word"),
        ('[[behaviour]]\nname = "a"\nsays = ""\nplay = [{ txt = "" }]', "unknown field"),
        ('[[behaviour]]\nname = "a"\nsays = ""\n' * 2, "two behaviours are called 'a'"),
    ],
)
def test_a_slip_in_the_corpus_is_told(
    text: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slip.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=why):
        corpus.corpus.__wrapped__()


def tried(outcome: Outcome, *reasons: str, took_s: float = 1.0, says: str = "1006") -> list[str]:
    behaviour = Behaviour(name="vanishes", says=says)
    told = tuple((outcome, reason) for reason in reasons)
    return Tried(behaviour, outcome, told, took_s, 10.0).faults


def test_a_clear_and_right_verdict_has_no_fault() -> None:
    assert tried(Outcome.NOT_MET, WHY) == []


def test_a_pass_a_hang_and_another_reason_are_faults() -> None:
    assert tried(Outcome.MET, says="")[0].startswith("met instead of not met")
    assert tried(Outcome.BROKEN, WHY)[0].startswith("broken instead of not met")
    assert tried(Outcome.NOT_MET, WHY, took_s=11.0) == ["no verdict within 10 s"]
    assert tried(Outcome.NOT_MET, WHY, says="silence")[0].startswith("no reason says 'silence'")


@pytest.mark.parametrize(
    "reason",
    ["", "ValueError: bad", "Traceback (most recent call last)", "code None", "nan s", "x" * 2000,
     "gone\x1b[2J", "run \u200b", "two\nlines", "\ud800"],
)  # fmt: skip
def test_what_no_person_can_read_is_unclear(reason: str) -> None:
    assert list(unclear(reason))
    assert not list(unclear(WHY))
