"""Many customers of an agent that speaks by a mapping are judged as one of them would be."""

from __future__ import annotations

import pytest

from support.assignment import Assignment
from support.behaviour import Customer, Question, asks
from support.fleet import shard
from support.fleet.tally import Tally
from support.protocols import Speaker
from support.protocols.tests.talking import SHORT, mapping
from support.protocols.tests.test_odd_servers import COMMANDS, KEY, commands
from support.reading import Conversation, read
from support.recording import Recording
from support.tests.scripted_agent import agent_in_thread
from support.verdict import Measurement
from support.wire import Address


def test_a_crowd_is_judged_by_what_is_recorded_and_no_secret_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged: list[Conversation] = []

    class Watched(Tally):
        def take(self, talk: Conversation, isolation: Measurement) -> bool:
            judged.append(talk)
            return super().take(talk, isolation)

    monkeypatch.setattr(shard, "Tally", Watched)
    with agent_in_thread(commands("END 1 token_of_session")) as url:
        speaker = Speaker(user="ann", secrets={"key": KEY})
        crowd = [
            Assignment(
                Customer(name, asks(Question("how?"))),
                Address(url),
                patience=SHORT,
                protocol="mapping",
                mapping=mapping(COMMANDS),
                speaker=speaker,
            )
            for name in ("customer 1", "customer 2")
        ]
        house = [shard.belongings_of(assignment) for assignment in crowd]
        tally = shard.survey(crowd, house)
    assert tally.customers == len(judged) == 2
    for talk in judged:
        (run,) = talk.runs
        assert run.events[-1].text == "exit 1 [redacted]"
        assert "token_of" not in talk.recording.text()
        again = read(Recording(talk.recording.about, talk.recording.frames))
        assert (again.runs, again.beside_runs) == (talk.runs, talk.beside_runs)
