"""Reads from Behave's model how a scenario ended: one outcome, the sentence, and one reason.

Behave has no types; scenarios and steps are taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.evidence.clean import one_line, visible
from support.matchers.figures import PROMISE
from support.redaction import concealed
from support.verdict import HarnessError, NotMeasured, Outcome

REASON_LIMIT = 600
MESSAGE_LIMIT = 8_000
"""How much is kept of each end of a message: a stack trace tells where first, and why last."""

_WEIGHT = {Outcome.BROKEN: 0, Outcome.NOT_MET: 1, Outcome.NOT_MEASURED: 2}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a scenario ended; `sentence` is the step that decided, where one did."""

    outcome: Outcome
    sentence: str = ""
    reason: str = ""


def selected(scenario: Any, config: Any) -> bool:
    """Whether this run was asked to run the scenario, by tags and by name."""
    return bool(
        scenario.should_run_with_tags(config.tag_expression)
        and scenario.should_run_with_name_select(config)
    )


def ending(scenario: Any) -> Ending | None:
    """How the scenario ended; None where it was never begun, or not judged (a dry run)."""
    failed = [step for step in scenario.all_steps if step.status.has_failed()]
    if failed:
        # A broken promise is known, whatever else could not be measured beside it.
        step = min(failed, key=lambda each: _WEIGHT[_of_step(each)[0]])
        outcome, reason = _of_step(step)
        return Ending(outcome, one_line(f"{step.keyword} {step.name}", 300), reason)
    if scenario.status.is_hook_error():
        return Ending(Outcome.BROKEN, reason=_of_hook(scenario))
    if scenario.should_skip:
        return Ending(Outcome.NOT_SUPPORTED, reason=one_line(scenario.skip_reason or "no reason"))
    if scenario.status.is_passed():
        return Ending(Outcome.MET)
    return None


def defuse(step: Any) -> None:
    """Makes a failed step's messages harmless for the reporters that write them as they are.

    Behave's JUnit report would not be XML any more, or could not be written at all; and what an
    agent said may be of any length.
    """
    error = step.exception
    if error is not None:
        message = str(error)
        if (harmless := visible(_both_ends(concealed(message)))) != message:
            error.args = (harmless,)
    if step.error_message:
        step.error_message = visible(_both_ends(concealed(str(step.error_message))))


def title(scenario: Any) -> str:
    """What to call the scenario; of a scenario outline, with the row of its table."""
    name = one_line(str(scenario.name or scenario.keyword), 300)
    row = getattr(scenario, "_row", None)
    if row is None:
        return name
    base = name.rsplit(" -- ", 1)[0]
    if any(len(cell) > 1 and cell in name for cell in row.cells):
        return name.rsplit(" -- ", 1)[0]  # the outline's name already tells the row
    cells = zip(row.headings, row.cells, strict=False)
    told = ", ".join(f"{heading}: {cell}" for heading, cell in cells if cell not in base)
    told = one_line(told, 300)
    return f"{base} ({told[:80]}{'…' * (len(told) > 80)})" if told else base


def capability(scenario: Any) -> str:
    """What the promise is about, in the largest words: the name of the feature's folder."""
    folder = Path(str(scenario.filename)).parent.name
    return "" if folder in ("", "features") else folder.replace("_", " ").capitalize()


def benchmarks(scenario: Any) -> tuple[str, ...]:
    """The benchmarks that a scenario is about.

    Those that its tables list under the heading `benchmark`; or the scenario itself, where it is
    tagged so.
    """
    tables = [step.table for step in scenario.all_steps if step.table is not None]
    rows = [row for table in tables if "benchmark" in table.headings for row in table]
    if not rows and "benchmark" in scenario.effective_tags:
        return (title(scenario),)
    return tuple(one_line(str(row["benchmark"]), 100) for row in rows)


def reason_of(error: BaseException) -> str:
    """An exception as one sentence; only what nobody foresaw shows its class."""
    if isinstance(error, KeyboardInterrupt):
        return "stopped by hand"
    cause = error.__cause__ if type(error).__name__ == "StepParseError" else None
    error = cause if isinstance(cause, HarnessError) else error
    told, enough = str(error), 8 * REASON_LIMIT
    sentence = _one_sentence(told[:enough]) + told[enough:]
    words = one_line(sentence, REASON_LIMIT).removeprefix(f"Expected: {PROMISE}, but: ")
    if isinstance(error, AssertionError):
        return words or "the check failed and gave no reason"
    if isinstance(error, NotMeasured | HarnessError) and words:
        return words
    named = ": ".join(filter(None, (type(error).__name__, words)))
    return f"{named.rstrip('.')}; the stack trace is in the report"


def outcome_of(error: BaseException) -> Outcome:
    """What an exception from a step means: see the five outcomes."""
    if isinstance(error, AssertionError):
        return Outcome.NOT_MET
    unknown = isinstance(error, NotMeasured | KeyboardInterrupt)
    return Outcome.NOT_MEASURED if unknown else Outcome.BROKEN


def _one_sentence(told: str) -> str:
    """The lines of a check's message, what was expected and what was found, as one line."""
    parts: list[str] = []
    for words in filter(None, map(str.strip, told.split("\n"))):
        if not parts:
            parts.append(words)
        elif words.startswith("but:"):
            parts[-1] = parts[-1].removesuffix(",")
            parts.append(f", {words}")
        elif words.startswith("Expected:"):
            parts.append(f": expected{words.removeprefix('Expected:')}")
        else:
            parts.append(f" {words}")
    return "".join(parts)


def _both_ends(text: str) -> str:
    left_out = len(text) - 2 * MESSAGE_LIMIT
    if left_out <= 100:  # what was cut before is not cut again
        return text
    between = f"\n… ({left_out:,} characters left out) …\n"
    return text[:MESSAGE_LIMIT] + between + text[-MESSAGE_LIMIT:]


def _of_step(step: Any) -> tuple[Outcome, str]:
    if step.status.is_undefined():
        return Outcome.BROKEN, "the suite does not know this sentence (`make steps` lists all)"
    if step.exception is None:
        return Outcome.BROKEN, one_line(step.error_message or f"ended as {step.status.name}")
    if step.status.is_hook_error():
        return Outcome.BROKEN, f"around this step, {reason_of(step.exception)}"
    return outcome_of(step.exception), reason_of(step.exception)


def _of_hook(scenario: Any) -> str:
    if scenario.exception is not None:
        return f"before or after the scenario, {reason_of(scenario.exception)}"
    if scenario.status.name == "cleanup_error":
        return "cleaning up after the scenario failed"
    return "the preparation or the clean-up of the scenario failed"
