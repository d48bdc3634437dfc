"""Prints every sentence that a feature may use: `make steps`.

Grouped as people write them, with what each does; nothing is run.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from support.evidence.scorecard import WIDTH, for_stream

GROUPS = {
    "given": "Given: how things stand",
    "when": "When: what happens",
    "then": "Then: what must hold",
    "step": "Anywhere",
}
_PLACEHOLDER = re.compile(r"\{(\w+)(?::\w+)?\}")


def catalogue(steps: dict[str, Iterable[Any]]) -> str:
    """The sentences of Behave's registry (`registry.steps`) as text."""
    lines = []
    for kind, headline in GROUPS.items():
        known = [(_area(step), _sentence(kind, step), _meaning(step)) for step in steps[kind]]
        area = None
        for index, (where, sentence, meaning) in enumerate(sorted(known)):
            lines += ["", headline, "=" * len(headline)] if index == 0 else []
            if where != area:
                area = where
                lines += ["", area]
            lines += textwrap.wrap(sentence, WIDTH, initial_indent="  ", subsequent_indent="      ")
            lines += textwrap.wrap(
                meaning, WIDTH, initial_indent="      ", subsequent_indent="      "
            )
    return "\n".join(lines).lstrip("\n") + "\n"


def _sentence(kind: str, step: Any) -> str:
    words = _PLACEHOLDER.sub(r"<\1>", str(step.pattern))
    return words if kind == "step" else f"{kind.capitalize()} {words}"


def _meaning(step: Any) -> str:
    return (step.func.__doc__ or "").strip().partition("\n")[0]


def _area(step: Any) -> str:
    stem = Path(step.location.filename).stem.removesuffix("_steps")
    return stem.replace("_", " ").capitalize()


def main(folder: str = "features/steps") -> int:
    """Reads the step modules as Behave does and prints their sentences."""
    from behave.runner_util import load_step_modules  # noqa: PLC0415 - only this needs Behave
    from behave.step_registry import registry  # noqa: PLC0415

    if not Path(folder).is_dir():
        print(f"There are no steps in {folder}.", file=sys.stderr)
        return 1
    load_step_modules([folder])
    sys.stdout.write(for_stream(catalogue(registry.steps), sys.stdout))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
