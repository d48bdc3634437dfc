"""A tour of the native protocol: what scenarios seldom need, said to the embedded agent's server.

    python -m support.coverage.tour FOLDER

The server, its runs and the customers' sessions are the real ones; the team behind the server
plays what the question says, word by word, so that every turn a run can take is taken.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt

from support.assignment import Assignment, Patience
from support.behaviour import (
    Action,
    Ask,
    Cancel,
    CheckClock,
    Customer,
    DropLine,
    Listen,
    Moment,
    Question,
    Resume,
    SayRaw,
    WaitFor,
)
from support.coverage.players import HOLD, Players
from support.lag import LagProbe
from support.recording import Recording, save
from support.reference_agent.auth import TokenRules
from support.reference_agent.limits import Limits
from support.reference_agent.server import AgentServer
from support.session import Session
from support.wire import Address

_MOST_RUNS = 3


def stops() -> Iterator[Customer]:
    """The customers, each of whom takes some turns of the protocol."""
    for kind in ("chat_message", "start_agent"):
        payload = {"content": "think piece", "run_id": f"run {kind}"}
        yield _customer(kind, SayRaw(json.dumps({"type": kind, "payload": payload})))
    talk = Question("think hold piece")
    yield _customer("clock", CheckClock(1), Ask(talk), _sign(talk), CheckClock(1), _end(talk))
    yield _customer(
        "mistaken",
        *(SayRaw(json.dumps(each)) for each in (
            {"type": "user_message", "payload": {"content": ""}},
            {"type": "cancel", "run_id": "of nobody"},
            {"type": "resume", "run_id": "of nobody", "last_seq": 0},
        )),
    )  # fmt: skip
    yield _customer("long-winded", SayRaw(json.dumps({"type": "ping", "id": "x" * 300_000})))
    many = [Question("hold") for _ in range(_MOST_RUNS + 1)]
    yield _customer("impatient", *map(Ask, many), *map(_end, many[:-1]))
    yield from _whole_runs()
    yield from _cancelled_runs()
    yield from _broken_lines()
    twice = Question("piece")
    yield _customer("forgetful", Ask(twice), _end(twice), Ask(twice), Listen(HOLD))
    hasty = Question("hold piece")
    yield _customer("hasty", Ask(hasty), Ask(hasty), _end(hasty))


def _whole_runs() -> Iterator[Customer]:
    for number, play in enumerate(
        (
            "call done",
            "think fail",
            "handoff helper think call done handoff ready helper stumble piece",
            "helper helper ready ready piece",
            "call call think done broken piece",
            "piece fail",
        )
    ):
        question = Question(play)
        yield _customer(f"patient {number}", Ask(question), _end(question))


def _cancelled_runs() -> Iterator[Customer]:
    for play in ("hold", "think hold", "helper hold", "call hold", "piece hold"):
        run = Question(play)
        wait = () if play == "hold" else (_sign(run), Listen(HOLD / 10))
        yield _customer(f"undecided {play}", Ask(run), *wait, Cancel(run), _end(run))


def _broken_lines() -> Iterator[Customer]:
    for play in (
        "hold think call done piece",
        "think hold handoff helper think call done ready piece",
        "helper hold ready piece",
        "call hold done piece",
        "piece hold piece",
        "think hold fail",
    ):
        run = Question(play)
        again = (DropLine(), Resume(run))
        yield _customer(
            f"traveller {play}", Ask(run), _sign(run), Listen(HOLD / 10), *again, _end(run)
        )
    soon = Question("hold hold piece")
    yield _customer("cut off", Ask(soon), DropLine(), Resume(soon), _end(soon))
    twice = Question("think hold hold piece")
    begun = (Ask(twice), _sign(twice))
    yield _customer(
        "in tunnels", *begun, *(DropLine(), Resume(twice), Listen(HOLD / 10)) * 2, _end(twice)
    )
    back = Question("think hold hold hold piece")
    lost = (Ask(back), _sign(back), DropLine(), Resume(back), Listen(HOLD / 10))
    yield _customer("back and undecided", *lost, Cancel(back), _end(back))
    gone = Question("think hold hold piece")
    left = (Ask(gone), _sign(gone), Cancel(gone), DropLine(), Resume(gone))
    yield _customer("undecided and gone", *left, _end(gone))


async def toured() -> list[Recording]:
    """Takes the tour; the sessions in the order of the customers."""
    rules = TokenRules(secrets.token_hex(32), "golden-path")
    limits = Limits(max_runs_per_user=_MOST_RUNS)
    async with AgentServer(Players(), rules, tenant_of=str.upper, limits=limits) as server:
        sessions = (_session(server.url, rules, customer) for customer in stops())
        return list(await asyncio.gather(*sessions))


async def _session(url: str, rules: TokenRules, customer: Customer) -> Recording:
    claims: dict[str, Any] = {"sub": customer.name, "aud": "golden-path", "exp": time.time() + 600}
    token = jwt.encode(claims, rules.secret, "HS256")
    address = Address(url, headers={"Authorization": f"Bearer {token}"}, secrets=(token,))
    patience = Patience(opening_s=1.0, silence_s=5.0, answer_s=10.0)
    session = Session(Assignment(customer, address, patience=patience), LagProbe())
    frames = await session.run()
    about = {"customer": customer.name, "user": customer.name, "protocol": "native"}
    return Recording(about, tuple(frames))


def _customer(name: str, *actions: Action) -> Customer:
    return Customer(name, actions)


def _sign(question: Question) -> Action:
    return WaitFor(Moment.SIGN, question)


def _end(question: Question) -> Action:
    return WaitFor(Moment.END, question)


if __name__ == "__main__":
    for each in asyncio.run(toured()):
        save(each, Path(sys.argv[1]), "a tour of the native protocol", str(each.about["customer"]))
