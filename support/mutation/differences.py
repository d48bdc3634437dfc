"""Run inside the copy: what each mutant that was not noticed has changed, as JSON lines.

python -m support.mutation.differences
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.file_utils import walk_mutatable_files

from support.mutation.sample import UNNOTICED, verdicts


def unnoticed() -> Iterator[dict[str, object]]:
    """`name`, `file`, `line` (from 1), `was`, `becomes`, `tested` of each."""
    for path in sorted(walk_mutatable_files()):
        file = SourceFileMutationData(path=path)
        file.load()
        for name, code in verdicts(Path(), file.exit_code_by_key).items():
            if code in UNNOTICED:
                was, becomes = changed(get_diff_for_mutant(name, path=path))
                line = place_of(path.read_text(encoding="utf-8"), name, was)
                yield {"name": name, "file": str(path), "line": line, "was": "\n".join(was),
                       "becomes": "\n".join(becomes), "tested": code == 0}  # fmt: skip


def changed(difference: str) -> tuple[list[str], list[str]]:
    """The lines taken away and the lines put in, without their indentation."""
    lines = [each for each in difference.splitlines() if not each.startswith(("---", "+++"))]
    was = [each[1:].strip() for each in lines if each.startswith("-")]
    return was, [each[1:].strip() for each in lines if each.startswith("+")]


def place_of(source: str, name: str, was: list[str]) -> int:
    """The line at which the changed lines begin, within the function that the mutant is of."""
    function = name.rpartition("__mutmut_")[0].rpartition("ǁ")[2].rpartition(".x_")[2]
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == function:
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                if was and lines[number - 1].strip() == was[0]:
                    return number
    return 0


if __name__ == "__main__":
    for found in unnoticed():
        sys.stdout.write(json.dumps(found) + "\n")
