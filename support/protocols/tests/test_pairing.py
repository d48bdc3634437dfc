"""Which run a message is about, by every id that it has."""

from __future__ import annotations

from support.behaviour import Question
from support.protocols.mapping.pairing import Runs


def test_runs_are_found_by_every_id_that_they_have() -> None:
    runs = Runs({"run_id", "thread_id"})
    homeless = runs.current()
    assert homeless.run_id is None
    first, second = (runs.asked(Question("how?", each, "t1")) for each in ("r1", "r2"))
    assert (first.server_run, first.own_thread) == ("r1", True)
    assert runs.current() is second
    second.over = True
    assert runs.current() is first
    first.refused = True
    assert runs.current() is second
    runs.requested(first, "q1")
    assert runs.find("s1", None, "q1") is first
    assert runs.find("s1", None, None) is first
    assert runs.find(None, None, "q1") is first
    assert runs.find(None, None, "q9") is second
    assert runs.find("child", "r2", None) is second
    assert runs.find("child", None, None) is second
    assert runs.find("r2", "r2", None) is second
    stranger = runs.find("foreign", None, None)
    assert (stranger.run_id, stranger.question) == ("foreign", None)
    assert runs.find("foreign", None, None) is stranger
    assert runs.all == [first, second]
    assert (runs.asked(Question("how?", "r1", "t1")), first.repeats) == (first, 1)


def test_runs_that_are_told_no_id_are_named_by_the_agent_in_order() -> None:
    runs = Runs({"run_id"})
    first = runs.asked(Question("how?", "r1", "t1"), made=["run_id", "thread_id"])
    second = runs.asked(Question("why?", "r2", "t1"), made=["run_id"])
    assert (first.server_run, second.server_run, first.own_thread) == (None, None, False)
    assert runs.find("s1", None, None) is first
    assert runs.find("s2", None, None) is second
    assert runs.find("s1", None, None) is first
    assert (first.server_run, second.server_run) == ("s1", "s2")
    assert runs.of_question("s2") is second
    assert runs.of_question("s3") is None
