"""One hostile agent, judged by the suite as a feature would judge it: what came of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hamcrest import assert_that

from support.agents.budget import Budget
from support.agents.profile import Can, Profile, Waits
from support.config import Settings
from support.evidence.outcome import outcome_of, reason_of
from support.hostile.model import Behaviour
from support.hostile.promised import CUSTOMERS, checks
from support.matchers.figures import all_met
from support.protocols.mapping.loading import shipped
from support.suite import OpenAgent, Suite
from support.verdict import Outcome
from support.world import World

_WEIGHT = (Outcome.BROKEN, Outcome.NOT_MET, Outcome.NOT_MEASURED, Outcome.NOT_SUPPORTED)

WAITS = Waits(opening_s=3.0, silence_s=1.5, answer_s=5.0)
"""The patience with what is hostile; what only looks so has all the time that it needs."""

GRACE_S = 30.0
"""Seconds beyond the bound of its session within which a verdict must be there: to read and judge
the 200,000 messages that are kept at most takes its time, on a busy machine."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one behaviour: each promise's outcome and reason, and how long it took."""

    behaviour: Behaviour
    outcome: Outcome
    reasons: tuple[tuple[Outcome, str], ...]
    took_s: float
    within_s: float

    @property
    def reason(self) -> str:
        """The reason that decides; empty where everything was met."""
        return next((why for outcome, why in self.reasons if outcome is self.outcome), "")

    @property
    def hung(self) -> bool:
        """Whether no verdict was there in time."""
        return self.took_s > self.within_s

    @property
    def crashed(self) -> bool:
        """Whether the suite itself broke, and not with a sentence of its own."""
        return any("stack trace" in why for _, why in self.reasons)

    @property
    def faults(self) -> list[str]:
        """What is wrong with the verdict, a sentence each; none where it is clear and right."""
        told, expected = " / ".join(why for _, why in self.reasons), self.behaviour
        found = [f"no verdict within {self.within_s:g} s"] * self.hung
        if self.outcome.words != expected.verdict:
            found.append(f"{self.outcome.words} instead of {expected.verdict}: {self.reason}")
        elif not re.search(expected.says, told):
            found.append(f"no reason says {expected.says!r}: {told[:600]}")
        return found + [
            f"{fault}: {why[:300]!r}" for _, why in self.reasons for fault in unclear(why)
        ]


_JARGON = re.compile(
    r"Traceback|stack trace|\b\w+(?:Error|Exception)\b|\bNone\b|\bnan\b|<[\w.]+ object at"
)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST = 700


def unclear(reason: str) -> Iterator[str]:
    """What keeps a reason from being one clear sentence, where anything does."""
    if not reason.strip():
        yield "there is no reason"
    if len(reason) > _LONGEST:
        yield "the reason is too long to read"
    if found := _JARGON.search(reason):
        yield f"the reason says {found[0]!r}"
    if _UNSEEN.search(reason):
        yield "the reason holds what nobody sees"


def profile_of(behaviour: Behaviour, url: str) -> Profile:
    """A profile that claims everything for this agent; with short patience where it is hostile."""
    mapping = None if behaviour.protocol == "native" else shipped(behaviour.protocol)
    cannot = dict.fromkeys(mapping.cannot if mapping else [], False)
    return Profile(
        name="hostile agent",
        protocol=behaviour.protocol,
        mapping=mapping,
        url=url,
        can=Can(**cannot),
        patience=_patience(behaviour),
    )


def _patience(behaviour: Behaviour) -> Waits:
    if behaviour.verdict == "met":
        return Waits()
    if behaviour.patient_s is None:
        return WAITS
    patient_s = behaviour.patient_s
    return Waits(opening_s=WAITS.opening_s, silence_s=patient_s, answer_s=patient_s)


def try_out(behaviour: Behaviour, url: str, suite: Suite) -> Tried:
    """Lets customers ask this agent and judges every promise about what they did."""
    profile = profile_of(behaviour, url)
    suite.settings = Settings(profile, "hostile", 1.0)
    door = OpenAgent(suite.settings, Budget(None))
    world = World(suite, door, ("hostile", behaviour.name))
    crowd = CUSTOMERS[behaviour.customer]()
    bound = max(door.get().assignment(each).bound_s for each in crowd)
    began, reasons = time.monotonic(), []
    try:
        reasons += list(_broken(lambda: world.send(*crowd)))
        if not reasons:
            for check in checks(behaviour.customer, profile.can):
                reasons += _broken(lambda: assert_that(check(world), all_met()))  # noqa: B023 - called at once
    finally:
        door.close()
    outcome = next((o for o in _WEIGHT if any(o is found for found, _ in reasons)), Outcome.MET)
    took = time.monotonic() - began
    return Tried(behaviour, outcome, tuple(reasons), took, bound + GRACE_S)


def _broken(step: Callable[[], object]) -> Iterator[tuple[Outcome, str]]:
    """How a step ended, where it did not pass, as the report tells it."""
    try:
        step()
    except Exception as error:  # noqa: BLE001 - what it means is the outcome
        yield outcome_of(error), reason_of(error)
