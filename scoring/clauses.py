"""Clauses of a sentence, and whether what a word says in its clause is affirmed or negated.

"Keep patient data in the US and move logs abroad" are two clauses: what stays is not what moves.
"Do not move or copy it" negates both verbs, "no extra cost" negates none. Read are English words
and their order alone: irony, and what is quoted of somebody else, are taken at their word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoring.english import ALSO_NOUNS, AUXILIARIES, DETERMINERS, PREPOSITIONS, VERBS
from scoring.text import Sentence, Text
from scoring.words import stem_set, word_set

_HARD = re.compile(r"[;:]| -+ |\.{3}")
"""Signs after which another statement begins; brackets only add to the one they stand in."""

_TURNS = word_set("but while whereas however although though because since so yet which who unless")
_SUBJECTS = word_set("i we you he she it they this that these those there nobody somebody")
_OPENS = _SUBJECTS | word_set("do don't never not then instead please") | VERBS
"""After a comma or "and", these begin a clause of their own."""

_LEADS = _SUBJECTS | word_set("to not never don't do always then also first must should will")
"""Before a verb these show that it is one: "must move", not "the move"."""

_REACH = 40
"""Words for which a negation holds at most; sentences are shorter, and heaps of words are none."""

_NEGATORS = word_set("not never nor neither cannot nobody none nothing hardly against") | stem_set(
    "avoid refrain forbid prohibit prevent refuse reject exclude"
)
_LOCAL = word_set("without")
"""These negate up to the next comma only, as do "instead of" and "rather than"."""

_ASIDE = (("instead", "of"), ("rather", "than"))

_UNREAL = (("not", "only"), ("not", "just"), ("no", "later"), ("no", "more"), ("no", "less"),
           ("no", "doubt"), ("no", "matter"), ("no", "reason"), ("no", "need"), ("not", "hesitate"),
           ("don't", "hesitate"), ("not", "least"),
           ("without", "delay"), ("without", "exception"))  # fmt: skip
"""Beginnings that look like a negation and are none, or take one back: "no reason not to"."""

_CIRCUMSTANCES = word_set("case event circumstance circumstances account time way")
_CEASE = stem_set("stop pause halt hold postpone suspend freeze frozen defer delay wait cease ban")
"""Said directly of something, these take it back: "pause all releases", "releases are frozen"."""

_IS = word_set("is are be must stay will shall should have has been remain also on to")
_LINKS = _IS | DETERMINERS | word_set("all any further such new other of from these")
"""Small words that may stand between; after what is done, only those that make it a subject."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Words `first` to `last` (not in it); `denied` where a negation before it still holds."""

    first: int
    last: int
    denied: bool = False


