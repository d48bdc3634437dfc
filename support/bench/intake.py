"""What taking in an event costs, beside a bare client and beside Locust; and how cost grows."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from support.bench.racing import Row, power_law, race, rate, sending_agent, spread

USERS, EVENTS = 100, 300
SIZES = (250, 500, 1000, 2000)
PACE = "every 0.01 s"
EACH = 40
"""Events of a session where what is measured is many sessions."""


def against_others(rounds: int) -> list[Row]:
    """Events per processor second with stamping, contract check and canary search on.

    All three read the same events from the same agent in turn, each in a process of its own on one
    core, and only their own processor time counts. Events come as fast as they are read, so that
    many are read at once; the last figure is for events one by one, as an adviser's come.
    """
    bare, locust, paced = [], [], []
    with sending_agent(EVENTS) as url:
        for _ in range(rounds):
            ours = rate(race("suite", url, USERS, EVENTS))
            bare.append(ours / rate(race("bare", url, USERS, EVENTS)))
            locust.append(ours / rate(race("locust", url, USERS, EVENTS)))
            calm = rate(race("suite", url, USERS, EVENTS, PACE))
            paced.append(calm / rate(race("bare", url, USERS, EVENTS, PACE)))
    return [
        _ratio("intake_vs_bare", "intake beside a bare client", bare, 0.6),
        _ratio("intake_vs_locust", "intake beside Locust", locust, 2.5),
        _ratio("intake_paced_vs_bare", "the first, events one by one", paced, 0.6),
    ]


def _ratio(key: str, words: str, values: Sequence[float], least: float) -> Row:
    middle = statistics.median(values)
    return Row(key, words, middle, spread(values), f">= {least:g}", middle >= least)


def many_sessions(rounds: int) -> list[Row]:
    """Sessions at once on one core: what is lost, how the cost grows, and what a session weighs."""
    exponents, fits, lost, reached = [], [], 0.0, math.inf
    with sending_agent(EACH) as url:
        for _ in range(rounds):
            results = [race("suite", url, size, EACH) for size in SIZES]
            lost += sum(result["lost"] + result["faults"] for result in results)
            reached = min(reached, results[-1]["events"] / EACH)
            exponent, fit = power_law(SIZES, [result["cpu_s"] for result in results])
            exponents.append(exponent)
            fits.append(fit)
        weights = [
            race("idle", url, SIZES[-1], EACH, "after 60 s")["bytes_per_session"]
            for _ in range(min(rounds, 3))
        ]
    grows, weight = statistics.median(exponents), statistics.median(weights)
    shown = f"{spread(exponents)}; fit over {SIZES} sessions, R² {min(fits):.4f} or more"
    kib = f"{min(weights) / 1024:.1f} to {max(weights) / 1024:.1f} KiB"
    sessions = f"{SIZES[-1]} asked for"
    return [
        Row(
            "sessions",
            "sessions at once on one core",
            reached,
            sessions,
            ">= 2000",
            reached >= 2000,
        ),
        Row("events_lost", "events lost or at fault", lost, "in all rounds", "0", lost == 0),
        Row(
            "growth_exponent", "growth of time with sessions", grows, shown, "<= 1.1", grows <= 1.1
        ),
        Row("bytes_per_session", "bytes a session", weight, kib, "<= 65536", weight <= 65536),
    ]
