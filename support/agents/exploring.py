"""What an agent of unknown protocol says to one question, so that a mapping can be drafted."""

from __future__ import annotations

from typing import Any

import msgspec

from support.agents.agent import AgentUnderTest
from support.agents.checking import FOLDER, QUESTION
from support.agents.profile import Profile, Waits
from support.behaviour import Question, asks
from support.customers import one
from support.fleet import Fleet
from support.protocols import Mapping
from support.protocols.mapping.model import End, Rule
from support.protocols.mapping.wiring import Step
from support.recording import RECV, Recording, save
from support.verdict import HarnessError

QUIET_S = 3.0
"""A pause after which an unknown agent is taken to have said everything."""

SILENCE_S = 30.0
"""How long the first message of an agent is awaited."""


def explored(name: str, url: str, message: str) -> tuple[Recording, dict[str, Any]]:
    """What came of sending `message`, JSON with `${question}` in it, and that message as data.

    Every message of the agent is taken for a thought: nothing is known of it yet. Raises
    `HarnessError` where the message will not do, or the agent says nothing.
    """
    asked = _message(message)
    profile = Profile(
        name=name,
        url=url,
        protocol="mapping",
        mapping=Mapping(
            synthetic=["run_started"],
            ask=[Step(send=asked)],
            rule=[Rule(emit="agent_thinking", text="to_string(@)")],
            end=End(quiet_s=QUIET_S),
        ),
        patience=Waits(silence_s=SILENCE_S),
    )
    with AgentUnderTest(profile) as agent, Fleet() as fleet:
        (talk,) = fleet.run([agent.assignment(one(*asks(Question(QUESTION))))])
    recording = Recording({}, talk.recording.frames)
    save(recording, FOLDER, name)
    if not any(frame.dir == RECV for frame in recording.frames):
        why = talk.troubles[0].text if talk.troubles else "it was silent"
        raise HarnessError(f"nothing was heard of the agent: {why}")
    return recording, asked


def _message(text: str) -> dict[str, Any]:
    try:
        message = msgspec.json.decode(text)
    except (ValueError, RecursionError) as error:
        raise HarnessError(
            f"--ask is no JSON ({error}); an agent that takes anything else needs a mapping "
            "written by hand: docs/mapping.md"
        ) from error
    if not isinstance(message, dict) or "${question}" not in text:
        raise HarnessError(
            "--ask must be a JSON object with ${question} in it, for instance "
            '{"ask": "${question}"}'
        )
    return message