def clauses(text: Text, sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence, in order."""
    found: list[Clause] = []
    start, denied, has_verb = sentence.first, False, False
    for at in range(sentence.first, sentence.last):
        opens = at > start and _opens(text, at, has_verb=has_verb)
        if opens:
            clause = Clause(start, at, denied)
            found.append(clause)
            denied = opens == "soft" and _goes_on(text, clause, at)
            start, has_verb = at, False
        has_verb = has_verb or _is_verb(text, at, start)
    return [*found, Clause(start, sentence.last, denied)]


def affirmed(text: Text, clause: Clause, at: int) -> bool:
    """Whether the word at `at`, which stands in the clause, is said without a negation."""
    if _negated_before(text, clause, at) or _has_no_object(text, clause, at):
        return False
    if clause.denied and not (at == clause.first + 1 and text.tokens[clause.first] == "then"):
        return False
    return not (_ceases_before(text, clause, at) or _ceases_after(text, clause, at))


def set_aside(text: Text, clause: Clause, at: int) -> bool:
    """Whether "not", "instead of" or "rather than" stands before a word and reaches it alone."""
    if at > 0 and text.tokens[at - 1] in ("not", "never", "none", "nothing", "no"):
        return True
    for here in range(max(clause.first, at - _REACH), at - 1):
        if (text.tokens[here], text.tokens[here + 1]) in _ASIDE:
            return "," not in text.clean[text.ends[here] : text.starts[at]]
    return False


def _opens(text: Text, at: int, *, has_verb: bool) -> str:
    """Whether a clause begins at a word: "hard", "soft" (a negation may go on), or not ("")."""
    gap = text.clean[text.ends[at - 1] : text.starts[at]]
    word, before = text.tokens[at], text.tokens[at - 1]
    purpose = word == "so" and text.tokens[at + 1 : at + 2] == ["that"]
    if _HARD.search(gap) or (word in _TURNS and before not in ("and", "or") and not purpose):
        return "hard"
    if "," in gap and word in ("no", "nothing", "nobody"):
        return "" if (word, text.tokens[min(at + 1, len(text.tokens) - 1)]) in _UNREAL else "hard"
    if before in ("and", "or", "nor", "then") or "," in gap:
        opens = (word in _OPENS and word not in ALSO_NOUNS) or _is_order(text, at, at)
        if opens and (has_verb or before in ("and", "or", "nor")):
            return "soft"
    return ""


def _is_verb(text: Text, at: int, start: int) -> bool:
    """Whether something is done or said to be here: "move", "is"; not "the change freeze"."""
    if text.tokens[at] in AUXILIARIES:
        return True
    if text.tokens[at] not in VERBS or text.tokens[at] in ALSO_NOUNS:
        return _is_order(text, at, start)
    return at == start or text.tokens[at - 1] in _LEADS


def _is_order(text: Text, at: int, start: int) -> bool:
    """Whether a word that may be a noun stands as a verb: first in its clause, with an object."""
    word = text.tokens[at]
    if word not in ALSO_NOUNS or at != start or at + 1 >= len(text.tokens):
        return False
    gap = text.clean[text.ends[at] : text.starts[at + 1]]
    following = text.tokens[at + 1]
    return gap == " " and (following in DETERMINERS or following in ("all", "any", "this", "that"))


def _goes_on(text: Text, clause: Clause, at: int) -> bool:
    """Whether a negation of this clause holds in the next: "do not move or copy", "move, copy"."""
    if not _negated_before(text, clause, at) and not clause.denied:
        return False
    joint = text.tokens[at - 1]
    if joint in ("or", "nor"):
        return True
    last = at - 2 if joint == "and" else at - 1
    return last >= clause.first and text.tokens[last] in VERBS


def _negated_before(text: Text, clause: Clause, at: int) -> bool:
    """Whether a negation stands before a word in its clause and reaches it."""
    for here in range(max(clause.first, at - _REACH), at):
        word = text.tokens[here]
        pair = (word, text.tokens[here + 1] if here + 1 < clause.last else "")
        comma = "," in text.clean[text.ends[here] : text.starts[at]]
        if pair in _UNREAL:
            if pair[1] in ("reason", "need", "hesitate"):
                return pair[1] == "need"
            continue
        if word in _NEGATORS or text.stems[here] in _NEGATORS or word.endswith("n't"):
            return True
        if word in _LOCAL or pair in _ASIDE:
            if not comma:
                return True
        elif word == "no" and pair[1] in _CIRCUMSTANCES:
            return True
        elif word == "no":
            led = here > clause.first and text.tokens[here - 1] in PREPOSITIONS
            if not led and not text.clean.startswith(",", text.ends[here]):
                return True
    return False


def _has_no_object(text: Text, clause: Clause, at: int) -> bool:
    """ "Deploy nothing", "move no data"; not "move no later than Friday"."""
    word, *then = text.tokens[at + 1 : min(at + 3, clause.last)] or [""]
    return word in ("nothing", "none", "no") and (word, *then) not in _UNREAL


def _ceases_before(text: Text, clause: Clause, at: int) -> bool:
    """ "Pause all new releases": only small words stand between; "in the freeze, move" is none."""
    here = at - 1
    while here > clause.first and _is_joined(text, here) and text.tokens[here] in _LINKS:
        here -= 1
    if not (clause.first <= here < at and _is_joined(text, here)):
        return False
    named = here > clause.first and text.tokens[here - 1] in DETERMINERS
    return not named and text.stems[here] in _CEASE


def _ceases_after(text: Text, clause: Clause, at: int) -> bool:
    """ "Releases are on hold"."""
    here = at + 1
    while here < clause.last and _is_joined(text, here - 1):
        if text.stems[here] in _CEASE:
            return True
        if text.tokens[here] not in _IS:
            return False
        here += 1
    return False


def _is_joined(text: Text, at: int) -> bool:
    """Whether only a blank parts a word from the next one."""
    return at + 1 < len(text.tokens) and text.starts[at + 1] - text.ends[at] == 1
