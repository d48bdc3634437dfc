"""`make live`: the golden path with its live view, then the report.

`python -m support.monitoring.live [OPTIONS FOR BEHAVE]` runs the scenarios tagged `@golden_path`
(or those that `--tags` names). At a terminal the page stays until Ctrl-C; the exit status is the
run's own either way.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Sequence

from support.evidence import report

_HOURS = 24 * 3600.0
"""Seconds for which the page stays at most, with nobody there to end it."""


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status of the run."""
    stays = sys.stdin.isatty() and sys.stderr.isatty()
    wanted = [each for each in arguments if each.startswith("live=")]
    options = [] if wanted else ["-D", "live=stay" if stays else "live=on"]
    if not any(each == "--tags" or each.startswith("--tags=") for each in arguments):
        options += ["--tags", "@golden_path"]
    status = report.main(["--run", *options, *arguments])
    if stays and not wanted and status != report.STOPPED:
        sys.stderr.write("The live view stays until Ctrl-C.\n")
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait(_HOURS)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
