"""Token counts, estimated from text in the same way every time."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any

#: English takes about four tokens for three words, a common rule of thumb.
TOKENS_PER_WORD = 1.3
_WORD = re.compile(r"[A-Za-z0-9]+")


def tokens_in(text: str) -> int:
    """About how many tokens `text` has."""
    return math.ceil(len(_WORD.findall(text)) * TOKENS_PER_WORD)


def usage_of(question: str, results: Iterable[dict[str, Any]], answer: str) -> dict[str, int]:
    """What a run took in (the question and every tool result) and gave out (the answer)."""
    taken = tokens_in(question) + sum(tokens_in(json.dumps(result)) for result in results)
    return {"input_tokens": taken, "output_tokens": tokens_in(answer)}
