"""The tour takes the turns that it is for, and the embedded agent keeps its promises on the way."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator

import pytest

from scoring import contract
from scoring.endings import endings
from scoring.events import Kind
from support.coverage import protocol
from support.coverage.lifecycle import Walk
from support.coverage.tour import toured
from support.reading import Conversation, read

BY_FEATURES = {
    ("outside", "refused (401)"),
    ("outside", "refused (403)"),
    ("idle", "<- error (bad_json)"),
    ("idle", "<- error (unknown_type)"),
    ("idle", "<- error (forbidden)"),
    ("answering", "<- stream_chunk"),
    ("ended", "-> user_message"),
    ("ended", "-> ping"),
    ("ended", "<- pong"),
}
"""What features show, whoever the agent is, and the tour need not."""


@pytest.fixture(scope="module")
def talks() -> Iterator[dict[str, Conversation]]:
    logging.getLogger("support.reference_agent").setLevel(logging.CRITICAL)
    yield {str(each.about["customer"]): read(each) for each in asyncio.run(toured())}
    logging.getLogger("support.reference_agent").setLevel(logging.NOTSET)


def test_every_other_turn_of_the_protocol_is_taken(talks: dict[str, Conversation]) -> None:
    seen = Counter(step for talk in talks.values() for step in Walk().steps(talk.recording))
    assert set(protocol.expected()) - set(seen) == BY_FEATURES
    assert set(seen) <= set(protocol.expected())


def test_every_run_keeps_the_contract_to_its_end(talks: dict[str, Conversation]) -> None:
    runs = [run for talk in talks.values() for run in talk.runs if run.events]
    assert len(runs) >= 25
    for run in runs:
        assert run.ending is not None, run.question
        kept = (contract.starts_late, endings, contract.sequence_breaks)
        assert [list(check(run)) for check in kept] == [[], [], []], run.question


def test_the_runs_end_as_they_were_meant_to(talks: dict[str, Conversation]) -> None:
    ends = {
        name: {run.ending.kind for run in talk.runs if run.ending} for name, talk in talks.items()
    }
    assert ends["patient 0"] == {Kind.AGENT_COMPLETED}
    assert ends["patient 1"] == ends["patient 5"] == {Kind.AGENT_ERROR}
    assert ends["undecided piece hold"] == ends["undecided and gone"] == {Kind.RUN_CANCELLED}
    assert ends["traveller piece hold piece"] == {Kind.AGENT_COMPLETED}
