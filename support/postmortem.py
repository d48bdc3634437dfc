"""What came of conversations, beyond what was said: who died, who kept waiting, what is kept."""

from __future__ import annotations

from dataclasses import replace

from support.agents.agent import AgentUnderTest
from support.reading import Conversation, read
from support.recording import Recording, save
from support.suite import RECORDINGS
from support.troubles import farewell
from support.verdict import HarnessError, NotMeasured

DYING_S = 0.5
"""Seconds that a process may take to be gone after it closed its sockets."""


def save_recording(recording: Recording, names: tuple[str, ...]) -> None:
    """Keeps a recording under these names; raises `HarnessError` where that is impossible."""
    try:
        save(recording, RECORDINGS, *names)
    except OSError as error:
        raise HarnessError(f"the recording cannot be kept: {error}") from error


def obituary(agent: AgentUnderTest) -> str | None:
    """How the agent's process ended by itself; None where it lives, or is not ours to look at."""
    return agent.process.obituary(DYING_S) if agent.process else None


def with_facts(agent: AgentUnderTest, told: Conversation, *, same_host: bool) -> Conversation:
    """The conversation, with what only the suite knows of the agent among its facts."""
    about = {**told.recording.about, "same_host": same_host}
    recording = replace(told.recording, about=about)
    return _with_obituary(agent, replace(told, recording=recording))


def _with_obituary(agent: AgentUnderTest, told: Conversation) -> Conversation:
    """The conversation, with the death of the agent's process among its facts, where it died."""
    unfinished = any(run.ending is None for run in told.runs) or not told.runs
    death = obituary(agent) if unfinished else None
    if death is None:
        return told
    return read(replace(told.recording, about={**told.recording.about, "obituary": death}))


def kept_waiting(told: Conversation) -> int:
    """How much of the suite's patience this used up: 2 is all that one feature has."""
    kinds = {trouble.kind for trouble in told.troubles}
    heard = any(run.events for run in told.runs)
    if kinds & {"opening", "deadline"} or ("patience" in kinds and not heard):
        return 2
    return int("patience" in kinds)


def check_it_began(told: Conversation, *, hurried: bool) -> None:
    """Once a question was asked, its promises say what came of it; before that, this does."""
    if told.runs:
        return
    if told.troubles:
        trouble, death = told.troubles[0], told.recording.about.get("obituary")
        sentence = f"{trouble.text}; {death}" if death else trouble.text
        if trouble.is_ours and not death:
            raise HarnessError(sentence)
        if hurried and trouble.kind == "opening":
            raise NotMeasured(sentence)
        if trouble.is_too_much:
            raise NotMeasured(sentence)
        raise AssertionError(sentence)
    closed = farewell(told.recording)
    if closed is None:
        raise HarnessError("no question was asked, and the recording does not say why")
    raise AssertionError(f"{closed[0]} before a question could be asked")
