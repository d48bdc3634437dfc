"""No certificate is believed that is too old, too young, for somebody else, or nobody's."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection

from support.agents.tests.secured import CERTIFICATE, secured
from support.deadline import Deadline
from support.security.hostile_client import strike
from support.tls import Trust
from support.wire import Address, DoorClosedError, open_connection

DATA = Path(__file__).with_name("data")


def listen(line: ServerConnection) -> None:
    """Hears everything, says nothing."""
    for _ in line:
        pass


def refusal(url: str, trust: Trust) -> str:
    """The sentence with which the door stays closed; empty where it opens."""

    async def opened() -> str:
        try:
            connection = await open_connection(Address(url, trust=trust), Deadline(5))
        except DoorClosedError as error:
            # Somebody is there, and is not believed: that is no host that cannot be reached.
            return "unreachable" if error.unreachable else str(error)
        await connection.close()
        return ""

    return asyncio.run(opened())


@pytest.mark.parametrize(
    ("certificate", "believed", "reason"),
    [
        (CERTIFICATE, False, "self-signed certificate"),
        (DATA / "expired.pem", True, "certificate has expired"),
        (DATA / "not-yet.pem", True, "certificate is not yet valid"),
        (DATA / "other-host.pem", True, "certificate is not valid for 'localhost'"),
        (CERTIFICATE, True, ""),
    ],
    ids=["nobody's", "too old", "too young", "somebody else's", "good"],
)
def test_what_is_believed(certificate: Path, believed: bool, reason: str) -> None:
    trust = Trust(ca_file=str(certificate) if believed else "")
    with secured(listen, certificate) as url:
        told = refusal(url, trust)
        (struck,) = strike(Address(url, trust=trust), {"of no kind": b"\x83\x80\0\0\0\0"}, 1)
    assert reason.replace("-", " ") in told.replace("-", " ")
    assert ("has no trusted certificate" in told) is bool(reason)
    assert struck.opened is not bool(reason), "an attack trusts nobody more than a customer does"
