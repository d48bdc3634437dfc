"""Behave's runner with the suite's own beginning and end, also under a plain `behave`."""

from __future__ import annotations

import contextlib
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from behave.exception import ConfigError
from behave.runner import Runner

from support import config
from support.evidence import (
    closing,
    folder_lock,
    front,
    front_page,
    markdown,
    quiet,
    refusal,
    selection,
)
from support.fleet import cluster
from support.parallel import sharing
from support.results import RunResults
from support.suite import RECORDINGS, REPORTS, Suite
from support.verdict import HarnessError

_ROOM = 2**20
"""Bytes that must be free for the reports; a run that cannot keep its results is not begun."""


class SuiteRunner(Runner):  # type: ignore[misc]
    """Refuses bad settings before anything runs, and never calls an empty run a success."""

    suite: Suite | None = None

    def run(self) -> bool:
        """Holds the folder of the reports while it runs; a second run there is refused."""
        if self.config.dry_run:
            return bool(super().run())
        try:
            with folder_lock.alone_in(REPORTS), quiet.streams():
                return bool(super().run())
        except HarnessError as error:
            raise ConfigError(str(error)) from error

    def run_with_paths(self) -> bool:
        """Runs the features; true where the run failed, as Behave has it."""
        if self.config.dry_run:
            return bool(super().run_with_paths())
        try:
            settings = config.read(self.config.userdata)
            if settings.cluster:
                cluster.check(settings.cluster)
            if self.config.jobs > 1:
                sharing.check(settings, self.config)
            selection.check(self.feature_locations, self.config)
        except HarnessError as error:
            raise ConfigError(refusal.note(REPORTS, str(error))) from error
        self._forget_last_run()
        agent = {
            "name": settings.agent.name,
            "version": settings.agent.version,
            "profile": settings.agent_profile,
        }
        if caution := settings.agent.caution:
            agent["caution"] = caution
            sys.stderr.write(f"! {caution}\n")
        self.suite = Suite(settings, RunResults(agent, front.machine_facts()))
        try:
            with _terminated_like_ctrl_c(), contextlib.closing(self.suite):
                failed = bool(super().run_with_paths())
                self.suite.results.interrupted |= self.aborted
                closing.close_run(self.suite.results, REPORTS)
        except HarnessError as error:
            raise ConfigError(str(error)) from error
        except OSError as error:  # a formatter's: what a step or hook meets is judged there
            raise ConfigError(f"the results cannot be written: {error}") from error
        return failed or not self.suite.results.accepted

    def run_model(self, features: Any = None) -> bool:
        """Hands the suite to the hooks; with `--jobs`, shares the features out."""
        if self.suite is None:
            return bool(super().run_model(features))
        self.context.suite = self.suite
        chosen = [each for each in self.features if sharing.size(each, self.config)]
        if self.config.jobs == 1:
            return self.run_features(chosen)
        apart = [each for each in chosen if sharing.ALONE in each.tags]
        beside = [each for each in chosen if each not in apart]
        came = sharing.run(self, beside, self.config.jobs)
        results = self.suite.results
        results.interrupted = came.interrupted
        for place in sorted(came.by_place):
            results.scenarios += came.by_place[place]
        if not apart or came.interrupted:
            return came.failed or came.interrupted
        return self.run_features(apart) or came.failed

    def run_features(self, features: Iterable[Any]) -> bool:
        """Runs them one after another, in this process; true where one failed."""
        quiet.junit(self.config.reporters)
        return bool(super().run_model(features))

    def _forget_last_run(self) -> None:
        """Yesterday's results in today's report would be a lie."""
        names = [opener.name for opener in self.config.outputs if opener.name]
        try:
            REPORTS.mkdir(exist_ok=True)
            # First what a verdict is read from: where something stays, it must not be that.
            for name in ("summary.json", markdown.NAME, front_page.NAME):
                (REPORTS / name).unlink(missing_ok=True)
            for folder in [*names, self.config.junit_directory, RECORDINGS, REPORTS / "allure"]:
                path = Path(folder)
                if path.parent != REPORTS:
                    continue
                if path.is_symlink() or path.is_file():
                    path.unlink()  # what a link leads to is not ours
                elif path.is_dir():
                    shutil.rmtree(path)
            refusal.forget(REPORTS)
            with tempfile.TemporaryFile(dir=REPORTS) as room:
                room.write(bytes(_ROOM))
        except OSError as error:
            raise ConfigError(f"the folder {REPORTS} cannot be prepared: {error}") from error


@contextlib.contextmanager
def _terminated_like_ctrl_c() -> Iterator[None]:
    """SIGTERM ends the run as Ctrl-C does: results are written, nothing is left behind."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
