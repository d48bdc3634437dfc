import random
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.events import Event, Kind, RunLog
from support.evidence.attach import _drawing_problem
from support.evidence.drawing import axis_step, fit, rows_for, text_width
from support.evidence.story import story_of
from support.evidence.tests.samples import HOSTILE, event, run
from support.evidence.timeline import timeline_svg

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - made by the code under test


def words_of(picture: str) -> str:
    return "\n".join(parsed(picture).itertext())


def rich() -> RunLog:
    return run(
        event(Kind.AGENT_STARTED, 0.2, root=True),
        event(Kind.AGENT_THINKING, 0.5),
        event(Kind.AGENT_HANDOFF, 1, to_agent="Analyst"),
        event(Kind.AGENT_STARTED, 1.1, "Analyst"),
        event(Kind.TOOL_EXECUTING, 2, "Analyst", call_id="1", tool_name="billing"),
        event(Kind.TOOL_EXECUTING, 2.1, "Analyst", call_id="2", tool_name="prices"),
        event(Kind.TOOL_COMPLETED, 3.1, "Analyst", call_id="2", data={"is_error": True}),
        event(Kind.TOOL_COMPLETED, 9.5, "Analyst", call_id="1"),
        event(Kind.AGENT_COMPLETED, 10, "Analyst"),
        event(Kind.TEXT_DELTA, 11),
        event(Kind.AGENT_COMPLETED, 12.5, root=True, text="Answer"),
        question="How to save?",
    )


def test_a_run_is_told_in_words_too() -> None:
    picture = timeline_svg([rich()], "A customer asks")
    words = words_of(picture)
    for each in (
        "“How to save?”",
        "first sign of work 0.20 s",
        "complete 12.5 s",
        "✓ answered after 12.5 s",
        "billing 7.50 s",
        "✗ prices failed, 1.00 s",
        "silent for 6.40 s",
        "Analyst",
    ):
        assert each in words
    root = parsed(picture)
    assert root.findtext(f"{SVG}title") == "A customer asks"
    assert "2 agents, 2 uses of tools (1 failed), 1 handoff" in (root.findtext(f"{SVG}desc") or "")
    assert not _drawing_problem(picture)


def test_lanes_calls_and_handoffs_are_read_from_the_log() -> None:
    story = story_of(rich())
    assert [lane.name for lane in story.lanes] == ["root", "Analyst"]
    billing, prices = story.lanes[1].calls
    assert (billing.tool, billing.failed) == ("billing", False)
    assert (prices.tool, prices.failed) == ("prices", True)
    assert [billing.end, prices.end] == pytest.approx([9.5, 3.1])
    assert story.handoffs[0].target is story.lanes[1]
    assert story.silences[0] == pytest.approx((3.1, 9.5))
    assert len(story.silences) == 1
    assert story.length == pytest.approx(12.5)


def test_cancelling_and_coming_back_are_marked() -> None:
    log = run(
        event(Kind.AGENT_STARTED, 0.2, root=True),
        event(Kind.TOOL_EXECUTING, 1, tool_name="billing"),
        event(Kind.RUN_CANCELLED, 3.4),
        cancelled_at=103.0,
    )
    words = words_of(timeline_svg([log], "x", reconnected_at=[102.0, 999.0]))
    assert "asked to stop 3.00 s" in words
    assert "■ stopped after 3.40 s" in words
    assert "billing, not finished" in words
    assert words.count("line up again 2.00 s") == 1


def test_a_run_that_never_ends_shows_the_silence_and_the_reason() -> None:
    log = run(event(Kind.AGENT_STARTED, 1, root=True), gave_up="nothing came for 20 s", closed=21)
    words = words_of(timeline_svg([log], "x"))
    assert "✗ never ended: nothing came for 20 s" in words
    assert "silent for 20.0 s" in words


