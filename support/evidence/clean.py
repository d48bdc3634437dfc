"""Makes foreign text harmless: what an agent says may hold anything, and people must see it.

Escaping is the medium's business (the XML and HTML writers do it); here goes what no medium
should get at all: terminal sequences, control characters that XML 1.0 forbids, lone surrogates,
and the marks that reorder text on the screen.
"""

from __future__ import annotations

import re

from support.redaction import concealed

MISSING = "\N{REPLACEMENT CHARACTER}"

# Colours and cursor movements. Of everything else only the control character goes: an agent must
# not erase what it said by opening a sequence that it never ends.
_TERMINAL = re.compile(r"\x1b\[[0-9:;<=>?]{0,24}[A-Za-z]|\x9b[0-9:;<=>?]{1,24}[A-Za-z]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, except tab and line ends
    "\ud800-\udfff\ufffe\uffff"  # no characters
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"  # reordering, hidden line ends
)


def visible(text: str) -> str:
    """The text with a mark for all that acts instead of being read; line ends become `\\n`.

    Whatever this process conceals does not stand in it either.
    """
    text = _TERMINAL.sub(MISSING, concealed(text))
    return _FORBIDDEN.sub(MISSING, text.replace("\r\n", "\n").replace("\r", "\n"))


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters of the text, then how many more there were."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… ({len(text) - limit:,} more characters)"


def one_line(text: str, limit: int = 400) -> str:
    """The text as one harmless line of bounded length."""
    # Nothing beyond this can be needed; cutting first keeps a huge text from costing time. Only a
    # secret is looked for before: a part of one would not be known any more.
    head = visible(concealed(text)[: 8 * limit] if len(text) > 8 * limit else text)
    line = " ".join(head.split())
    if len(line) <= limit and len(text) <= 8 * limit:
        return line
    return f"{line[:limit]}… ({max(len(text) - limit, 1):,} more characters)"
