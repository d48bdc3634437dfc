import io
import re
from html.parser import HTMLParser

import pytest

from support.evidence import scenario_page, scorecard
from support.evidence.tests.samples import HOSTILE, figure, results, scenario
from support.verdict import Figure, Limit, Measurement, Outcome


def test_a_run_shows_each_scenario_figure_and_count() -> None:
    text = scorecard.as_text(
        results(
            scenario(Outcome.MET, figure()),
            scenario(Outcome.NOT_MET, figure(Outcome.NOT_MET, value=7.4), reason="7.4 s"),
            scenario(Outcome.NOT_MEASURED, reason="the harness was late"),
            scenario(Outcome.NOT_SUPPORTED, name="Hands over", reason="it has no handoffs"),
            scenario(Outcome.BROKEN, reason="no port was free"),
        )
    )
    rule, headline, *_, verdict = text.splitlines()
    assert rule == "─" * scorecard.WIDTH
    assert headline == "Scorecard of Adviser 1.0 (profile reference)"
    assert verdict == (
        "! broken: 1 of 4 promises kept "
        "(1 met, 1 not met, 1 not measured, 1 not supported, 1 broken)"
    )
    assert re.search(r"✓ met +The chat comes alive +12\.3 s", text)
    assert "✓ first sign of work: 0.214 s, at most 5 s (+10%), harness lag 0.3 ms" in text
    assert re.search(r"✗ first sign of work: 7\.400 s, at most 5 s", text)
    assert "→ the harness was late" in text
    assert "○ Hands over · it has no handoffs" in text


def test_an_unknown_value_and_lag_are_never_shown_as_zero() -> None:
    one = figure(Outcome.NOT_MEASURED, value=None, lag=None, reason="nothing came")
    text = scorecard.as_text(results(scenario(Outcome.NOT_MEASURED, one)))
    assert "no value, at most 5 s (+10%), harness lag unknown · nothing came" in text
    assert " 0 s" not in text


def test_only_timings_show_a_harness_lag() -> None:
    assert scorecard.lag_of(figure(timing=False)) == ""


def test_no_line_is_wider_than_a_hundred_columns_and_nothing_acts() -> None:
    nasty = scenario(
        Outcome.NOT_MET,
        figure(Outcome.NOT_MET, name=HOSTILE * 9, reason=HOSTILE * 50),
        name=HOSTILE * 9,
        reason=HOSTILE * 50,
    )
    text = scorecard.as_text(results(nasty, name=HOSTILE))
    assert max(map(len, text.splitlines())) <= 100
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    text.encode()


def test_an_interrupted_run_says_so() -> None:
    run = results(scenario())
    run.interrupted = True
    *_, note, verdict = scorecard.as_text(run).splitlines()
    assert note == "The run was stopped before its end: what did not run is not counted."
    assert verdict == "? not measured: 1 of 1 promise kept (1 met)"


def test_an_empty_run_is_not_a_success() -> None:
    *_, verdict = scorecard.as_text(results()).splitlines()
    assert verdict == "? not measured: 0 of 0 promises kept (nothing was judged)"


def test_the_verdict_is_the_last_line_also_after_what_is_not_supported() -> None:
    text = scorecard.as_text(results(scenario(), scenario(Outcome.NOT_SUPPORTED, reason="no")))
    assert text.endswith("\n\n✓ met: 1 of 1 promise kept (1 met, 1 not supported)\n")
    assert text.count("1 of 1 promise kept") == 1


def test_a_promise_that_may_never_be_broken_says_that_none_is_allowed() -> None:
    faults = Measurement("tool results", "faults", 2, "two tools never reported")
    limit = Limit(0, "faults")
    text = scorecard.as_text(
        results(scenario(Outcome.NOT_MET, Figure(faults, limit, Outcome.NOT_MET, faults.why)))
    )
    assert "✗ tool results: 2 faults, none allowed · two tools never reported" in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_signs_keep_their_meaning_on_any_terminal(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    scorecard.show(results(scenario(), scenario(Outcome.NOT_MET)), stream)
    stream.flush()
    lines = raw.getvalue().decode(encoding).splitlines()
    signs = {line.split()[0] for line in lines if "chat comes alive" in line}
    assert signs == ({"✓", "✗"} if encoding == "utf-8" else {"+", "x"})


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"class", "lang"}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_page_escapes_whatever_was_said() -> None:
    page = scenario_page.as_html(
        scenario(
            Outcome.NOT_MET,
            figure(Outcome.NOT_MET, name=HOSTILE, reason=HOSTILE),
            name=HOSTILE,
            reason=HOSTILE,
        )
    )
    parser = _Tags()
    parser.feed(page)
    assert "script" not in parser.tags
    assert "✗ not met" in parser.words
    assert any("alert('1')" in word for word in parser.words)
    assert "prefers-color-scheme:dark" in page
