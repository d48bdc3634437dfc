"""The whole suite with `-D repeats`, and with a budget of questions, against an agent of moods."""

from __future__ import annotations

import itertools
from pathlib import Path

from websockets.asyncio.server import ServerConnection

from support.faults.trial import Trial, run_suite
from support.tests.scripted_agent import (
    GREETING,
    Script,
    Telling,
    agent_in_thread,
    heard,
    tell,
    whole_run,
)

ONE = "The work begins with its start"


def moody(every: int, asked: list[int]) -> Script:
    """An agent that thinks before it starts, every so many conversations; `asked` counts them."""
    numbers = itertools.count(1)

    async def script(line: ServerConnection) -> None:
        number = next(numbers)
        await tell(line, **GREETING)
        run = Telling(line, await heard(line))
        asked.append(number)
        if number % every == 0:
            await run.event("agent_thinking", thought="hm")
        await whole_run(run)
        await line.wait_closed()

    return script


def judged(folder: Path, every: int, text: str, *more: str) -> tuple[Trial, int]:
    """What the suite says of such an agent, and how often it was asked."""
    asked: list[int] = []
    with agent_in_thread(moody(every, asked)) as url:
        file = folder / "mine.toml"
        file.write_text(f'name = "Mine"\nurl = "{url}"\n{text}', encoding="utf-8")
        trial = run_suite(folder, "--name", f"^{ONE}", "-D", f"agent={file}", *more)
    return trial, len(asked)


def test_one_failure_in_five_is_told_as_four_of_five_and_never_tried_again(tmp_path: Path) -> None:
    trial, asked = judged(tmp_path, 3, "", "-D", "repeats=5")
    (scenario,) = trial.scenarios
    assert (trial.status, scenario["outcome"], asked) == (1, "not_met", 5)
    (figure,) = scenario["figures"]
    assert (figure["name"], figure["value"]) == ("start of the work, how often", 4)
    assert figure["limit"] == 5
    assert (
        "kept 4 times of 5; not time 3: a thought (agent_thinking) came first" in figure["reason"]
    )


def test_kept_every_time_is_met(tmp_path: Path) -> None:
    trial, asked = judged(tmp_path, 99, "", "-D", "repeats=4")
    assert (trial.status, trial.scenarios[0]["outcome"], asked) == (0, "met", 4)


def test_the_budget_of_questions_is_never_exceeded(tmp_path: Path) -> None:
    trial, asked = judged(tmp_path, 99, "questions = 3\n", "-D", "repeats=4")
    (scenario,) = trial.scenarios
    assert (trial.status, scenario["outcome"], asked) == (1, "not_measured", 0)
    assert "the profile allows 3 questions in all" in scenario["reason"]


def test_repeats_that_are_none_are_refused_before_anything_is_asked(tmp_path: Path) -> None:
    trial, asked = judged(tmp_path, 99, "", "-D", "repeats=0")
    assert (trial.scenarios, asked) == ((), 0)
    assert trial.status != 0
    assert "-D repeats=0 is not a whole number from 1 to 100" in trial.printed
    assert "Traceback" not in trial.printed
