"""The judgement of answers to general questions: what must hold whatever was asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.general import explain, judge_general, quality_of
from scoring.general_features import features
from scoring.general_weights import WEIGHTS
from scoring.text import read_text

QUESTION = "How do I fix my computer that crashed after installing new software?"
GOOD = """Restart the computer in safe mode first, because it loads no other programs.

1. Open the control panel and remove the software that was installed last.
2. Run a scan for viruses and damaged system files.
3. Restore an earlier state from a backup if the crash comes back.

If none of this helps, a technician can test the memory and the disk."""
POOR = "I like computers. I like computers. I like computers."
SHORT = "Restart the computer and remove the software."
FILLER = (
    " In conclusion, this is an important topic that deserves attention, and the right approach"
    " depends on the specific requirements."
)
TAIL = (
    " implement configure deploy optimize first next then finally $5 10% api infrastructure"
    " monitoring scaling"
)
ANY_TEXT = st.text(alphabet=st.characters(), max_size=300)


def value(answer: str, question: str = QUESTION) -> float:
    return quality_of(read_text(question), read_text(answer))


def test_a_good_answer_is_worth_a_pass_and_a_poor_one_is_not() -> None:
    assert value(GOOD) > 0.75
    assert value(POOR) < 0.5
    assert value(GOOD) > value(SHORT) > value("")


def test_an_answer_to_something_else_is_worth_less() -> None:
    assert value(GOOD, "Which trees grow best in the shade of a city garden?") < value(GOOD) - 0.02


@pytest.mark.parametrize("other", [str.upper, str.lower, lambda text: f"\n {text}\n\n"])
def test_case_and_outer_space_make_no_difference(other) -> None:  # type: ignore[no-untyped-def]
    assert value(other(GOOD)) == pytest.approx(value(GOOD))
    assert value(GOOD, other(QUESTION)) == pytest.approx(value(GOOD))


@pytest.mark.parametrize(
    "padded",
    [GOOD + FILLER, GOOD + FILLER * 10, f"{GOOD}\n\n{GOOD}", f"{QUESTION}\n\n{GOOD}", GOOD + TAIL],
    ids=["filler", "much filler", "pasted twice", "question first", "keywords"],
)
def test_padding_does_not_pay(padded: str) -> None:
    assert value(padded) <= value(GOOD) + 0.005


def test_repetition_costs() -> None:
    assert value("\n".join([SHORT] * 8)) < value(SHORT) - 0.02


def test_a_copied_text_is_no_summary() -> None:
    text = "Maths and art are related. Art uses patterns of many kinds in stone and in cloth."
    question = f"Summarize the article.\n{text}"
    own = "The article says that artists work with mathematical patterns in several materials."
    assert value(own, question) > value(text, question)


def test_a_wrong_sum_is_worth_less_than_a_right_one() -> None:
    question = "How much are 12 boxes of 40 pens?"
    right = value("Twelve boxes hold 12 * 40 = 480 pens.", question)
    assert right > value("Twelve boxes hold 12 * 40 = 520 pens.", question)


def test_the_explanation_names_the_strongest_reasons_on_both_sides() -> None:
    good = explain(read_text(QUESTION), read_text(GOOD))
    assert good.startswith("for: ")
    assert "it says much that is new and specific" in good
    assert "against: " not in good
    assert "against: " in explain(read_text(QUESTION), read_text(POOR))
    assert "again and again" in explain(read_text(QUESTION), read_text("\n".join([SHORT] * 8)))


def test_every_feature_is_weighed_and_every_weight_is_used() -> None:
    found = features(read_text(QUESTION), read_text(GOOD))
    assert {name for group in found.values() for name in group} == set(WEIGHTS)


def test_the_reasons_add_up_to_the_value() -> None:
    good, short = (judge_general(read_text(QUESTION), read_text(each)) for each in (GOOD, SHORT))
    assert (sum(good.reasons.values()) > sum(short.reasons.values())) == (good.value > short.value)
    assert good.value > short.value


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_text_has_a_value_between_0_and_1_and_always_the_same(question: str, text: str) -> None:
    first = value(text, question)
    assert 0 < first < 1
    assert value(text, question) == first


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(GOOD.split()), min_size=8, max_size=40).map(" ".join))
def test_saying_all_of_it_again_never_pays(text: str) -> None:
    assert value(f"{text}.\n\n{text}.") <= value(f"{text}.") + 1e-9


@pytest.mark.parametrize(
    "hostile",
    ["\ud800" * 50, "\u202e" + GOOD, "1 + " * 5000, "a" * 100_000, "= 1 x" * 9000, "\n2. " * 9000],
    ids=["surrogates", "right to left", "endless sum", "one word", "equations", "empty items"],
)
def test_hostile_text_has_a_value(hostile: str) -> None:
    assert 0 < value(hostile) < 1
    assert 0 < value(GOOD, hostile) < 1
