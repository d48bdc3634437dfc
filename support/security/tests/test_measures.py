"""What came of a visit is told apart: refused, served, broken down, or not to be known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.behaviour import Listen, Question
from support.protocols import adapter_of
from support.reading import Conversation, read
from support.recording import REPEATS, Frame, Recording
from support.redaction import MARK, conceal
from support.security import leaks, measures, visits
from support.security.hostile_client import Struck
from support.verdict import Limit, NotMeasured

QUESTION = Question("how much? REF-0123456789ABCDEF", "run-1", "thread-1")
CANARY = "REF-0123456789ABCDEF"
HTTP = "the agent at ws://h/ws refused the connection with HTTP"


def received(at: float, **fields: Any) -> Frame:
    return Frame(at, "recv", json.dumps(fields))


def event(at: float, kind: str, run_id: str = "run-1", **fields: Any) -> Frame:
    ids = {"run_id": run_id, "agent_id": "a", "parent_agent_id": None}
    return received(at, type=kind, **ids, **fields)


def asked(at: float, question: Question = QUESTION) -> Frame:
    (message,) = adapter_of("native", None).ask(question)
    return Frame(at, "send", message)


def trouble(kind: str, text: str) -> Frame:
    return Frame(9.0, "trouble", fields={"kind": kind, "text": text})


def talk(
    *frames: Frame, name: str = "customer 1", canary: str = "", user: str = ""
) -> Conversation:
    about = {"customer": name, "protocol": "native", "canary": canary, "user": user or None}
    ended = (Frame(0.0, "lag_floor", fields={"ms": 0.1}), Frame(0.0, "open"), *frames)
    return read(Recording(about, (*ended, Frame(10.0, "end"))))


ANSWERED = (
    asked(1.0),
    event(1.1, "agent_started", query=QUESTION.text),
    event(1.2, "agent_completed", final_response="$5"),
)


@pytest.mark.parametrize(
    ("frames", "value", "told"),
    [
        ([trouble("refused", f"{HTTP} 401 Unauthorized")], 0, "HTTP 401"),
        ([trouble("refused", f"{HTTP} 403 Forbidden")], 0, "HTTP 403"),
        ([trouble("refused", f"{HTTP} 500 Oops")], 1, "broke down instead of refusing"),
        ([Frame(1.0, "closed", fields={"code": 1008, "reason": "no"})], 0, "code 1008, no"),
        ([Frame(1.0, "closed", fields={"code": 1005})], 0, "code 1005"),
        ([Frame(1.0, "closed", fields={"code": 1011})], 1, "broke down instead of refusing"),
        ([Frame(1.0, "closed", fields={"code": 1006})], None, "broke off without a farewell"),
        (
            [
                asked(1.0),
                received(2.0, type="error", code="x", message="who are you"),
                Frame(3.0, "closed", fields={"code": 1006}),
            ],
            0,
            "who are",
        ),
        ([asked(1.0), received(2.0, type="error", code="x", message="who are you")], 0, "who are"),
        (ANSWERED, 1, "somebody with no right to it was served: agent started"),
        ([asked(1.0), trouble("patience", "stopped waiting")], None, "neither served nor refused"),
        ([trouble("unreachable", "nothing listens there")], None, "nothing listens there"),
    ],
)
def test_being_turned_away(frames: list[Frame], value: float | None, told: str) -> None:
    found = measures.turned_away(talk(*frames))
    assert found.value == value
    assert told in found.why
    assert not found.failed


def test_an_agent_that_dies_of_a_bad_pass_has_not_turned_it_away() -> None:
    came = talk(Frame(1.0, "closed", fields={"code": 1006}))
    about = {**came.recording.about, "obituary": "its process ended (exit status 1)"}
    found = measures.turned_away(read(Recording(about, came.recording.frames)))
    assert found.value == 1
    assert found.why == "it broke down instead of refusing: its process ended (exit status 1)"


def test_the_next_customer() -> None:
    assert measures.next_served(talk(*ANSWERED)).value == 0
    gone = measures.next_served(talk(trouble("unreachable", "nothing listens there")))
    assert gone.failed
    assert "nobody is served any more: nothing listens there" in gone.why


OWNER = talk(*ANSWERED, canary=CANARY, user="ann@acme")
REACH = Frame(2.0, "send", '{"type":"resume","run_id":"run-1","last_seq":0}')


@pytest.mark.parametrize(
    ("frames", "value", "told"),
    [
        ([received(3.0, type="error", code="forbidden", message="no", run_id="run-1")], 0, "1 mes"),
        ([received(3.0, type="error", message=f"that is {CANARY}")], 1, "the secret of customer 1"),
        ([received(3.0, type="pong", id="x", user_id="ann@acme")], 1, "the user id of customer 1"),
        ([event(3.0, "agent_thinking", thought="hm")], 1, "the work of customer 1"),
        ([Frame(3.0, "closed", fields={"code": 1, "reason": CANARY})], 1, "the secret"),
    ],
)
def test_what_a_curious_customer_is_shown(frames: list[Frame], value: int, told: str) -> None:
    found = measures.shown_of(OWNER, talk(REACH, *frames, name="the curious one", user="bob@acme"))
    assert found.value == value
    assert told in found.why


def test_who_never_reached_for_it_proves_nothing() -> None:
    with pytest.raises(NotMeasured, match="never came to reach"):
        measures.shown_of(OWNER, talk(name="the curious one"))
    late = Frame(5.0, "send", '{"type":"cancel","run_id":"run-1"}')
    with pytest.raises(NotMeasured, match="was over before"):
        measures.went_on(OWNER, talk(late))


def test_work_that_was_stopped_by_another() -> None:
    stopped = talk(asked(1.0), event(1.1, "agent_started"), event(3.0, "run_cancelled", reason="x"))
    assert measures.went_on(stopped, talk(REACH)).value == 1
    going = talk(asked(1.0), event(1.1, "agent_started"), event(3.0, "agent_completed", result="$"))
    assert measures.went_on(going, talk(REACH)).value == 0


def test_secrets_that_were_told() -> None:
    quiet = [*ANSWERED, received(2.0, type="pong", id=MARK)]
    assert leaks.repeated_secrets([talk(*quiet)]).value == 0
    marked = Frame(2.0, "recv", "{}", {REPEATS: True})
    opened = Frame(2.0, "open", fields={"subprotocol": f"jwt.{MARK}"})
    closed = Frame(3.0, "closed", fields={"code": 1000, "reason": f"bye {MARK}"})
    found = leaks.repeated_secrets([talk(*ANSWERED, marked, opened, closed)])
    assert found.value == 3
    assert leaks.repeated_secrets([talk()]).value is None


def test_another_customers_pass_is_a_secret_too() -> None:
    conceal(["the-pass-of-customer-2-0815"])
    told = received(2.0, type="tool_completed", results={"note": "the-pass-of-customer-2-0815"})
    found = leaks.repeated_secrets([talk(*ANSWERED, told)])
    assert found.value == 1
    assert "held a secret" in found.why


def test_a_secret_that_is_told_in_pieces() -> None:
    conceal(["a-key-in-six-pieces-4711"])
    pieces = ["my k", "ey: a-ke", "y-in-six-", "pieces", "-47", "11"]
    told = [event(1.2 + n / 100, "stream_chunk", content=each) for n, each in enumerate(pieces)]
    found = leaks.repeated_secrets([talk(*ANSWERED[:2], *told)])
    assert found.value == 1
    assert "one after another make up a secret" in found.why
    assert leaks.repeated_secrets([talk(*ANSWERED[:2], *told[:-1])]).value == 0


@pytest.mark.parametrize(
    ("frames", "value", "failed", "told"),
    [
        ([received(1.5, type="error", message="what?")], 0.5, False, "told: what?"),
        ([Frame(2.0, "closed", fields={"code": 1009})], 1.0, False, "code 1009"),
        ([], None, True, "neither answered nor refused in 9.0 s"),
        ([received(1.5, type="dunno")], None, False, "none that the protocol knows"),
    ],
)
def test_the_reaction_to_a_senseless_message(
    frames: list[Frame], value: float | None, failed: bool, told: str
) -> None:
    sent = Frame(1.0, "send", "{")
    found = measures.reaction(talk(sent, *frames), "cut off", Limit(3, "s"))
    assert found.value == (pytest.approx(value) if value else None)
    assert found.failed is failed
    assert told in found.why
    assert not measures.reaction(talk(sent), "cut off", Limit(30, "s")).failed


def test_hanging_up() -> None:
    late = measures.hang_up(Struck("x", True, None, 6.0, "nothing came of it"))
    assert late.failed
    assert not measures.hang_up(Struck("x", False, None, 0.0, "no line")).failed
    assert measures.hang_up(Struck("x", True, 0.25, 1.0, "it said goodbye", 0.01)).value == 0.25


def test_one_on_whom_it_hangs_up_with_everybody_else_proves_nothing() -> None:
    why = "it hangs up on everybody: a line ended after 2.0 s, too"
    found = measures.hang_up(Struck("x", True, 2.0, 2.0, "it said goodbye", in_vain=why))
    assert (found.value, found.failed, found.why) == (None, False, why)


def test_a_stranger_who_is_told_what_nobody_understands() -> None:
    greeting, summary = received(0.5, type="welcome"), received(1.2, type="quick_summary")
    closed = Frame(1.5, "closed", fields={"code": 1000, "reason": "bye"})
    found = measures.turned_away(talk(greeting, asked(1.0), summary, closed))
    assert found.value is None
    assert "something that nobody understands: quick_summary" in found.why
    assert measures.turned_away(talk(greeting, asked(1.0), closed)).value == 0


def test_a_stranger_stays_to_see_whether_a_warning_was_all() -> None:
    last = visits.stranger(QUESTION).actions[-1]
    assert isinstance(last, Listen)
    assert last.seconds > 2
    warned = [asked(1.0), received(1.1, type="error", code="w", message="bad", run_id="run-1")]
    assert measures.turned_away(talk(*warned)).value == 0
    served = measures.turned_away(talk(*warned, event(3.2, "agent_started")))
    assert served.value == 1


THOUGHT = "The training clusters of the third team stand idle every night"
WORKED = talk(
    *ANSWERED[:2],
    event(1.2, "agent_thinking", thought=THOUGHT),
    event(1.3, "tool_executing", tool_call_id="call-4711-a", tool_name="bills"),
    canary=CANARY,
    user="ann@acme",
)
OWN = Question("what about storage?", "run-2", "thread-2")


@pytest.mark.parametrize(
    ("frames", "value", "told"),
    [
        ([event(3.0, "agent_thinking", run_id="shared", thought="hm")], 1, "none of theirs"),
        ([received(3.0, type="pong", id="x", note=f"so: {THOUGHT}")], 1, "shown words from"),
        ([received(3.0, type="pong", id="call-4711-a")], 1, "shown a tool call id from"),
        ([event(3.0, "agent_completed", run_id="run-2", final_response=THOUGHT)], 1, "words"),
        ([event(3.0, "agent_thinking", run_id="run-2", thought=THOUGHT)], 0, "searched"),
        ([event(1.9, "agent_thinking", run_id="hello", thought="hm")], 0, "searched"),
        ([received(3.0, type="error", message="not yours", run_id="run-1")], 0, "searched"),
    ],
)
def test_what_is_shown_under_other_names(frames: list[Frame], value: int, told: str) -> None:
    begun = (asked(1.5, OWN), event(1.6, "agent_started", run_id="run-2", query=OWN.text))
    heard = sorted([*begun, REACH, *frames], key=lambda frame: frame.t)
    found = measures.shown_of(WORKED, talk(*heard, name="the curious one", user="bob@acme"))
    assert found.value == value
    assert told in found.why


def test_words_that_everybody_is_told_are_nobodys() -> None:
    begun = (asked(1.5, OWN), event(1.6, "agent_thinking", run_id="run-2", thought=THOUGHT))
    again = event(3.0, "stream_chunk", run_id="run-2", content=THOUGHT)
    found = measures.shown_of(WORKED, talk(*begun, REACH, again, user="bob@acme"))
    assert found.value == 0


ANSWER = (
    "Based on your bills of the last thirty days, the idle training clusters of the third team "
    "cost 41,200 dollars, and a schedule for the nights would save 17,900 of them."
)
TOLD_ALL = talk(
    *ANSWERED[:2],
    event(1.2, "stream_chunk", content=ANSWER[:90]),
    event(1.3, "stream_chunk", content=ANSWER[90:]),
    event(1.4, "agent_completed", final_response=ANSWER),
    canary=CANARY,
    user="ann@acme",
)
SHARED = ANSWER[:44] + "your storage holds 12 TB that nobody read; a colder class would do."
BACK = (Frame(2.1, "trouble", fields={"kind": "dropped", "text": ""}), Frame(2.2, "open"))


def word_by_word(told: str, **fields: Any) -> list[Frame]:
    """What is told, a word a message, under the one name that has a %."""
    (name,) = (key for key, value in fields.items() if value == "%")
    words = told.split(" ")
    return [received(3 + n / 1000, **fields | {name: word}) for n, word in enumerate(words)]


@pytest.mark.parametrize(
    ("frames", "value"),
    [
        (word_by_word(ANSWER, type="update", text="%"), 1),
        (word_by_word(ANSWER[60:], type="heartbeat", note="%"), 1),
        (word_by_word(ANSWER[-90:], type="pong", more={"list": ["x", "y"]}, id="%"), 1),
        (word_by_word(ANSWER, type="stream_chunk", run_id="run-2", agent_id="a", content="%"), 1),
        # Two answers may have a sentence in common, and progress may be told beside a run.
        (word_by_word(SHARED, type="stream_chunk", run_id="run-2", agent_id="a", content="%"), 0),
        (word_by_word(SHARED[40:], type="update", text="%"), 0),
        (word_by_word("I look at the bills", type="update", text="%"), 0),
    ],
)
def test_what_is_shown_in_pieces(frames: list[Frame], value: int) -> None:
    begun = (asked(1.5, OWN), event(1.6, "agent_started", run_id="run-2", query=OWN.text))
    resumed = Frame(2.3, "send", json.dumps({"type": "resume", "run_id": "run-1", "last_seq": 0}))
    heard = (*begun, *BACK, resumed, *frames)
    found = measures.shown_of(TOLD_ALL, talk(*heard, name="the curious one", user="bob@acme"))
    assert (found.value, "in pieces" in found.why) == (value, bool(value))


def test_what_one_was_told_before_is_no_trace_in_pieces() -> None:
    own = [event(1.6, "agent_thinking", run_id="run-2", thought=ANSWER)]
    told = word_by_word(ANSWER, type="update", text="%")
    heard = (asked(1.5, OWN), *own, REACH, *told)
    found = measures.shown_of(TOLD_ALL, talk(*heard, name="the curious one", user="bob@acme"))
    assert found.value == 0
