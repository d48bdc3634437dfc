"""Where a mapping connects to: the profile's address, another path, or what the agent said."""

from __future__ import annotations

import pytest

from support.protocols import HttpAnswer, Speaker
from support.protocols.mapping.adapter import MappingAdapter
from support.protocols.mapping.templates import UnfilledError
from support.protocols.tests.talking import mapping

MAPPED = """synthetic = ["run_started"]
setup = [{ url = "/start", keep = { there = "url" } }]
connect = { path = "PATH", query = { v = "2 3" } }
ask = [{ send = "${question}" }]
rule = [{ emit = "run_completed" }]
"""


def door(path: str, said: str) -> str:
    adapter = MappingAdapter(mapping(MAPPED.replace("PATH", path)), Speaker())
    assert adapter.requests("wss://agent.test/ws?a=1") == 1
    adapter.request()
    assert adapter.answered(HttpAnswer(200, {}, {"url": said})) is None
    return adapter.door("wss://agent.test/ws?a=1").url


@pytest.mark.parametrize(
    ("path", "said", "url"),
    [
        ("", "x", "wss://agent.test/ws?a=1&v=2+3"),
        ("/live/${there}", "x/y", "wss://agent.test/live/x%2Fy?a=1&v=2+3"),
        ("/live?b=${there}", "x", "wss://agent.test/live?a=1&b=x&v=2+3"),
        ("${there}", "/live/7", "wss://agent.test/live/7?a=1&v=2+3"),
        ("${there}", "wss://other.test:81/s?t=9", "wss://other.test:81/s?t=9&v=2+3"),
        ("${there}", "https://other.test/s", "wss://other.test/s?v=2+3"),
    ],
)
def test_an_address_is_filled_in_as_far_as_it_is_given(path: str, said: str, url: str) -> None:
    assert door(path, said) == url


def test_what_is_no_address_of_a_websocket_is_said() -> None:
    with pytest.raises(UnfilledError, match=r"'ftp://other\.test/s', which is no address"):
        door("${there}", "ftp://other.test/s")
    with pytest.raises(UnfilledError, match=r"'ws://other\.test/s': not encrypted"):
        door("${there}", "ws://other.test/s")
