"""A line under TLS can be troubled like any other; what is said on it stays between the ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.agents.tests.secured import CERTIFICATE, secured
from support.agents.tests.test_tls import talk
from support.assignment import Assignment, Patience
from support.behaviour import Customer, Question, asks
from support.faults.message_faults import MessageFault
from support.faults.proxying import FaultProxy
from support.faults.toxics import Latency
from support.fleet import act_out
from support.fleet.shard import about
from support.reading import Conversation, read
from support.recording import Recording
from support.tls import Trust
from support.verdict import HarnessError
from support.wire import Address

ONE_WAY = 0.1


@pytest.fixture(name="url")
def an_encrypted_agent() -> Iterator[str]:
    with secured(talk) as address:
        yield address


def told(url: str, via: tuple[str, int], authority: Path | None) -> Conversation:
    trust = Trust(ca_file=str(authority) if authority else "")
    address = Address(url, trust=trust, via=via)
    customer = Customer("customer 1", asks(Question("q")))
    assignment = Assignment(customer, address, patience=Patience(5, 5, 10))
    return read(Recording(about(assignment), act_out([assignment])[0]))


def test_the_certificate_is_the_agents_own_and_the_line_is_slow(url: str) -> None:
    with FaultProxy(url) as proxy, proxy.under(Latency(seconds=ONE_WAY)):
        (run,) = told(url, proxy.via, CERTIFICATE).runs
    assert run.completed
    assert run.events[0].at - run.asked_at >= 2 * ONE_WAY


def test_a_stranger_is_believed_no_more_than_without_the_proxy(url: str) -> None:
    with FaultProxy(url) as proxy:
        (trouble,) = told(url, proxy.via, None).troubles
    assert "no trusted certificate" in trouble.text


def test_messages_cannot_be_told_apart(url: str) -> None:
    with FaultProxy(url) as proxy, pytest.raises(HarnessError, match="encrypted line"):
        proxy.begin(MessageFault(action="drop"))
