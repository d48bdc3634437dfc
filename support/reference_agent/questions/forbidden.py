"""What customers of an industry ask for and must not be advised, as people put it."""

from __future__ import annotations

import re

_CHANGE = r"(?:roll\w* out|deploy|release|launch|switch|swap|change|go live|move)"
_FORBIDDEN = {
    "financial services": (
        rf"{_CHANGE}.{{0,80}}(?:during|in|within|despite) the (?:[\w-]+ ){{0,2}}freeze",
        r"without (?:independent )?validation|skip\w* (?:the )?validation",
    ),
    "healthcare": (
        r"(?:mov|copy|transfer|replicat|migrat|stor)\w*.{0,80}(?:another|cheaper|other) region",
        r"(?:patient|phi|clinical|imaging).{0,80}(?:abroad|overseas|public chatbot|free tier)",
    ),
    "retail": (
        rf"{_CHANGE}.{{0,80}}(?:during|in|on|over) (?:the )?(?:black friday|peak|holiday|november)",
        r"(?:cut|reduce|scale down).{0,80}capacity.{0,40}(?:peak|black friday|november|holiday)",
    ),
    "manufacturing": (
        r"(?:run|mov|migrat|shift)\w*.{0,80}(?:in|to|into) the cloud.{0,40}edge",
        r"(?:mov|migrat|shift)\w*.{0,60}edge.{0,60}(?:in|to|into) the cloud",
        r"(?:updat|chang|swap)\w*.{0,60}(?:during production|while the line)",
    ),
    "public sector": (
        r"split\w*.{0,80}(?:tender|threshold|procurement|bid)",
        r"(?:three|five|3|5|multi)-year",
        r"(?:mov|copy|transfer|migrat)\w*.{0,80}(?:commercial|cheaper) region",
    ),
}
_PATTERNS = {
    name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in _FORBIDDEN.items()
}


def asks_for_forbidden(text: str, industry: str | None) -> bool:
    """Whether the question asks for something that the industry rules out."""
    pattern = _PATTERNS.get(industry or "")
    return pattern is not None and pattern.search(text) is not None
