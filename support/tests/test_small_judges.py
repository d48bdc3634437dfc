"""Small parts of the benchmarks at the very edge of what they promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.events import Event, Kind, RunLog
from support.benchmarks import business_value, conversations, promises, statistics
from support.benchmarks.grade import grade
from support.benchmarks.memory import MemoryProbe
from support.benchmarks.samples import Sample, sample
from support.reading import Conversation
from support.recording import SEND, Frame, Recording
from support.verdict import HarnessError

SAMPLES = """
[one]
question = "How?"
answer = " Save $5. "
after = " Today."
[two]
like = "one"
instead = { "Save $5" = "Spend $9" }
after = " Twice."
[three]
like = "one"
question = "Why?"
[four]
like = "one"
instead = { "nothing" = "x" }
"""


def talk(
    *answers: str, frames: tuple[Frame, ...] = (), beside: tuple[Event, ...] = ()
) -> Conversation:
    runs = tuple(
        RunLog(
            question="how?",
            run_id=f"r{number}",
            thread_id="t",
            user_id="ann",
            asked_at=0.0,
            closed_at=9.0,
            events=(Event(Kind.AGENT_COMPLETED, 1.0, 0, root=True, text=answer),),
        )
        for number, answer in enumerate(answers)
    )
    return Conversation("customer 1", Recording({}, frames), runs, beside, (), None)


def test_a_sample_is_its_source_with_some_words_instead(tmp_path: Path) -> None:
    file = tmp_path / "samples.toml"
    file.write_text(SAMPLES, encoding="utf-8")
    assert sample("one", file) == Sample("one", "How?", "Save $5. Today.")
    assert sample("two", file) == Sample("two", "How?", "Spend $9. Today. Twice.")
    assert sample("three", file) == Sample("three", "Why?", "Save $5. Today.")
    with pytest.raises(HarnessError, match="'one' does not say 'nothing'"):
        sample("four", file)
    with pytest.raises(HarnessError, match=r"there is no 'five' in samples.*; known: one, two"):
        sample("five", file)
    with pytest.raises(HarnessError, match="cannot be read"):
        sample("one", tmp_path / "none.toml")


@pytest.mark.parametrize(("share", "needed"), [(0.5, 2), (0.7, 4), (0.9, 10), (0.95, 20)])
def test_a_percentile_takes_as_many_samples_as_it_cuts_off_one_of(
    share: float, needed: int
) -> None:
    assert statistics.samples_needed(share) == needed


def test_around_a_share_there_is_as_much_room_on_both_sides() -> None:
    assert [limit.value for limit in business_value.around(0.5, 0.125)] == [37.5, 62.5]


GPU = "GPU machines cost $4,200 a month."
STORAGE = "Storage of backups costs $900 a month."


def test_an_answer_is_about_one_thing_where_it_gives_no_amounts_for_the_other() -> None:
    about = conversations.about("GPU machines", "storage of backups")
    assert about(talk(STORAGE, GPU), []).value == 1
    both = about(talk(f"{GPU}\n\n{STORAGE}"), [])
    assert both.value == 0
    assert both.why.startswith("it speaks of storage of backups too: answered by")
    silent = about(talk(GPU, STORAGE), [])
    assert (silent.value, silent.name) == (0, "about GPU machines, not storage of backups")
    unsaid = about(talk("GPU machines are busy."), [])
    assert unsaid.value == 0
    assert "without amounts" in unsaid.why


def test_a_figure_is_the_same_in_the_first_answer_and_in_the_last() -> None:
    same = conversations.same("GPU machines")
    assert same(talk(GPU, STORAGE, GPU), []).value == 1
    assert same(talk(GPU.replace("4,200", "3,100"), GPU, GPU), []).value == 0
    alone = same(talk(GPU), [])
    assert (alone.value, alone.failed, alone.why) == (None, True, "an answer is missing")


def test_an_error_told_long_after_the_last_message_still_answers_it() -> None:
    error = Event(Kind.REQUEST_ERROR, 900.0, 0, text="no JSON")
    garbled = Frame(1.0, SEND, "{")
    assert promises.error_answers(talk(frames=(garbled,), beside=(error,)), []).value == 1
    next_one = Frame(899.0, SEND, "{}")
    late = promises.error_answers(talk(frames=(garbled, next_one), beside=(error,)), [])
    assert (late.value, late.why) == (0, "no error was reported")


@pytest.mark.parametrize(
    ("met", "told"),
    [(9500, "A+"), (9499, "A"), (8999, "B+"), (8499, "B"), (7999, "not acceptable")],
)
def test_a_grade_is_never_better_than_the_share_that_was_met(met: int, told: str) -> None:
    assert grade(met, 10_000) == told


class _Source:
    interval_s, words = 0.01, "a test"

    def read(self) -> int:
        return 5


def test_a_probe_of_memory_leaves_lines_of_a_recording_and_no_thread_behind() -> None:
    with MemoryProbe(_Source()) as probe:
        assert probe._thread.daemon
    assert {(frame.dir, frame.fields["bytes"]) for frame in probe.frames} == {("memory", 5)}
    assert probe.problem == ""
    assert not probe._thread.is_alive()
