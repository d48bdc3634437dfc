"""Both ways of running have to come to the same."""

from __future__ import annotations

from support.parallel.ratio import differing


def test_the_same_verdicts_differ_nowhere() -> None:
    verdicts = {("f", "a"): "met", ("f", "b"): "not_met"}
    assert differing(verdicts, dict(verdicts)) == []


def test_a_verdict_that_changed_or_went_missing_is_named() -> None:
    told = differing({("f", "a"): "met", ("f", "b"): "met"}, {("f", "a"): "not_met"})
    assert told == [
        "a (f): met one after another, not_met side by side",
        "b (f): met one after another, not run side by side",
    ]
