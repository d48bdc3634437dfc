"""One round for real: the suite in a process of its own, in a folder of its own."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from support import recording
from support.monitoring import rounds
from support.monitoring.rounds import Round
from support.reading import Conversation, read
from support.verdict import HarnessError, Outcome

ROOT = Path(__file__).resolve().parents[2]
_PARTS = ("support", "scoring", "features", "behave.ini", "pyproject.toml")

WHAT = "{config.tags} and (@golden_path or @benchmarks)"
"""The scenarios of a round: the golden path and the service levels, without what takes long."""

_ENDING_S = 30.0
"""Seconds that a run gets to end by itself once it is told to."""

_BY_HAND = "it was ended by hand"

_MOST_BYTES = 64 * 2**20
"""Bytes of recordings that a round reads for its traces at most."""

Tell = Callable[[Iterable[Conversation]], None]


def options_of(agent: str, options: Sequence[str]) -> list[str]:
    """What a round is started with: Behave's options, with `WHAT` where no tags are among them."""
    if any(each == "--tags" or each.startswith(("--tags=", "-t")) for each in options):
        return ["-D", f"agent={agent}", *options]
    return ["-D", f"agent={agent}", *options, "--tags", WHAT]


class Runner:
    """Runs the suite below `folder`, which it keeps in order: the latest run, and what failed last.

    `tell` is given the conversations of each run. `longest_s` is what a run may take.
    """

    def __init__(
        self, folder: Path, agent: str, options: Sequence[str], longest_s: float, tell: Tell
    ) -> None:
        self.latest, self.failure = folder / "latest", folder / "last-failure"
        self._options = options_of(agent, options)
        self._longest_s, self._tell = longest_s, tell
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False

    def run(self) -> Round:
        """One round; never raises: where the suite could not do its work, the round is broken."""
        began = time.monotonic()
        try:
            why = self._run()
            if self._over:
                return rounds.broken(time.time(), time.monotonic() - began, _BY_HAND)
            took, results = time.monotonic() - began, self.latest / "reports" / "summary.json"
            if why and not results.is_file():
                return rounds.broken(time.time(), took, why)
            talks = list(self._conversations())
            questions = sum(len(talk.runs) for talk in talks)
            found = rounds.read(results, time.time(), took, questions)
            self._tell(talks)
        except (OSError, ValueError, HarnessError) as error:
            return rounds.broken(time.time(), time.monotonic() - began, str(error))
        if found.outcome is not Outcome.MET and not self._over:
            self._keep()
        return found

    def stop(self) -> None:
        """Ends the run that is under way, as Ctrl-C would."""
        self._over = True
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()

    def _run(self) -> str:
        """Runs the suite; why there may be no results, in the words that it printed last."""
        shutil.rmtree(self.latest / "reports", ignore_errors=True)
        self._furnish()
        if self._over:
            return _BY_HAND
        log = self.latest / "run.log"
        with log.open("wb") as file:
            # A session of its own: Ctrl-C reaches the monitor, which ends the run in order.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "behave", *self._options],
                cwd=self.latest,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            with self._ended(self._process) as process:
                if self._over:  # between the look above and the start
                    return _BY_HAND
                try:
                    process.wait(self._longest_s)
                except subprocess.TimeoutExpired:
                    return f"the run was not over after {self._longest_s:g} s and was ended"
        if not process.returncode:
            return ""
        said = log.read_text("utf-8", "replace").strip().splitlines()
        return said[-1] if said else f"the run ended with status {process.returncode}"

    @contextlib.contextmanager
    def _ended(self, process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(_ENDING_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _furnish(self) -> None:
        self.latest.mkdir(parents=True, exist_ok=True)
        for part in _PARTS:
            link = self.latest / part
            if not link.exists():
                link.unlink(missing_ok=True)
                link.symlink_to(ROOT / part)

    def _conversations(self) -> Iterator[Conversation]:
        left = _MOST_BYTES
        for path in sorted((self.latest / "reports" / "recordings").rglob("*.jsonl")):
            left -= path.stat().st_size
            if left < 0:
                return
            with contextlib.suppress(ValueError):  # the verdict does not rest on this reading
                yield read(recording.load(path))

    def _keep(self) -> None:
        """The proof of the latest round that failed stays until another one fails."""
        shutil.rmtree(self.failure, ignore_errors=True)
        shutil.copytree(self.latest / "reports", self.failure)
        shutil.copy(self.latest / "run.log", self.failure)
