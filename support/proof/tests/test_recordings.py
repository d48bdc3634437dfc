"""Scenarios judged from recordings, and recordings that are moved."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.events import Kind
from support.assignment import Assignment
from support.behaviour import Question
from support.customers import crowd, one
from support.faults.trial import ROOT
from support.proof import chain, moves, rewritten
from support.proof.acting import profile_of
from support.proof.bench import Bench, key_of
from support.proof.clean import QUESTIONS, features
from support.proof.fleets import Desk, Planning, Recorded, StandIn
from support.proof.ids import repeatable
from support.proof.workshop import cell_of
from support.reading import Conversation, read
from support.tests.recordings import asks, gets, notes, recording
from support.verdict import HarnessError, Outcome

STARTS = "The work begins with its start"
LAGS = notes("lag_floor", ms=0.4)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.chdir(tmp_path)
    with repeatable() as ids:
        yield Bench(ids, profile_of(""), [ROOT / "features" / "golden_path"], ())


def short(bench: Bench) -> tuple[dict[str, list[object]], Recorded]:
    """The plans, and what an agent that answers everything at once would have left."""
    stage = Planning(company_of=lambda _: "")
    plans = bench.plans()
    desk = Desk(profile_of("")).__enter__()
    recorded = {
        key: [stage.run([desk.assignment(who) for who, _ in sent]) for sent in plan]
        for key, plan in plans.items()
    }
    return plans, recorded  # type: ignore[return-value]


def test_what_is_asked_again_is_asked_under_the_same_ids() -> None:
    with repeatable() as ids:
        ids.begin("a scenario")
        first = [Question("q"), crowd(2)]
        ids.begin("another one")
        other = [Question("q"), crowd(2)]
        ids.begin("a scenario")
        assert [Question("q"), crowd(2)] == first
        assert other != first
    assert Question("q") != Question("q")
    assert len({secrets.token_hex(8) for _ in range(3)}) == 3


def test_scenarios_that_do_the_same_are_recorded_once(bench: Bench) -> None:
    scenarios = [each for feature in bench.parsed() for each in feature.walk_scenarios()]
    plans = bench.plans()
    assert set(plans) == {key_of(each) for each in scenarios}
    assert len(plans) < len(scenarios)
    assert plans == bench.plans()


def test_every_promise_judges_what_was_recorded_and_nothing_else(bench: Bench) -> None:
    plans, recorded = short(bench)
    cells = {cell.scenario: cell for cell in map(cell_of, bench.judged(plans, recorded))}  # type: ignore[arg-type]
    assert cells[STARTS].outcome is Outcome.MET
    hidden = cells["All five signs of progress are shown"]
    assert hidden.outcome is Outcome.NOT_MET
    assert hidden.broken[0][0] == "signs of work"
    assert "a thought (agent_thinking) never came" in hidden.reason
    (alone,) = bench.judged(plans, recorded, only=STARTS)  # type: ignore[arg-type]
    assert alone.name == STARTS
    others = {key: [list(reversed(talks)) for talks in sent] for key, sent in recorded.items()}
    assert bench.judged(plans, others, only=STARTS)[0].outcome is Outcome.MET  # type: ignore[arg-type]


def test_whoever_was_not_recorded_is_nobody_to_be_judged(bench: Bench) -> None:
    plans, recorded = short(bench)
    fewer = {key: sent[:0] for key, sent in plans.items()}
    (result,) = bench.judged(fewer, recorded, only=STARTS)  # type: ignore[arg-type]
    assert (result.outcome, result.reason) == (Outcome.BROKEN, "these customers were not recorded")
    with pytest.raises(HarnessError, match="nobody can be sent off"):
        StandIn().survey([])


def test_clean_questions_all_differ_and_come_from_every_company() -> None:
    texts = [
        step.name
        for feature in features(0, ["healthcare", "retail"])
        for scenario in feature.walk_scenarios()
        for step in scenario.steps
    ]
    asked = [text for text in texts if text.startswith("a customer asks")]
    assert len(asked) == QUESTIONS
    assert len(set(asked)) > QUESTIONS // 2
    assert not any("<" in text for text in texts)
    assert {text for text in texts if text.startswith("a customer from")} == {
        "a customer from healthcare",
        "a customer from retail",
    }


def conversation() -> Conversation:
    """One run: events 1 s apart, two pieces, two handoffs, an answer of two sentences."""
    kinds = [
        ("agent_started", {}),
        ("agent_handoff", {}),
        ("agent_thinking", {}),
        ("agent_handoff", {}),
        ("stream_chunk", {"content": "Save $5. "}),
        ("stream_chunk", {"content": "Buy two."}),
        ("agent_completed", {"final_response": "Save $5. Buy two."}),
    ]
    told = [
        gets(kind, "r1", seq=n, agent_id="a", **more) for n, (kind, more) in enumerate(kinds, 1)
    ]
    return read(recording([notes("open"), asks("r1"), *told, notes("end"), LAGS]))


def moved(name: str, amount: float) -> Conversation:
    return moves.MOVES[name]([[conversation()]], amount)[0][0]


@pytest.mark.parametrize("name", ["first sign", "silence", "completion"])
def test_a_move_in_time_moves_the_end_by_as_much_and_loses_nothing(name: str) -> None:
    before, after = conversation().runs[0], moved(name, 7.0).runs[0]
    assert [event.kind for event in after.events] == [event.kind for event in before.events]
    assert after.events[-1].at == pytest.approx(before.events[-1].at + 7.0)
    assert after.asked_at == before.asked_at
    stamps = [event.at for event in after.events]
    assert stamps == sorted(stamps)


def test_each_move_moves_what_it_says() -> None:
    run = conversation().runs[0]

    def gap(talk: Conversation, kind: Kind) -> float:
        first, second = (event.at for event in talk.runs[0].of(kind))
        return second - first

    pieces, handoffs = gap(conversation(), Kind.TEXT_DELTA), gap(conversation(), Kind.AGENT_HANDOFF)
    assert gap(moved("pieces", 5.0), Kind.TEXT_DELTA) == pytest.approx(pieces + 5.0)
    assert gap(moved("handoffs", 5.0), Kind.AGENT_HANDOFF) == pytest.approx(handoffs + 5.0)
    first = moved("first sign", 5.0).runs[0].events[0].at
    assert first == pytest.approx(run.events[0].at + 5.0)
    assert len(list(moved("fewer handoffs", 1).runs[0].of(Kind.AGENT_HANDOFF))) == 1
    assert not list(moved("fewer thoughts", 3).runs[0].of(Kind.AGENT_THINKING))
    assert moved("cut", 0.5).runs[0].answer == "Save $5. "
    assert moved("words", 0.0).runs[0].answer == "Save"
    assert moved("unanswered", 1).runs[0].answer == ""
    assert moved("on the way", 0.5).runs[0].events[0].at == pytest.approx(run.events[0].at + 0.5)


def test_only_some_rounds_and_only_the_last_ones_are_moved() -> None:
    both = [[conversation()], [conversation()]]
    rounds = moves.first_sign_now_and_then(both, 1)
    ends = [talk.runs[0].events[0].at for (talk,) in rounds]
    assert ends[0] == pytest.approx(ends[1] + 60.0)
    (alone,), (beside,) = moves.completion_together(both, 3.0)
    assert beside.runs[0].events[-1].at == pytest.approx(alone.runs[0].events[-1].at + 3.0)
    (_,), (late,) = moves.slowest(both, 3.0)
    assert late.runs[0].events[-1].at == beside.runs[0].events[-1].at
    mixed = rewritten.mixed([[conversation(), conversation()]], 1.0)[0]
    assert mixed[1].runs[0].answer == mixed[0].runs[0].answer


def test_what_the_suite_itself_lost_or_shifted_is_seen_in_the_recording() -> None:
    clocks = [notes("clock", unix=100.0 + at, ms=0.0) for at in (0, 9)]
    whole = [notes("open"), clocks[0], asks("r1"), gets("agent_started", "r1", seq=1), clocks[1]]
    talk = read(recording([*whole, notes("end", received=1), LAGS]))
    with pytest.raises(HarnessError, match="holds 0 of the 1 messages"):
        chain._dropped(talk)
    unix = [frame.fields["unix"] for frame in chain._stepped(talk).recording.frames[1:5:3]]
    assert unix == [100.0, 109.0 + chain.STEPPED_S]


def test_an_answer_in_sentences_is_still_the_answer() -> None:
    text = "**One.** Two. Three\n- four. five\n\nsix"
    assert "".join(rewritten.sentences(text)) == text
    assert len(rewritten.sentences(text)) > 4


def test_the_desk_knows_its_customers_and_opens_no_door() -> None:
    desk = Desk(profile_of("")).__enter__()
    made = desk.assignment(one(), "larkspur")
    assert isinstance(made, Assignment)
    assert made.user_id == "customer-1@larkspur"
    assert (desk.process, desk.on_this_host, made.address.url) == (None, True, "")
    assert desk.companies[made.customer] == "larkspur"