@pytest.mark.parametrize(
    "events",
    [
        (),
        (event(Kind.TEXT_DELTA, 1, None),),
        (event(Kind.TOOL_COMPLETED, 1, None, tool_name="never announced"),),
        (event(Kind.AGENT_COMPLETED, -5, root=True),),
        (event(Kind.AGENT_THINKING, float("nan")), event(Kind.AGENT_THINKING, float("inf"))),
        (event(Kind.AGENT_HANDOFF, 1, to_agent="root"), event(Kind.AGENT_HANDOFF, 2)),
        (event(Kind.UNMAPPED, 1), event(Kind.SESSION, 2)),
    ],
)
def test_odd_logs_are_drawn_all_the_same(events: tuple[Event, ...]) -> None:
    assert not _drawing_problem(timeline_svg([run(*events)], "odd"))


def test_no_question_at_all() -> None:
    assert "No question was asked." in words_of(timeline_svg([], "empty"))


def test_hostile_names_stay_text_of_bounded_length() -> None:
    evil = HOSTILE + "é" * 5000
    log = run(
        event(Kind.AGENT_STARTED, 1, evil, root=True),
        event(Kind.TOOL_EXECUTING, 2, evil, tool_name=evil),
        event(Kind.AGENT_HANDOFF, 3, evil, to_agent=evil),
        event(Kind.AGENT_ERROR, 4, evil, text=evil, root=True),
        question=evil,
        gave_up=evil,
    )
    picture = timeline_svg([log], evil)
    assert not _drawing_problem(picture)
    assert "\x1b" not in picture
    assert "\u202e" not in picture
    assert max(map(len, parsed(picture).itertext())) < 3500


@pytest.mark.parametrize("agents", [1, 40])
def test_ten_thousand_events_stay_small(agents: int) -> None:
    rng = random.Random(agents)
    events = [
        event(
            rng.choice(list(Kind)),
            rng.random() * 300,
            f"&&&&&&&&&& {rng.randrange(agents)}",
            call_id=str(rng.randrange(3000)),
            tool_name="&" * 90,
            data={"is_error": rng.random() < 0.3},
        )
        for _ in range(10_000)
    ]
    log = run(*sorted(events, key=lambda each: each.at), question="&" * 5000)
    picture = timeline_svg([log] * 20, "busy", [100.0 + each for each in range(300)])
    assert len(picture.encode()) < 300_000
    assert "too much to draw everything" in picture
    assert "Not drawn: 14 more runs" in picture


KINDS = st.sampled_from(list(Kind))
NAMES = st.none() | st.text(st.characters(exclude_categories=()), max_size=8)
EVENTS = st.builds(
    Event,
    kind=KINDS,
    at=st.floats(allow_nan=True, allow_infinity=True, width=32),
    frame=st.just(0),
    agent_id=NAMES,
    agent_name=NAMES,
    root=st.booleans(),
    recoverable=st.booleans(),
    call_id=NAMES,
    tool_name=NAMES,
    to_agent=NAMES,
    text=st.text(max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS, max_size=15), st.none() | st.floats(90, 200))
def test_any_log_gives_a_safe_picture(events: list[Event], cancelled: float | None) -> None:
    picture = timeline_svg([run(*events, cancelled_at=cancelled)], "any")
    assert not _drawing_problem(picture)


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0.1, 99)), max_size=40))
def test_rows_keep_stretches_apart(stretches: list[tuple[float, float]]) -> None:
    extents = sorted((start, start + length) for start, length in stretches)
    rows = rows_for(extents, 99)
    for row in set(rows):
        own = [extent for extent, which in zip(extents, rows, strict=True) if which == row]
        assert all(before[1] <= after[0] for before, after in pairwise(own))


def test_lines_fit_and_axes_have_round_steps() -> None:
    assert text_width(fit("a long name that does not fit", 80)) <= 80
    assert fit("abc", 3) == ""
    assert [axis_step(length) for length in (0.001, 1, 24, 300)] == [0.0001, 0.1, 5, 50]
