"""`reports/refused.txt`: that a run was refused, so that the last one's results are not its own.

A refusal loses nothing: the report of the run before stays. Whoever decides by its results, as the
gate does, must know that they are older than what was asked for last.
"""

from __future__ import annotations

from pathlib import Path

from support.evidence.clean import one_line
from support.evidence.writing import put

NAME = "refused.txt"


def note(folder: Path, why: str) -> str:
    """Keeps why a run was refused, where there are results that could be taken for its own.

    Returns the reason, with a remark where it could not be kept.
    """
    if (folder / "summary.json").exists():
        try:
            put(folder / NAME, one_line(why) + "\n")
        except OSError as error:
            return f"{why}; the results in {folder} are of the run before ({error})"
    return why


def read(folder: Path) -> str:
    """Why the latest run was refused; empty where it was not."""
    path = folder / NAME
    try:
        return one_line(path.read_text("utf-8", "replace")) if path.exists() else ""
    except OSError as error:
        return f"{path} cannot be read: {error.strerror or error}"


def forget(folder: Path) -> None:
    """A run begins, so none is refused any more; raises `OSError` where that cannot be done."""
    (folder / NAME).unlink(missing_ok=True)
