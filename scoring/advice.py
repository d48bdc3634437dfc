"""Whether a sentence advises what it speaks of, or asks, warns of it or rules it out."""

from __future__ import annotations

import re

from scoring.text import Sentence, Text
from scoring.words import stem_of

_RULED_OUT = re.compile(
    r"\b(?:(?:is|are|was|be|being) (?:strictly |expressly )?(?:forbidden|prohibited|illegal"
    r"|unlawful|ruled out|excluded|banned|off limits|out of the question)"
    r"|(?:is not|isn't|are not|aren't|not be|never) (?:allowed|permitted|acceptable|lawful"
    r"|an option)|is no option|(?:may|must|should) not (?:happen|be done)"
    r"|(?<!not )(?<!n't )(?:breach|violat)(?:es|e|ing)?\b)"
)
"""How a proposal is dropped, later in its sentence or in the next one ("That is ...")."""

_BACK = re.compile(r"(?:that|this|it|such|both|which|doing so)\b")


def is_asked(text: Text, sentence: Sentence) -> bool:
    """Whether a sentence asks, and so says nothing."""
    return text.clean[: sentence.end].rstrip("\"')* ").endswith("?")


def is_dropped(text: Text, number: int, after: int) -> bool:
    """Whether what stands in sentence `number` before the offset `after` is then ruled out.

    So it is where the rest of the sentence, or the next one that points back, says so; where the
    sentence calls it a risk; and where what follows in the same block is its mitigation.
    """
    sentence = text.sentences[number]
    if _RULED_OUT.search(text.lower, after, sentence.end):
        return True
    said = text.stems[sentence.first : sentence.last]
    if "whether" in said or said[:1] == ["risk"] or said[:2] == ["the", "risk"]:
        return True
    if number + 1 == len(text.sentences):
        return False
    then = text.sentences[number + 1]
    if text.stems[then.first] == stem_of("mitigation") and then.block == sentence.block:
        return True
    told = text.said(then)
    return _BACK.match(told) is not None and _RULED_OUT.search(told) is not None
