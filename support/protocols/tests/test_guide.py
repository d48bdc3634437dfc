"""The guide tells the truth: its example works as it stands, and nothing is left out of it."""

from __future__ import annotations

import asyncio
import json
import re
import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jmespath.functions import Functions as Standard
from websockets.asyncio.server import ServerConnection

from support.agents import profile
from support.behaviour import Question, asks
from support.protocols import Mapping
from support.protocols.mapping import model
from support.protocols.mapping.codec import LAYERS
from support.protocols.mapping.functions import Functions
from support.protocols.mapping.templates import NAMES
from support.protocols.mapping.terminal import SHOWN
from support.protocols.tests.talking import held, story
from support.tests.scripted_agent import agent

GUIDE = (Path(__file__).parents[3] / "docs" / "mapping.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


async def cost_bot(line: ServerConnection) -> None:
    await line.send('{"op": "hello"}')
    assert json.loads(await line.recv()) == {"op": "ask", "text": "how?"}
    tool = {"op": "tool", "id": "c1", "name": "spend"}
    for message in (
        {**tool, "state": "begin", "input": {"cloud": "aws"}},
        {**tool, "state": "end", "output": 5},
        {"op": "piece", "text": "Save "},
        {"op": "piece", "text": "$5."},
        {"op": "done"},
    ):
        await line.send(json.dumps(message))
    await line.recv()


def test_the_small_example_is_a_whole_profile_of_at_most_forty_lines(tmp_path: Path) -> None:
    file = tmp_path / "cost-bot.toml"
    file.write_text(BLOCKS[0], encoding="utf-8")
    assert len(BLOCKS[0].splitlines()) <= 40
    spoken = profile.load(str(file))
    assert isinstance(spoken.mapping, Mapping)
    assert spoken.can.cancel is False

    async def both() -> Any:
        assert isinstance(spoken.mapping, Mapping)
        async with agent(cost_bot) as url:
            return await held(url, spoken.mapping, asks(Question("how?", "r1", "t1")))

    (run,) = asyncio.run(both()).runs
    assert story(run.events) == [
        "agent_started how?",
        "tool_executing spend",
        "tool_completed spend",
        "text_delta Save ",
        "text_delta $5.",
        "agent_completed Save $5.",
    ]


CONDITIONS = 2
"""The block that shows one key in many ways."""


@pytest.mark.parametrize("block", [*BLOCKS[1:CONDITIONS], *BLOCKS[CONDITIONS + 1 :]])
def test_the_other_examples_are_of_the_language(block: str) -> None:
    msgspec.toml.decode(block, type=Mapping)


def _structs() -> list[Any]:
    found = [each for each in vars(model).values() if isinstance(each, type)]
    return [
        each for each in found if issubclass(each, msgspec.Struct) and each is not model._Strict
    ]


INNER = {"recognise", "name", "synthetic"}
"""What the guide says in other words, or what concerns the mappings that come with the suite."""


def test_every_key_is_in_the_guide() -> None:
    keys = {key for struct in _structs() for key in struct.__struct_fields__}
    missing = [key for key in sorted(keys - INNER) if not re.search(rf"\b{key}\b", GUIDE)]
    assert missing == []


def test_every_word_of_the_language_is_in_the_guide() -> None:
    own = set(Functions.FUNCTION_TABLE) - set(Standard.FUNCTION_TABLE)
    layers = {layer.split(" ")[0] for layer in LAYERS}
    emits = set(typing.get_args(model.Emit))
    words = own | layers | emits | NAMES | SHOWN
    assert [word for word in sorted(words) if not re.search(rf"\b{word}\b", GUIDE)] == []


def test_what_a_mapping_cannot_show_are_the_capabilities_of_a_profile() -> None:
    words = set(typing.get_args(model.Capability))
    assert words <= set(profile.Can.__struct_fields__)
    allowed = {"disturbance", "process_faults", "supervision", "faults_on_command"}
    assert set(profile.Can.__struct_fields__) - words <= allowed | {"origins"}
