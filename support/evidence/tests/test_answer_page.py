"""The page that explains what an answer is worth: complete, escaped, small."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from scoring.assess import assess
from scoring.score import Score, Span
from support.benchmarks.samples import sample
from support.evidence.answer_page import answer_page
from support.evidence.attach import PICTURE_LIMIT
from support.evidence.marked_text import MARKS, MOST_CHARACTERS, legend, marked

HOSTILE = '</div><script>alert(1)</script><img src=x onerror="y">\u202e\x1b[31m&lt;\ud800 Save $5.'


class Reader(HTMLParser):
    """Collects the elements, their attributes and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def page_of(name: str) -> Reader:
    given_one = sample(name)
    return Reader(answer_page(assess(given_one.question, given_one.answer), name))


def test_the_page_tells_value_factors_gates_and_counts_in_words() -> None:
    words = page_of("a refusal").words
    for told in ("✗ refusal", "declines", "base quality (30%)", "unscored", "inadequate",
                 "tool integration (15%)", "quantified recommendations"):  # fmt: skip
        assert told in words


def test_the_answer_stands_on_the_page_with_its_marks() -> None:
    page = page_of("a rich answer")
    assert "The FinOps lead buys one-year" in page.words
    assert "R1" in page.words
    assert MARKS["recommendation"].words in page.words


def test_nothing_that_an_agent_says_becomes_markup() -> None:
    page = answer_page(assess("How to cut our $2M AI bill?", HOSTILE), HOSTILE)
    reader = Reader(page)
    assert not {"script", "img"} & set(reader.tags)
    assert reader.attributes <= {"lang", "class", "style", "aria-hidden", "title"}


def test_what_stays_below_the_line_never_looks_as_if_it_reached_it() -> None:
    card = assess("How to cut our $2M AI bill?", sample("a rich answer").answer)
    whole = replace(card, overall=Score("business value", 0.7499, "nearly"))
    words = Reader(answer_page(whole, "near")).words
    assert "74.9%" in words
    assert "stays below 75%" in words


def test_a_long_answer_is_cut_and_says_so() -> None:
    text = "Save $5 a year in week 2. " * 40_000
    page = answer_page(assess("How to cut our $2M AI bill?", text), "long")
    assert len(page) < PICTURE_LIMIT
    assert "more characters are not shown" in page


def test_marks_nest_overlap_and_are_joined() -> None:
    text = "Stop it: saves $5 a year."
    marks = [Span(0, 25, "recommendation"), Span(15, 17, "figure"), Span(15, 24, "figure")]
    found = marked(text, marks)
    assert Reader(found).words == f"R1{text}"
    assert found.count('class="advice figure"') == 1
    assert marked(text, [Span(0, 9, "unknown"), Span(-5, 99, "gate")]).count("✗") == 1


def test_the_legend_names_only_what_occurs() -> None:
    assert legend([]) == ""
    found = legend([Span(0, 1, "broken sum")])
    assert "contradict" in found
    assert "recommendation" not in found


spans = st.builds(Span, st.integers(-5, 60), st.integers(-5, 60), st.sampled_from([*MARKS, "x"]))


@given(st.text(max_size=50), st.lists(spans))
def test_marking_never_loses_or_invents_text(text: str, marks: list[Span]) -> None:
    plain = Reader(marked(text, [])).words
    badges = {"R", "✗", " ", "s", "u", "m", *"0123456789"}
    shown = Reader(marked(text, marks)).words
    left = iter(shown)
    assert all(char in left for char in plain)
    assert len(text) > MOST_CHARACTERS or set(shown) <= set(plain) | badges
