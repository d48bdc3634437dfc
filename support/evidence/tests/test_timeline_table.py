from hypothesis import given
from hypothesis import strategies as st

from scoring.events import Kind
from support.evidence.tests.samples import HOSTILE, event, run
from support.evidence.tests.views import a_run
from support.evidence.timeline_table import timeline_table


def test_everything_that_is_drawn_is_told() -> None:
    lines = [line.split("\t") for line in timeline_table([a_run()]).splitlines()]
    assert lines[0] == ["question", "agent", "what", "from, s", "to, s", "remark"]
    assert ["1", "", "silence", "3.100", "9.500", ""] in lines
    assert ["1", "Analyst", "tool billing", "2.000", "9.500", ""] in lines
    assert ["1", "Analyst", "tool prices", "2.100", "3.100", "failed"] in lines
    assert ["1", "root", "handoff", "1.000", "", "to Analyst"] in lines
    assert ["1", "root", "agent_completed", "12.500", "", ""] in lines


def test_a_run_that_never_ended_says_so() -> None:
    table = timeline_table([run(event(Kind.AGENT_STARTED, 1), gave_up="silent for 12 s")])
    assert table.splitlines()[-1] == "1\t\tnever ended\t\t\tsilent for 12 s"
    assert timeline_table([]).count("\n") == 0


@given(st.text(max_size=50) | st.just(HOSTILE))
def test_foreign_words_never_make_a_line_or_a_cell_of_their_own(words: str) -> None:
    log = run(event(Kind.TOOL_EXECUTING, 1, words or "a", tool_name=words), question=words)
    for line in timeline_table([log]).split("\n"):
        assert line.count("\t") == 5
