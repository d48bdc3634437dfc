"""Whether an answer belongs to its own question, and how much of it stands in another's answer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Set

from scoring.score import Score, Span
from scoring.text import Text, read_text
from scoring.words import cut, stems_of

_FILLER_WORDS = (
    "a able about after again all also am an and any are as ask at away be because been before"
    " being best between both but by can cannot could did do does doing done down during each"
    " either else ever every few for from further get give go going good got had has have having he"
    " help her here hers him his how however i if in instead into is it its itself just keep know"
    " let like look made make many may me mean might mine more most much must my need needs next no"
    " nor not now of off often on once one only onto or other ought our ours out over own per"
    " please put quite rather really recommend right said same say see shall she should show since"
    " so some someone something start still such suggest take tell than thank thanks that the"
    " their theirs them then there these they thing things think this those through to together"
    " too try under until up upon us use used using very want was way ways we well were what when"
    " where whether which while who whom whose why will with within without would yet you your"
    " yours advice advise answer explain kindly propose question reference regards hello hi dear"
    " don't isn't aren't doesn't can't won't we're it's i'm what's we've i've let's"
)
_FILLERS = frozenset(_FILLER_WORDS.split())
"""Words that say nothing of what a question is about."""

_COMMON_WORDS = (
    "ai annual bill budget cheaper cloud company cost costs cut decrease expense improve"
    " infrastructure invoice last low lower money month monthly optimize pay price reduce save"
    " saving service shrink spend spending team workload year yearly"
)
_COMMON = frozenset(stems_of(_COMMON_WORDS.split()))
_COMMON_WEIGHT = 0.3
"""What every question of the field has in common tells little of whether this one is answered."""

_BRACKETS = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
_LONGEST_TERM = 24
_RUN = 3


def key_terms(question: str, leave_out: Iterable[str] = ()) -> list[str]:
    """The stems of what a question is about, in order: no fillers, no figures, no secrets.

    `leave_out` are secrets that stand in the question; a remark in brackets that holds one goes
    with it.
    """
    text = read_text(without_secrets(question, leave_out)).lower
    words, _, _ = cut(text)
    terms = [word for word in words if _is_term(word)]
    return list(dict.fromkeys(map(_singular, stems_of(terms))))


def telling_terms(question: str, leave_out: Iterable[str] = ()) -> list[str]:
    """The key terms that most questions about cost do not share."""
    return [term for term in key_terms(question, leave_out) if term not in _COMMON]


def relevance(question: str, answer: str, leave_out: Iterable[str] = ()) -> Score:
    """The share of the question's key terms that the answer takes up; unscored without any.

    A word that most questions about cost share weighs less than one that is this question's own.
    """
    terms = key_terms(question, leave_out)
    if not terms:
        return Score("relevance", None, "the question has no key terms to look for")
    text = read_text(without_secrets(answer, leave_out))
    first = {_singular(stem): at for at, stem in reversed(list(enumerate(text.stems)))}
    covered = [term for term in terms if term in first]
    spans = [Span(text.starts[first[t]], text.ends[first[t]], "key term") for t in covered]
    missing = [term for term in terms if term not in first]
    share = sum(map(_weight, covered)) / sum(map(_weight, terms))
    told = f"{len(covered)} of the {len(terms)} key terms of the question are taken up"
    told += f"; not: {', '.join(missing[:6])}" if missing else ""
    return Score("relevance", share, told, tuple(spans))


def similarity(one: str, other: str, leave_out: Iterable[str] = ()) -> Score:
    """How much of what two answers say is the same, from 0 to 1.

    What answers say stands in the sentences with a figure of their own; courtesies, headings,
    method and disclaimers, which honest answers share, are left aside (unless there is nothing
    else, as in two refusals). Compared are runs of three words, by the Ochiai coefficient: those
    that both have over the geometric mean of how many each has. An answer that stands whole beside
    another of its length gives 0.71.
    """
    secrets = list(leave_out)
    first, second = (read_text(without_secrets(text, secrets)) for text in (one, other))
    left, right = _matter(first), _matter(second)
    if not left or not right:
        left, right = _all_runs(first), _all_runs(second)
    if not left or not right:
        return Score("similarity", None, "one of the answers says nothing that could be compared")
    both = len(left & right)
    value = both / math.sqrt(len(left) * len(right))
    told = f"{both} of {len(left)} and {len(right)} runs of three words are the same"
    return Score("similarity", value, told)


def _matter(text: Text) -> Set[tuple[str, ...]]:
    runs: set[tuple[str, ...]] = set()
    for sentence in text.sentences:
        words = text.tokens[sentence.first : sentence.last]
        if any(word[0].isdigit() for word in words):
            runs |= _runs(text.stems[sentence.first : sentence.last])
    return runs


def _all_runs(text: Text) -> Set[tuple[str, ...]]:
    return _runs(text.stems)


def _runs(stems: list[str]) -> set[tuple[str, ...]]:
    if len(stems) < _RUN:
        return {tuple(stems)} if stems else set()
    return set(zip(stems, stems[1:], stems[2:], strict=False))


def _singular(stem: str) -> str:
    """The stemmer takes "GPUs" for a word like "status"."""
    return stem[:-1] if len(stem) > 3 and stem.endswith("us") else stem


def _weight(term: str) -> float:
    return _COMMON_WEIGHT if term in _COMMON else 1.0


def _is_term(word: str) -> bool:
    return (
        1 < len(word) <= _LONGEST_TERM
        and word not in _FILLERS
        and not word[0].isdigit()
        and sum(map(str.isdigit, word)) <= _RUN
    )


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """The text without these secrets, and without the bracketed remarks that hold one."""
    kept = [secret for secret in secrets if secret]
    if not kept:
        return text
    text = _BRACKETS.sub(
        lambda remark: " " if any(secret in remark[0] for secret in kept) else remark[0], text
    )
    for secret in kept:
        text = text.replace(secret, " ")
    return text
