import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.benchmarks.grade import SEVEN
from support.evidence import front_page, pictures
from support.evidence.plot import instead
from support.evidence.tests.runs import data_of, past
from support.evidence.tests.samples import HOSTILE, figure, graded, results, scenario
from support.results import RunResults
from support.verdict import Outcome

PICTURE = instead("A picture", "It shows <this> & that.")


def page(run: RunResults, proofs: pictures.Proofs | None = None) -> str:
    return front_page.whole_page(data_of(run), proofs or pictures.Proofs())


def left(folder: Path, name: str, *, picture: str = PICTURE, feature: str = "Golden") -> None:
    """What Allure's formatter leaves of one scenario with one picture, below a step."""
    results_folder = folder / "allure-results"
    results_folder.mkdir(exist_ok=True)
    source = f"{name}-attachment.svg"
    attachment = {"name": "Time line: a", "source": f"../{source}", "type": "image/svg+xml"}
    result = {
        "uuid": name,
        "name": name,
        "status": "passed",
        "labels": [{"name": "feature", "value": feature}],
        "steps": [{"name": "When", "attachments": [attachment]}],
    }
    (results_folder / f"{name}-result.json").write_text(json.dumps(result))
    (results_folder / source).write_text(picture)


class Tags(HTMLParser):
    """Every tag that a browser would see, and whether those that must be closed are."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.seen.append(tag)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's
        self.seen.append(tag)
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_failure_says_what_was_promised_what_was_found_and_what_is_at_stake() -> None:
    failed = replace(
        scenario(Outcome.NOT_MET, figure(Outcome.NOT_MET), reason="7.4 s after the question"),
        sentence="Then the first sign of work appears within 5 seconds",
        capability="Golden path",
        stake="Customers leave.",
    )
    text = page(results(failed, scenario(name="Another")))
    for words in (
        "✗ not met</span> · 1 of 2 promises kept",
        "<dt>Promised</dt><dd>the first sign of work appears within 5 seconds</dd>",
        "<dt>Found</dt><dd>7.4 s after the question</dd>",
        "<dt>At stake</dt><dd>Customers leave.</dd>",
        "Golden path: Golden",
        "no grade",
    ):
        assert words in text


def test_where_everything_was_kept_nothing_is_said_of_failures() -> None:
    text = page(results(scenario()))
    assert "What was not kept" not in text
    assert "What changed" not in text
    assert "✓ met</span> · 1 of 1 promise kept" in text


def test_the_grade_and_every_level_stand_on_the_page() -> None:
    run = results(graded(*(figure(name=name) for name in SEVEN)))
    text = page(run)
    assert "<b>A+</b><span>7 of 7 levels met</span>" in text
    for name in SEVEN:
        assert name in text
    assert text.count('role="img" aria-label="0.214 s; enforced is at most 5.500 s"') == 7
    missing = page(results(graded(figure(name=SEVEN[0]))))
    assert "only 1 of 7 levels judged" in missing
    bad = graded(*(figure(Outcome.NOT_MET, name=name) for name in SEVEN), outcome=Outcome.NOT_MET)
    assert "<b>not acceptable</b>" in page(results(bad))


def test_the_trend_tells_every_run_in_words() -> None:
    data = data_of(results(scenario(Outcome.NOT_MET)), past(0.2, 0.3))
    text = front_page.whole_page(data, pictures.Proofs())
    assert "Promises kept in the latest 3 runs" in text
    assert text.count("1 of 1 kept") == 2 * 2  # in the picture's description and in each bar's tip
    assert "0 of 1 kept" in text


def test_pictures_of_the_results_are_shown_with_their_words(tmp_path: Path) -> None:
    left(tmp_path, "The chat comes alive")
    (tmp_path / "allure-results" / "broken-result.json").write_text('{"labels": [')
    (tmp_path / "allure-results" / "odd-result.json").write_text("[]")
    (tmp_path / "defect_matrix.svg").write_text(instead("Defects", "All were caught."))
    proofs = pictures.read(tmp_path)
    text = page(results(scenario(Outcome.NOT_MET)), proofs)
    assert 'alt="Time line: a. It shows &lt;this&gt; &amp; that."' in text
    assert 'alt="Defect matrix. All were caught."' in text
    assert "<details open><summary>How it looked" in text
    assert "<a href" not in text
    linked = front_page.content(
        data_of(results(scenario())), pictures.read(tmp_path), lambda proof: f"#{proof.anchor}"
    )
    assert (
        f'<a href="#{pictures.anchor_of("The chat comes alive")}">The chat comes alive</a>'
        in linked
    )


def test_the_matrix_of_planted_defects_is_shown_without_any_right(tmp_path: Path) -> None:
    assert "<iframe" not in page(results(scenario()), pictures.read(tmp_path))
    (tmp_path / pictures.MATRIX).write_text('<b title="x">1 of 1</b><script>alert(1)</script>')
    text = page(results(scenario()), pictures.read(tmp_path))
    assert "<iframe sandbox title=" in text
    assert "&lt;b title=&quot;x&quot;&gt;1 of 1&lt;/b&gt;" in text
    assert "<script" not in text


def test_pictures_end_where_the_page_would_be_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(tmp_path, "The chat comes alive")
    monkeypatch.setattr(pictures, "MOST_CHARACTERS", 100)
    assert "<img" not in page(results(scenario(Outcome.NOT_MET)), pictures.read(tmp_path))


def test_of_very_many_failures_the_first_are_told_and_the_rest_counted() -> None:
    many = [scenario(Outcome.NOT_MET, name=f"Promise {number}") for number in range(45)]
    text = page(results(*many))
    assert text.count("<article") == 40
    assert text.count("<summary><span") == 37
    assert "5 more stand among the promises below." in text
    assert "Promise 44" in text


def test_nothing_that_an_agent_says_becomes_markup(tmp_path: Path) -> None:
    left(tmp_path, "x", picture=instead(HOSTILE, HOSTILE), feature=HOSTILE)
    nasty = replace(
        scenario(Outcome.NOT_MET, figure(name=HOSTILE, reason=HOSTILE), name=HOSTILE),
        reason=HOSTILE,
        feature=HOSTILE,
        sentence=HOSTILE,
        capability=HOSTILE,
        stake=HOSTILE,
    )
    run = results(nasty, name=HOSTILE)
    run.interrupted = True
    tags = Tags(page(run, pictures.read(tmp_path)))
    assert tags.open == []
    assert "script" not in tags.seen


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            replace,
            st.just(scenario()),
            name=st.text(max_size=60),
            feature=st.text(max_size=30),
            reason=st.text(max_size=200),
            outcome=st.sampled_from(Outcome),
            figures=st.lists(
                st.builds(figure, st.sampled_from(Outcome), value=st.none() | st.floats()),
                max_size=3,
            ).map(tuple),
        ),
        max_size=5,
    )
)
def test_any_run_makes_a_whole_page(scenarios: list[object]) -> None:
    run = results(*scenarios)  # type: ignore[arg-type]
    data = data_of(run, past(0.2, 0.3))
    tags = Tags(front_page.whole_page(json.loads(json.dumps(data)), pictures.Proofs()))
    assert tags.open == []


def test_the_page_is_written_beside_the_results(tmp_path: Path) -> None:
    front_page.write(data_of(results(scenario())), tmp_path)
    text = (tmp_path / front_page.NAME).read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert "default-src 'none'" in text
    assert "<script" not in text
