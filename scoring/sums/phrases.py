"""Words that may stand between two figures without changing what they say of each other."""

from __future__ import annotations

import re

SOME = r"(?:about|roughly|around|some|nearly|almost|approximately|just|a|an|the|only|over|under|~)"
LINK = re.compile(
    rf"[ ,(:-]*(?:(?:or|i\.e\.|that is|which is|equals|equal to|=|{SOME}|down|up|by|cut|saving"
    r"|savings|drop|reduction|decrease|increase|less|of|so|minus|meaning)[ ,:(]*)*"
)

WHOLE = re.compile(r"\b(?:total|sum|together|altogether|all in|all told|in all)\b|= $")
"""Words before an amount that is all of something, or the result of a written sum."""

ALONE = frozenset(("lower", "less", "cheaper", "off", "below", "higher", "more", "above"))
"""Words behind a percentage that say which way it goes, and not what it is of."""

FALLS = ALONE - {"higher", "more", "above"} | {"reduction", "saving", "savings", "discount"}
"""Those that say that something falls by it."""
