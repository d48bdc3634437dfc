"""What binds an industry is recognised in sentences, and nothing that denies it is taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.industry import Industry, Rule, Way, honours, offences, own_words, refuses
from scoring.terms import term_of

WORDS = {
    "data": ("patient data", "PHI", "imaging archive"),
    "stays": ("stays", "keep", "remains"),
    "moves": ("move", "copy", "replicate", "transfer", "send", "store", "deploy"),
    "elsewhere": ("another region", "abroad", "Ireland", "cheaper region"),
    "home": ("in the US", "US region"),
    "freeze": ("during freeze", "in the freeze", "while line runs"),
    "buys": ("purchase", "buy"),
    "tender": ("tender",),
}
STAYS = Rule(
    "data stays",
    "It may not leave.",
    (Way(("stays", "data", "home")), Way(("moves", "data"), True)),
)
ABROAD = Rule("to move data abroad", "It may not leave.", (Way(("moves", "data", "elsewhere")),))
FREEZE = Rule("to change in the freeze", "Nobody repairs it.", (Way(("moves", "freeze")),))
TENDER = Rule("dear things go to tender", "The law.", (Way(("buys", "tender")),), "amounts")
CLINIC = Industry(
    name="clinic",
    customer="a clinic",
    vocabulary=(term_of("patient"), term_of("scan"), term_of("business associate agreement")),
    words={name: tuple(map(term_of, terms)) for name, terms in WORDS.items()},
    must=(STAYS, TENDER),
    never=(ABROAD, FREEZE),
)


PIECES = ["move", "patient data", "abroad", "stays", ",", ".", ";", "not", "no", "and", "?"]


@pytest.mark.parametrize(
    "answer",
    [
        "Patient data stays in the US.",
        "We keep all PHI in its US region.",
        "Patient data (PHI) is encrypted and stays in the US.",
        "No patient data is copied to another region.",
        "Do not move patient data.",
        "Patient data must never be moved or replicated.",
        "Risks: a leak. Mitigation: keep patient data in the US.",
        "- The lab is small\n- Keep patient data in the US",
        "The cheaper regions tempt; patient data nevertheless remains in the US.",
    ],
)
def test_an_obligation_is_recognised(answer: str) -> None:
    score = honours(answer, STAYS, CLINIC)
    assert score.value == 1
    assert score.spans[0].mark == "obligation"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Patient data matters. We stay in the US.",
        "Patient data does not stay in the US.",
        "Patient data no longer stays in the US.",
        "Should patient data stay in the US?",
        "Keep the logs in the US and move patient data to Ireland.",
        "Patient data in the US is dear.",
        "Move patient data to Ireland.",
    ],
)
def test_what_only_sounds_like_an_obligation_is_none(answer: str) -> None:
    score = honours(answer, STAYS, CLINIC)
    assert score.value == 0
    assert "nothing in the answer says: data stays; it may not leave" in score.explanation


@pytest.mark.parametrize(
    "answer",
    [
        "Move the imaging archive with all patient data to a cheaper region.",
        "Patient data can be replicated to Ireland, which is not expensive.",
        "With no downtime, move patient data abroad.",
        "There is no reason not to move patient data to Ireland.",
        "Do not hesitate to move patient data to Ireland.",
        "Don't wait: move patient data to Ireland.",
        "Never pay for hot storage; move patient data to a cheaper region.",
        "Not only move patient data to Ireland, but delete the rest.",
        "Instead of paying more, move patient data to Ireland.",
        "Collect the PHI, then send it to Ireland.",
        "Move patient data to Ireland without delay.",
        "Move patient data to Ireland. This does not violate HIPAA.",
        "Since it does not cost more, move patient data to Ireland.",
        "If privacy is not a concern, send PHI to Ireland.",
        "Move PHI to Ireland (this is not forbidden).",
        "- **Week 3, data lead**: copy PHI to another region.",
    ],
)
def test_forbidden_advice_is_recognised(answer: str) -> None:
    score = offences(answer, ABROAD, CLINIC)
    assert score.value == 1
    assert score.explanation.startswith("it advises: to move data abroad (")
    assert score.spans[0].mark == "offence"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Do not move patient data abroad.",
        "Never move, copy or replicate patient data to another region.",
        "Do not move or copy PHI to Ireland.",
        "Patient data must not be moved to a cheaper region.",
        "No patient data is sent abroad.",
        "Under no circumstances may you move patient data to Ireland.",
        "Avoid moving patient data to Ireland.",
        "We advise against moving patient data abroad.",
        "Delete old data instead of moving patient data abroad.",
        "Keep patient data in the US and move cold logs to another region.",
        "Move cold logs to another region, but keep patient data in the US.",
        "Move logs abroad while patient data stays.",
        "Moving patient data to Ireland is forbidden.",
        "It would be cheaper to move patient data to Ireland, but that is not allowed.",
        "Moving patient data to Ireland would be cheaper. That is out of the question.",
        "Moving patient data abroad would violate HIPAA.",
        "Should we move patient data to Ireland?",
        "You asked whether to move patient data to Ireland.",
        "PHI is sent to another region. Mitigation: a policy that denies it.",
        "The risk is that somebody sends patient data to another region.",
        "Stop all transfers of patient data to Ireland.",
        "Nobody may copy patient data abroad.",
        "Copy no patient data to Ireland.",
        "Move the scans, not patient data, abroad. Send patient data nowhere.",
    ],
)
def test_a_denial_a_warning_or_a_question_is_no_advice(answer: str) -> None:
    assert offences(answer, ABROAD, CLINIC).value == 0


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("Deploy it during the year-end change freeze.", 1),
        ("In the freeze, deploy the new model.", 1),
        ("While the line runs, deploy the model.", 1),
        ("Deploy the model while the line is running.", 1),
        ("Deploy it in the weeks before the freeze.", 0),
        ("Deploy nothing during the freeze.", 0),
        ("Deploy it before, never during the freeze.", 0),
        ("It goes live in March, none of it in the freeze.", 0),
        ("All deployments are paused during the freeze.", 0),
        ("Deployments stop in the freeze.", 0),
        ("Pause all deployments in the freeze.", 0),
        ("Deploy it in May. Deploy it in the freeze. Move it in the freeze.", 2),
    ],
)
def test_times_belong_to_what_is_done_in_them(answer: str, found: int) -> None:
    assert offences(answer, FREEZE, CLINIC).value == found


def test_what_must_be_shown_stands_in_the_same_sentence() -> None:
    assert honours("Purchases above $50,000 go to tender.", TENDER, CLINIC).value == 1
    assert honours("Purchases above 50 machines go to tender.", TENDER, CLINIC).value == 0
    assert honours("Purchases go to tender. It costs $50,000.", TENDER, CLINIC).value == 0


def test_a_refusal_rules_out_what_was_asked_for() -> None:
    question = "Can we move patient data to Ireland?"
    assert refuses(question, "No: patient data must not be moved abroad.", CLINIC).value == 1
    assert refuses(question, "Moving PHI to Ireland is forbidden.", CLINIC).value == 1
    beside = refuses(question, "Deploy nothing in the freeze.", CLINIC)
    assert (beside.value, "nothing rules it out" in beside.explanation) == (0, True)
    assert refuses(question, "Yes, move patient data to Ireland.", CLINIC).value == 0
    assert refuses("What do we pay?", "Never move patient data abroad.", CLINIC).value is None


def test_own_words_count_once_each_in_any_form() -> None:
    score = own_words("Patients, a patient, two scans; a business associate agreement.", CLINIC)
    assert score.value == 3
    assert own_words("Business is good, associate.", CLINIC).value == 0


def test_long_heaps_of_words_take_little_time() -> None:
    heap = "move patient data not abroad " * 8000
    assert offences(heap, ABROAD, CLINIC).value is not None
    assert honours("keep " * 40_000, STAYS, CLINIC).value == 0


@given(st.text() | st.lists(st.sampled_from(PIECES)))
def test_anything_can_be_judged(said: str | list[str]) -> None:
    answer = said if isinstance(said, str) else " ".join(said)
    for rule in (*CLINIC.must, *CLINIC.never):
        assert honours(answer, rule, CLINIC).value in (0, 1)
        found = offences(answer, rule, CLINIC)
        assert found.value == len(found.spans)
    assert refuses(answer, answer, CLINIC).value in (None, 0, 1)
