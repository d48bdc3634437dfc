"""What rules make of messages: ids, pairing, assembling, errors, endings, unknown messages."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

from scoring.events import Event, Kind
from support.behaviour import Question
from support.protocols import Asked, Cancelled, MappingAdapter, Resumed, Speaker, adapter_of
from support.protocols.mapping.loading import shipped
from support.protocols.recognise import recognise
from support.protocols.tests.talking import mapping, story
from support.protocols.unmapped import unmapped, unused_rules
from support.recording import RECV, SEND, Frame

PLAIN = """
synthetic = ["run_started"]
[[ask]]
send = { ask = "${question}", run = "${run_id}" }
[[cancel]]
send = { stop = "${run_id}" }
[fields]
run = "run"
message = "message"
call = "call"
tool = "tool"
"""


def adapter(text: str, *questions: str) -> MappingAdapter:
    made = MappingAdapter(mapping(PLAIN + text), Speaker())
    made.connected(0.0)
    for run_id in questions or ("r1",):
        for data in made.ask(Question("how?", run_id, "t1")):
            made.sent(data)
    return made


def heard(made: MappingAdapter, *messages: Any, start: int = 0) -> tuple[Event, ...]:
    return tuple(
        event
        for number, message in enumerate(messages, start)
        for event in made.receive(float(number), number, json.dumps(message))
    )


RULES = """
[[rule]]
when = { k = "start" }
emit = "agent_started"
agent = "who"
parent = "of"
[[rule]]
when = { k = "begun" }
emit = "tool_begun"
[[rule]]
when = { k = "args" }
emit = "tool_arguments"
arguments = "piece"
[[rule]]
when = { k = "call" }
emit = "tool_executing"
arguments = "args"
[[rule]]
when = { k = "result" }
emit = "tool_completed"
result = "out"
failed = "bad"
[[rule]]
when = { k = "delta" }
emit = "text_delta"
text = "t"
[[rule]]
when = { k = "whole" }
emit = "text_whole"
text = "t"
[[rule]]
when = { k = "error" }
emit = "agent_error"
agent = "who"
text = "t"
[[rule]]
when = { k = "hiccup" }
emit = "agent_error"
retryable = true
text = "t"
[[rule]]
when = { k = "helper" }
emit = "agent_completed"
agent = "who"
text = "''"
[[rule]]
when = { k = "end" }
emit = "run_completed"
input_tokens = "in"
output_tokens = "out"
[[rule]]
when = { k = "recovered" }
emit = "run_completed"
recovers = true
"""


def test_arguments_come_in_pieces_and_calls_pair_without_ids_by_name_and_order() -> None:
    events = heard(
        adapter(RULES),
        {"k": "begun", "tool": "spend"},
        {"k": "args", "piece": '{"a":'},
        {"k": "args", "piece": "1}"},
        {"k": "call"},
        {"k": "call", "tool": "prices", "args": "all"},
        {"k": "call", "tool": "spend"},
        {"k": "result", "tool": "prices"},
        {"k": "result", "tool": "spend"},
        {"k": "result", "tool": "spend", "bad": 1},
        {"k": "result", "tool": "magic"},
    )
    calls = [e for e in events if e.kind in (Kind.TOOL_EXECUTING, Kind.TOOL_COMPLETED)]
    ids = [event.call_id for event in calls]
    assert ids[3:] == [ids[1], ids[0], ids[2], "magic (never called)"]
    assert len(set(ids[:3])) == 3
    assert [e.data["arguments"] for e in calls[:3]] == [{"a": 1}, "all", ""]
    assert [e.data["is_error"] for e in calls[3:]] == [False, False, True, False]


def test_a_result_for_a_call_that_was_only_announced_shows_the_call_first() -> None:
    events = heard(
        adapter(RULES), {"k": "begun", "tool": "spend", "call": "c"}, {"k": "result", "call": "c"}
    )
    assert story(events) == ["agent_started how?", "tool_executing spend", "tool_completed spend"]


def test_pieces_are_appended_by_message_a_whole_replaces_and_nothing_is_dropped_twice() -> None:
    made = adapter(RULES)
    events = heard(
        made,
        {"k": "delta", "t": ""},
        {"k": "delta", "t": "I look. ", "message": "m1"},
        {"k": "delta", "t": "Save ", "message": "m2"},
        {"k": "whole", "t": "I look. ", "message": "m1"},
        {"k": "whole", "t": "Save $5.", "message": "m2"},
        {"k": "whole", "t": "Save $5.", "message": "m2"},
        {"k": "end", "in": 3, "out": 4},
    )
    assert story(events) == [
        "agent_started how?",
        "text_delta I look. ",
        "text_delta \n\nSave ",
        "text_delta $5.",
        "agent_completed I look. \n\nSave $5.",
    ]
    assert events[-1].data["usage"] == {"input_tokens": 3, "output_tokens": 4}
    assert [e.kind for e in events].count(Kind.SESSION) == 2
    replaced = heard(
        adapter(RULES), {"k": "delta", "t": "a"}, {"k": "whole", "t": "b"}, {"k": "end"}
    )
    assert story(replaced)[1:] == ["text_delta a", "agent_completed b"]


@pytest.mark.parametrize(
    ("messages", "ending"),
    [
        ([{"k": "end"}], "agent_completed"),
        ([{"k": "error", "t": "down"}], "agent_error down"),
        (
            [{"k": "hiccup", "t": "slow"}, {"k": "end"}],
            "agent_error completed after an error: slow",
        ),
        ([{"k": "hiccup", "t": "slow"}, {"k": "recovered"}], "agent_completed"),
        (
            [{"k": "start", "who": "w"}, {"k": "error", "who": "w", "t": "no"}, {"k": "end"}],
            "agent_error completed after an error: no",
        ),
        (
            [
                {"k": "start", "who": "w"},
                {"k": "error", "who": "w", "t": "no"},
                {"k": "helper", "who": "w"},
                {"k": "end"},
            ],
            "agent_completed",
        ),
        ([{"k": "result", "tool": "x", "bad": True}, {"k": "end"}], "agent_completed"),
    ],
)
def test_an_error_that_nobody_recovered_from_spoils_the_end(messages: Any, ending: str) -> None:
    *before, last = heard(adapter(RULES), *messages)
    assert story((last,)) == [ending]
    assert last.terminal
    assert not any(event.terminal for event in before)


def test_helpers_nest_and_foreign_runs_stay_foreign() -> None:
    made = adapter(RULES)
    lead, helper, foreign = heard(
        made,
        {"k": "delta", "t": "x"},
        {"k": "start", "who": "w", "run": "r1"},
        {"k": "delta", "t": "y", "run": "r9"},
    )[0:4:1][1:4]
    assert (lead.root, lead.run_id) == (True, "r1")
    assert (helper.root, helper.agent_id, helper.parent_agent_id) == (False, "w", "agent")
    assert foreign.run_id == "r9"


def test_a_late_error_is_an_event_after_the_end_and_one_without_a_question_a_refusal() -> None:
    rules = RULES + '[[rule]]\nwhen = { k = "crash" }\nemit = "run_failed"\ntext = "t"\n'
    late = heard(adapter(rules), {"k": "end"}, {"k": "crash", "t": "late"})
    assert story(late)[1:] == ["agent_completed", "agent_error late"]
    alone = MappingAdapter(mapping(PLAIN + rules))
    alone.connected(0.0)
    (refusal,) = heard(alone, {"k": "crash", "t": "early"})
    assert (refusal.kind, refusal.text) == (Kind.REQUEST_ERROR, "early")


def test_what_no_rule_takes_is_kept_whole_and_grouped_by_shape() -> None:
    made = adapter(RULES)
    events = heard(
        made,
        {"type": "status", "cpu": {"load": 1}},
        {"type": "status", "cpu": {"load": 2}},
        {"x": [{"y": 1}]},
        [1, 2],
    )
    events += tuple(made.receive(9.0, 9, "no JSON")) + tuple(made.receive(10.0, 10, b"\x00"))
    assert [event.kind for event in events] == [Kind.UNMAPPED] * 6
    groups = unmapped(events)
    assert [(group.name, group.frames) for group in groups] == [
        ("status", (0, 1)),
        ("x", (2,)),
        ("message", (3,)),
        ("no", (9,)),
        ("binary", (10,)),
    ]
    assert groups[0].summary == '2 times: type = "status", cpu.load = 1'
    assert groups[1].summary == "once: x[0].y = 1"
    assert groups[3].summary == "once: 'no JSON'"
    assert unused_rules(made) == list(range(1, 13))
    heard(made, {"k": "end"})
    assert 11 not in unused_rules(made)


def test_what_was_sent_is_read_back_from_templates_alone() -> None:
    made = MappingAdapter(mapping(PLAIN + RULES), live=False)
    assert made.sent('{"ask":"why?","run":"r7"}') == Asked(Question("why?", "r7", "thread 1"))
    assert made.sent('{"stop":"r7"}') == Cancelled("r7")
    assert made.sent('{"other":1}') is None
    assert made.sent("\x00") is None
    assert made.ask(Question("q", "r", "t")) == []
    agui = adapter_of("agui", live=False)
    history = [{"role": "user", "content": "old"}, {"role": "user", "content": "new", "id": "1"}]
    sent = agui.sent(json.dumps({"threadId": "t", "runId": "r", "messages": history}))
    assert sent == Asked(Question("new", "r", "t"))
    agno = adapter_of("agno", live=False)
    agno.sent('{"action":"start-workflow","message":"m","session_id":"s","workflow_id":"w"}')
    assert agno.sent('{"action":"reconnect","run_id":"x","last_event_index":3}') is None
    agno.receive(1.0, 1, '{"event":"WorkflowStarted","run_id":"x"}')
    resumed = agno.sent('{"action":"reconnect","run_id":"x","last_event_index":3}')
    assert resumed == Resumed("run 1")


def test_a_native_transcript_is_recognised_and_an_unknown_one_is_not() -> None:
    def frames(*messages: Any) -> list[Frame]:
        return [Frame(float(n), RECV, json.dumps(m)) for n, m in enumerate(messages)]

    native = frames({"type": "connection_established"}, {"type": "agent_started", "run_id": "r"})
    assert recognise(native) == "native"
    assert recognise(frames({"some": "thing"}, [1])) is None
    assert recognise([Frame(0.0, SEND, "x")]) is None


class TestOpenAIResponses:
    """There is no transcript of it: messages as its reference describes them."""

    CALL: ClassVar = {"type": "function_call", "id": "fc1", "call_id": "c1", "name": "spend"}

    def made(self) -> MappingAdapter:
        found = MappingAdapter(shipped("openai_responses"), Speaker(secrets={"key": "sk-123456"}))
        found.connected(0.0)
        (asked,) = found.ask(Question("how?", "r1", "t1"))
        found.sent(asked)
        assert json.loads(asked)["input"][0]["content"][0]["text"] == "how?"
        return found

    def test_tools_are_answered_by_the_customer_and_the_last_response_is_the_end(self) -> None:
        made = self.made()
        usage = {"input_tokens": 10, "output_tokens": 2}
        first = heard(
            made,
            {"type": "response.created", "response": {"id": "a"}},
            {"type": "response.reasoning_summary_text.delta", "delta": "let me see"},
            {"type": "response.output_item.added", "item": self.CALL},
            {"type": "response.function_call_arguments.delta", "item_id": "fc1", "delta": "{"},
            {"type": "response.output_item.done", "item": {**self.CALL, "arguments": '{"a":1}'}},
            {"type": "response.completed", "response": {"id": "a", "usage": usage}},
        )
        (reply,) = made.replies()
        answer = json.loads(reply)
        assert answer["previous_response_id"] == "a"
        assert answer["input"] == [
            {
                "type": "function_call_output",
                "call_id": "c1",
                "output": "this tool is not available",
            }
        ]
        second = heard(
            made,
            {"type": "response.output_text.delta", "item_id": "m", "delta": "Save "},
            {"type": "response.output_text.delta", "item_id": "m", "delta": "$5."},
            {"type": "response.output_text.done", "item_id": "m", "text": "Save $5."},
            {"type": "response.completed", "response": {"id": "b", "usage": usage}},
            start=6,
        )
        assert story(first + second) == [
            "agent_started how?",
            "agent_thinking let me see",
            "tool_executing spend",
            "tool_completed spend",
            "text_delta Save ",
            "text_delta $5.",
            "agent_completed Save $5.",
        ]
        assert second[-1].data["usage"] == {"input_tokens": 20, "output_tokens": 4}
        assert made.replies() == []

    @pytest.mark.parametrize(
        ("message", "why"),
        [
            ({"type": "response.failed", "response": {"error": {"message": "down"}}}, "down"),
            (
                {
                    "type": "response.incomplete",
                    "response": {"incomplete_details": {"reason": "x"}},
                },
                "incomplete: x",
            ),
            ({"type": "error", "error": {"message": "no such model"}}, "no such model"),
        ],
    )
    def test_failures(self, message: Any, why: str) -> None:
        *_, last = heard(self.made(), message)
        assert (last.kind, last.text, last.terminal) == (Kind.AGENT_ERROR, why, True)

    def test_the_key_is_shown_at_the_door_and_nowhere_else(self) -> None:
        made = self.made()
        door = made.door("wss://api.example.com/anything")
        assert door.url == "wss://api.example.com/v1/responses"
        assert door.headers == {"Authorization": "Bearer sk-123456"}
        assert made.new_secrets() == ["sk-123456"]


def test_a_message_without_an_event_of_its_own_may_count_among_the_runs_numbers() -> None:
    made = adapter(
        """seq = "seq"
[[rule]]
when = { note = { present = true } }
emit = "nothing"
[[rule]]
when = { say = { present = true } }
emit = "text_delta"
text = "say"
[[rule]]
when = { over = true }
emit = "run_completed"
"""
    )
    told: list[dict[str, Any]] = [{"say": "a"}, {"note": 1}, {"say": ""}, {"say": "b"}, {"note": 9}]
    places = (1, 2, 3, 4, 90)
    numbered = [{"run": "r1", "seq": n, **e} for n, e in zip(places, told, strict=True)]
    events = [event for event in heard(made, *numbered) if not event.data.get("synthetic")]
    assert [(event.kind, event.seq) for event in events] == [
        (Kind.TEXT_DELTA, 1),
        (Kind.SESSION, 2),
        (Kind.SESSION, 3),
        (Kind.TEXT_DELTA, 4),
        (Kind.SESSION, None),
    ]
