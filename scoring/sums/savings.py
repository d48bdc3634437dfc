"""Savings against what is spent, shares that cannot be, and prices below nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.sums.equations import result_of
from scoring.sums.known import Known
from scoring.sums.phrases import FALLS
from scoring.sums.reading import HOURS, BrokenSum, Reading, slack
from scoring.sums.spend import Spent, period_near

_OTHER_BASE = re.compile(
    r"revenue|productiv|labou?r|staff|salar|penalt|fine[sd]?\b|churn|forecast|project(?:ed|ion)"
    r"|growth|would (?:otherwise|have)|avoid|(?:two|three|five) years|over \d+ years|\d-year"
    r"|24 months|36 months|years one|if nothing|by 20\d\d|cumulative|lifetime|value of|benefit"
    r"|not mention|also count|elsewhere"
    r"|industry|example|other companies|competitor|peers|similar|market|up to \$?\d+ ?(?:million"
    r"|billion)"
)
_IN_A_YEAR = re.compile(r"\b(?:year one|first (?:full )?year|(?:12|twelve) months)\b")
_FALLS = r"(?:reduction|saving|savings|cut|decrease)"
_FALL_BEFORE = re.compile(
    rf"\b(?:{_FALLS}s? (?:is|of|are|comes to|reaches|equals)|{_FALLS}:"
    r"|(?:save|saves|saving|saved)"
    r"|(?:reduc\w+|cuts?|cutting|lower\w*|decreases?|decreased|decreasing|shrink\w*|drops?|falls?"
    r"|(?:comes?|goes|go|is|are) down)(?: (?!from|to)[a-z]+){0,4} by)(?: (?:about|roughly|around"
    r"|up|to|over|more|than|a|total|of"
    r"|you|us|nearly|almost|some|in|by|an|astonishing|full|combined|altogether))*[ :~]*$"
)
_GROWS = re.compile(
    r"\broi\b|return|faster|growth|increas|rise|grow|jump|more\b|improv|perform|over-"
)
_OUT_OF = re.compile(
    r"(?: [a-z]+){0,4} (?:out of|(?:of|off|on) (?:the|a|an|your|our|that|this|today's|those))"
    r"(?: (?:the|a|an|your|our|that|current|monthly|annual|yearly|weekly|total|whole|full))* ?"
)
_OF_THE = re.compile(
    r"\b(?:of|from|out of) (?:(?:the|your|our|those|these|all|current|monthly|annual) )+$"
)
_WE_SAVE = re.compile(
    r"(?: an? (?:month|year|week|day|night))?,? (?:(?:we|you|this|that|it|they|one|the \w+)"
    r"(?: (?:can|will|would|could|may|shall))? )?(?:saves?|cuts?|removes?|get back|recovers?)"
    r"(?: (?:about|roughly|around|some|up to|at least))* "
)
_IS_SAVED = re.compile(
    r" of (?:the|your|our|this|that|today's|current|a|all)\b[^.;:]{0,40}"
    r"\b(?:saved|gone|eliminated|removed|cut)\b|\)? (?:less|lower|cheaper) than\b"
)
_CHANGE = re.compile(
    r"\b(?:chang\w*|differ\w*|delta|sav\w+|net|adjust\w*|variances?|margin|profit|loss|gain|fall\w*"
    r"|drop\w*|credit|refund|resale|cumulative|balance|roi|return|trend|down)\b"
)
_IN_ALL = re.compile(r" (?:in (?:all|total)|altogether|all told|combined)\b")
_SAVING = re.compile(r"\b(?:sav(?:e|es|ed|ing|ings)|cuts?|reduc\w+|lowers?)\b")
_PRICE = re.compile(
    r"\b(?:pay|bill|costs?|price|invoice|spend|spending|fee|rate|total)"
    r"(?: (?:after|afterwards|ends?(?: up)?|lands|becomes|is|of|are|be|becomes?|falls|drops"
    r"|would|will|at|to|about|then|only|goes|down"
    r"|per [a-z]+))*[ :=]*$"
)
_FALLING = re.compile(
    r"\b(?:bill|costs?|price|invoice|spend|spending)(?: [a-z]+){0,3} from(?: about)? $"
)
_LINKED = re.compile(
    r"[ ,(:;-]*(?:(?:or|about|roughly|around|some|i\.e\.|that is|a|the|=|down|cut|of|saving"
    r"|equals)[ ,]*)*"
)
_MOST = 50
"""Prices of each that are compared."""

_OPERATORS = ("=", "+", "*", "/", "x", "(")


def broken_savings(known: Known, question: Reading, reading: Reading) -> Iterator[BrokenSum]:
    """Every saving, share or price that cannot be."""
    spent = known.spent
    for i, q in enumerate(reading.quantities):
        if q.kind == "money":
            if q.value < 0:
                yield from _negative(reading, i)
            elif not q.per:
                yield from _part_of(reading, i)
                if spent and reading.saves[i]:
                    yield from _too_much(reading, i, spent)
            elif q.per and reading.saves[i]:
                yield from _unit_too_much(question, reading, i)
        elif q.kind == "percent" and q.value > 101:
            yield from _over_all(known, reading, i)


def _too_much(reading: Reading, i: int, spent: Spent) -> Iterator[BrokenSum]:
    """ "Saves $75,000 a month" of $48,000."""
    q = reading.quantities[i]
    if result_of(reading, i) != i:
        return  # "the saving is $25,600 - $12,186"
    period = q.period or period_near(reading, i)
    if not q.period and _IN_A_YEAR.search(reading.sentence(i)):
        period = "year"
    if q.currency not in spent or not period or _OTHER_BASE.search(reading.sentence(i)):
        return
    yearly, said = spent[q.currency]
    claimed = (q.low - slack(q)) * 8760 / HOURS[period]
    if claimed > yearly * 1.05:
        yield BrokenSum(
            f"it promises to save {reading.said(i)}, more than all that is spent ({said})",
            reading.shown(i),
        )


def _unit_too_much(question: Reading, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "Saves 12 cents per question" of 9."""
    q = reading.quantities[i]
    others = (*question.quantities[:_MOST], *reading.quantities[:_MOST])
    same = [p for p in others if p.per == q.per and p.currency == q.currency and p is not q]
    if same and q.value > 1.05 * max(p.value for p in same):
        yield BrokenSum(
            f"it promises to save {reading.said(i)}, more than one costs", reading.shown(i)
        )


