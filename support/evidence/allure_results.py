"""Results for the Allure report, told about the five outcomes.

Allure's own listener derives a scenario's status from its steps alone: a scenario that its
preparation broke would be "skipped", one that its clean-up broke "passed", and the reason for
skipping would be lost. It also keeps the results of earlier runs, counts scenarios that nobody
selected, and writes results for a dry run.
"""

from __future__ import annotations

from pathlib import Path
from time import time
from typing import Any

from allure_behave.formatter import AllureFormatter
from allure_behave.listener import AllureListener
from allure_behave.utils import step_status
from allure_commons import plugin_manager
from allure_commons.model2 import Label, Status, StatusDetails
from allure_commons.types import LabelType

from support.evidence.clean import visible
from support.evidence.outcome import (
    Ending,
    capability,
    defuse,
    ending,
    outcome_of,
    reason_of,
    selected,
    title,
)
from support.verdict import Outcome

STATUSES = {
    Outcome.MET: Status.PASSED,
    Outcome.NOT_MET: Status.FAILED,
    Outcome.NOT_MEASURED: Status.BROKEN,
    Outcome.NOT_SUPPORTED: Status.SKIPPED,
    Outcome.BROKEN: Status.BROKEN,
}
OUTCOME_LABEL = "outcome"
"""Every result carries its outcome as a label; the report's categories are made from it."""

TRACE_LIMIT = 20_000
_OURS = ("*-result.json", "*-container.json", "*-attachment.*", "*-globals.json")


class AllureResults(AllureFormatter):  # type: ignore[misc]
    """Behave's formatter `allure`, with a listener that knows the five outcomes."""

    name = "allure"
    description = "Results for the Allure report, with the five outcomes."

    def __init__(self, stream_opener: Any, config: Any) -> None:
        super().__init__(stream_opener, config)
        plugin_manager.unregister(self.listener)
        self.listener: Listener = Listener(config)
        plugin_manager.register(self.listener)
        if not config.dry_run:
            _forget_earlier_run(Path(stream_opener.name))


class Listener(AllureListener):  # type: ignore[misc]
    """Writes one result for each selected scenario, with its outcome and its reason."""

    current_step_uuid: str | None
    current_scenario_uuid: str | None

    def start_scenario(self, scenario: Any) -> None:
        """Begins a result, named as people know the scenario."""
        super().start_scenario(scenario)
        test = self.logger.get_test(self.current_scenario_uuid)
        test.name = title(scenario)
        about = [*scenario.feature.description, *scenario.description]
        test.description = visible("\n".join(about))
        area = capability(scenario)
        if area:
            test.labels.append(Label(name=LabelType.EPIC, value=area))

    def stop_scenario(self, scenario: Any) -> None:
        """Ends the result, or drops it where the scenario was not to be run."""
        config = self.behave_config
        wanted = not config.dry_run and selected(scenario, config)
        end = ending(scenario) if wanted else None
        if end is None:
            self.steps.clear()
            self.logger.drop_test(self.current_scenario_uuid)
        else:
            self._close(scenario, end)
        self.current_step_uuid = self.current_scenario_uuid = None
        self.group_context.exit()

    def match_step(self, match: Any) -> None:
        """Begins a step, unless it is only looked at."""
        if not self.behave_config.dry_run:
            super().match_step(match)

    def stop_behave_step(self, result: Any) -> None:
        """Ends a step; foreign text in a message may hold what no file can."""
        if self.behave_config.dry_run:
            return
        defuse(result)
        error = result.exception
        details = None
        if error is not None:
            details = StatusDetails(message=reason_of(error), trace=_told(result))
        status = STATUSES[outcome_of(error)] if error is not None else step_status(result)
        stop = round(time() * 1000)
        self.logger.stop_step(
            self.current_step_uuid, stop=stop, status=status, statusDetails=details
        )

    def _close(self, scenario: Any, end: Ending) -> None:
        self.flush_steps()
        test = self.logger.get_test(self.current_scenario_uuid)
        test.stop = round(time() * 1000)
        test.status = STATUSES[end.outcome]
        test.labels.append(Label(name=OUTCOME_LABEL, value=end.outcome.words))
        if end.outcome is not Outcome.MET:
            test.statusDetails = StatusDetails(message=end.reason, trace=_trace(scenario, end))
        self.logger.close_test(self.current_scenario_uuid)
        self.group_context.append_test(self.current_scenario_uuid)


def _trace(scenario: Any, end: Ending) -> str | None:
    if end.outcome is not Outcome.BROKEN:
        return end.sentence or None
    traces = [_told(each) for each in (*scenario.all_steps, scenario)]
    return "\n".join(filter(None, [end.sentence, *traces])) or None


def _told(holder: Any) -> str | None:
    # The end of a stack trace tells more than its beginning.
    return visible(str(holder.error_message or ""))[-TRACE_LIMIT:] or None


def _forget_earlier_run(folder: Path) -> None:
    for pattern in _OURS:
        for file in folder.glob(pattern):
            file.unlink(missing_ok=True)
