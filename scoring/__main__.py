"""Judges one answer from files: `python -m scoring --question-file Q --answer-file A [--json]`.

Exit status 0 where it was judged, whatever it is worth, and 2 where the input cannot be used.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from scoring.assess import assess
from scoring.card import as_dict, as_lines
from scoring.rubric import BadRubricError, load_rubric

LARGEST = 20_000_000
"""Bytes; a question or an answer that is longer is a mistake."""


class _BadInputError(ValueError):
    """One sentence that says what is wrong, where, and what would be right."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the card of one answer; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m scoring",
        description="Judges an answer by itself and prints what it is worth, with the reasons.",
    )
    parser.add_argument("--question-file", type=Path, required=True, metavar="FILE")
    parser.add_argument("--answer-file", type=Path, required=True, metavar="FILE")
    parser.add_argument("--rubric", type=Path, metavar="FILE", help="a yardstick of your own, TOML")
    parser.add_argument("--json", action="store_true", help="for programs: one JSON object")
    chosen = parser.parse_args(arguments)
    try:
        question = _text(chosen.question_file, "--question-file")
        answer = _text(chosen.answer_file, "--answer-file")
        rubric = load_rubric(chosen.rubric) if chosen.rubric else None
    except (_BadInputError, BadRubricError) as error:
        print(f"python -m scoring: {error}", file=sys.stderr)
        return 2
    card = assess(question, answer, rubric=rubric)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    told = [json.dumps(as_dict(card))] if chosen.json else as_lines(card)
    print("\n".join(told))
    return 0


def _text(path: Path, option: str) -> str:
    """The text of a file, or `_BadInputError`; an answer may be empty, a question not."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise _BadInputError(f"{option} {path} cannot be read: {error.strerror}") from None
    if data is None:
        raise _BadInputError(f"{option} {path} is too long: at most {LARGEST:,} bytes are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _BadInputError(
            f"{option} {path} is no UTF-8 text (byte {error.start + 1}); save it as UTF-8"
        ) from None
    if option == "--question-file" and not text.strip():
        raise _BadInputError(f"{option} {path} is empty; it must hold the question")
    return text


if __name__ == "__main__":
    sys.exit(main())