def _part_of(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "$75,000 out of the $48,000", "of the $48,000 we save $75,000": more than the whole."""
    if i + 1 >= len(reading.quantities):
        return
    q, whole = reading.quantities[i], reading.quantities[i + 1]
    if _OF_THE.search(reading.before(i)) and _WE_SAVE.fullmatch(reading.gap(i)):
        q, whole = whole, q
        if whole.kind == q.kind and whole.currency == q.currency and not (whole.per or q.per):
            periods = {q.period, whole.period} - {""}
            if len(periods) < 2 and q.value - slack(q) > whole.value + slack(whole):
                yield BrokenSum(
                    f"of {reading.said(i)} it saves {reading.said(i + 1)}, more than there is",
                    reading.shown(i, i + 1),
                    certain=True,
                )
        return
    if whole.kind != "money" or whole.per or q.currency != whole.currency:
        return
    if q.period and whole.period and q.period != whole.period:
        return
    gap = reading.gap(i)
    if not _OUT_OF.fullmatch(gap) or ("out of" not in gap and not reading.saves[i]):
        return
    if q.value - slack(q) > whole.value + slack(whole):
        yield BrokenSum(
            f"it takes {reading.said(i)} out of {reading.said(i + 1)}, more than there is",
            reading.shown(i, i + 1),
        )


def _over_all(known: Known, reading: Reading, i: int) -> Iterator[BrokenSum]:
    """More than 100 % saved."""
    q = reading.quantities[i]
    before, after = reading.before(i), reading.after(i)
    if _GROWS.search(before) or _GROWS.search(after[:25]):
        return
    said = reading.sentence(i)
    if _IN_ALL.match(after) and _SAVING.search(said) and not _GROWS.search(said):
        yield BrokenSum(f"{reading.said(i)} in total is more than all of it", reading.shown(i))
        return
    falls = q.base.split(" ")[0] in FALLS or _FALL_BEFORE.search(before) is not None
    rest = reading.lower[q.end : reading.sentence_end(i)]
    falls = falls or _IS_SAVED.match(rest) is not None
    if not falls and i and reading.sentence_of[i - 1] == reading.sentence_of[i]:
        linked = _LINKED.fullmatch(before) or re.fullmatch(r".{0,24} \(", before)
        near = [k for k in (i - 1, i - 2) if k >= 0 and reading.quantities[k].kind == "money"]
        falls = bool(linked) and any(
            reading.saves[k] and reading.sentence_of[k] == reading.sentence_of[i] for k in near
        )
    if falls or (i and _is_over_spend(known, reading, i)):
        yield BrokenSum(
            f"it promises to save {reading.said(i)}, more than all of it", reading.shown(i)
        )


def _is_over_spend(known: Known, reading: Reading, i: int) -> bool:
    """Whether a percentage stands beside an amount that is as much of all that is spent."""
    share, part = reading.quantities[i], reading.quantities[i - 1]
    if part.kind != "money" or part.per or part.currency not in known.spent:
        return False
    if not _LINKED.fullmatch(reading.gap(i - 1)) or _PRICE.search(reading.before(i - 1)):
        return False
    exact = 100 * part.value * 8760 / HOURS[part.period or "year"] / known.spent[part.currency][0]
    return abs(exact - share.value) <= slack(share) + 1


def _negative(reading: Reading, i: int) -> Iterator[BrokenSum]:
    """ "The new price is minus 1.5 cents"."""
    q = reading.quantities[i]
    block = reading.text.blocks[reading.block_of(i)]
    before = reading.before(i)
    said = reading.said(i).lower()
    if block.kind == "row" or _CHANGE.search(before) or reading.saves[i]:
        return
    if i and (was := reading.quantities[i - 1]).kind == "money" and was.value > 0:
        gap, to = reading.gap(i - 1), _PRICE.search(reading.before(i - 1))
        if gap in (" to ", " into ") and (to or _FALLING.search(reading.before(i - 1))):
            yield BrokenSum(
                f"a price or bill of {reading.said(i)} is below nothing", reading.shown(i - 1, i)
            )
            return
    unit_price = bool(q.per) or "cent" in said or "¢" in said
    if _PRICE.search(before) or (unit_price and not before.rstrip().endswith(_OPERATORS)):
        yield BrokenSum(f"a price or bill of {reading.said(i)} is below nothing", reading.shown(i))
