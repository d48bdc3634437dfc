"""How amounts and layouts are read that are put together from pieces, in any order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import partial

from scoring.characters import as_seen, mixed_words, smuggled
from scoring.general_manner import figures
from scoring.quantities import find_quantities
from scoring.tests.kept.store import Kept
from scoring.text import read_text

_DIGESTS, _PHRASES, _LAYOUTS = 60, 150, 40
"""So many digests of each kind, and so many texts in one digest."""

_SAID = 0.3
"""How often each thing that may stand around a number does."""

_LEAD = (
    *("about ", "~", "up to ", "at most ", "more than ", "under ", "week ", "step "),
    *("monthly saving: ", "annual ", "in ", "(", "minus ", "-", "by ", "between ", "from "),
    *("saves ",),
    *("the first ", "for ", "1. ", ": ", "usd: ", "cents: ", "\n", "only ", "day-", "top ", "x"),
)  # fmt: skip
_SIGN = (
    *("$", "$", "€", "£ ", "US$", "A$", "usd ", "CHF ", "¥", "-$", "$-", "₹", "r$"),
    *("€-", "(", "$ ", "zUSD "),
)
_NUMBER = (
    *("5", "12", "1,200", "1.200", "1'200", "40 000", "1 200 000", "1.5", "1,5", "0.45"),
    *("1.200,50",),
    *("1,200.50", "2026", "1995", "3.14.15", "1,20,000", "10/12", "1/3", "3/4", "12:30"),
    *("2025-01-31",),
    *("half", "a third", "two thirds", "a quarter", "twice", "twenty-six thousand", "one"),
    *("a dozen",),
    *("half a million", "three-quarters", "one hundred", "two and a half", "eleven", "a hundredth"),
    *("half a", "two million", "5e3", "16x730", "007", "0", "100", "99999", "5.", "24/7", "three"),
)  # fmt: skip
_WORTH = ("k", "M", " million", "bn", " thousand", " Mio", " lakh", "kk", "x", "m")
_SORT = ("%", " percent", " cents", "¢", " euros", " €", " USD", "pp", " dollars")
_UNIT = (
    *(" GPUs", " hours", " GB", " TB", "h", " ms", " weeks", "-day trial", " users"),
    *(
        " of them",
        " of the bill",
        " lower",
        " off",
        " a",
        "x",
        " less",
        " year",
        " and",
        " minutes",
    ),
)
_FOR = (
    *(" a month", "/mo", " per year", " annually", " each", "/user/month", " a night"),
    *(" per GPU-hour", " per 1M tokens", " every week", " an hour", " per month per seat", " p.a."),
    *(" a seat", " monthly", "/TB", " a test", " per quarter"),
)
_JOINT = (
    " to ",
    "-",
    " - ",
    " and ",
    ", ",
    ". ",
    " x ",
    " = ",
    " + ",
    " of ",
    "; ",
    " or ",
    "/",
    "\n",
)

_PIECES = (
    *("<p>", "</p>", "<br>", "<b>", "</b>", "<li>", "</li>", "<td>", "</td>", "<tr>", "<!--"),
    *("-->",),
    *("<div hidden>", "<span style='display: none'>", "</span>", "</div>", "<script>", "</script>"),
    *("&amp;", "&lt;", "<i style='color:red'>", "<h2>", "<x>", "**", "*", "`", "```\n", "__", "~~"),
    *("[", "](", ")", "[ref]: hidden words\n", "\\*", "# ", "## ", "> ", "- ", "* ", "1. ", "2) "),
    *("\n", "\n\n", "\n", " | ", "| ", "|---|---|\n", "{", "}", '{"key": ', '"value", ', '["a", '),
    *('"steps_two": [', "]", '"\\u20ac5\\n"', ": ", ", ", "true", "null", ". ", "! ", "? "),
    *(" e.g. ",),
    *("i.e. ", "Dr. ", "No. 5 ", "a) ", "One two", "cost", "Save $5", "go on with it", "Stop"),
    *("o ",),
    *("a line that is long enough to be wrapped by an editor at seventy", "\t", "\r\n", "\u200b"),
    *("\u00e9", "e\u0301\u0301\u0301\u0301\u0301\u0301", "\u0441ost", "\uff14", "\u2019", "\u2013"),
    *("\U000e0041", "\ufb01", "\x00", "\u3002", "\u0130", "(see) ", '"so." ', "...", "\u2028"),
    *("---\n",),
)  # fmt: skip
_NUMBERS = ("1", "2", "3", "4", "6", "0", "1,200", "$5", "2.5", "101", "100", "12", "50")
_BEHIND = ("", ".", " + 1", "%", " = 3")
_RESULTS = (*_NUMBERS, "98", "102", "102.1", "7", "-2", "1.2", "5000", "0.5", "2.04", "4.1", "600")


def amounts() -> Kept:
    """Which quantities are found in phrases that hold one to three of them."""
    for number in range(_DIGESTS):
        yield str(number), partial(_amounts, random.Random(f"amounts {number}"))


def _amounts(chance: random.Random) -> object:
    return [find_quantities(_phrase(chance)) for _ in range(_PHRASES)]


def _phrase(chance: random.Random) -> str:
    said = _amount(chance)
    while chance.random() < _SAID:
        said += chance.choice(_JOINT) + _amount(chance)
    return said + chance.choice(("", ".", " is", ")", ", saved"))


def _amount(chance: random.Random) -> str:
    parts = (_LEAD, _SIGN, _NUMBER, _WORTH, _SORT, _UNIT, _FOR)
    some = (each for each in parts if each is _NUMBER or chance.random() < _SAID)
    return "".join(map(chance.choice, some))


def layouts() -> Kept:
    """How texts are read whose marks of any kind stand in any order."""
    for number in range(_DIGESTS):
        yield str(number), partial(_layouts, random.Random(f"layouts {number}"))


def _layouts(chance: random.Random) -> object:
    some = [_heap(chance, _PIECES, 30) for _ in range(_LAYOUTS)]
    some += [f'{{"a": {_heap(chance, _PIECES[45:], 20)}' for _ in range(_LAYOUTS // 4)]
    return [(read_text(t), as_seen(t), smuggled(t), mixed_words(t.lower())) for t in some]


def small_sums() -> Kept:
    """Which sums of two numbers are right, wherever they stand."""
    for number in range(_DIGESTS // 3):
        yield str(number), partial(_sums, random.Random(f"sums {number}"))


def _sums(chance: random.Random) -> object:
    return [figures("".join(_equations(chance))) for _ in range(_PHRASES)]


def _equations(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.choice((1, 1, 2, 3))):
        gap = chance.choice((" ", ""))
        yield chance.choice(("", "so ", "1 + ", "x", "-"))
        yield gap.join((chance.choice(_NUMBERS), chance.choice("+-*/x"), chance.choice(_NUMBERS)))
        yield f"{gap}={gap}{chance.choice(_RESULTS)}{chance.choice(_BEHIND)} "


def _heap(chance: random.Random, pieces: Sequence[str], most: int) -> str:
    """Up to so many pieces in any order."""
    return "".join(chance.choice(pieces) for _ in range(chance.randrange(3, most)))
