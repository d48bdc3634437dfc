"""What a question asks for."""

from __future__ import annotations

import re

from support.reference_agent.data.catalog import GPU, MODEL_API, STORAGE
from support.reference_agent.questions import vocabulary as say
from support.reference_agent.questions.meaning import Ask
from support.reference_agent.scope import Scope

ASK_WORDS = {
    Ask.SPEND: say.words(
        r"break ?downs?|how much|where (?:does|do|did|is|are|has)|(?:per|by|each) (?:provider|cloud"
        r"|service|category|environment|team)|what (?:do|did|have|are) we (?:spen[dt]\w*|pay\w*)"
        r"|spend(?:ing)? (?:analysis|overview|report|summary)|analy[sz]e|cost drivers?"
        r"|what (?:does|do|did) .{1,30} cost|(?:biggest|largest|top|highest) \w+|overview"
        r"|what drives|how many|what (?:percentage|share)|split|summary"
        r"|what (?:is|are|was|were) our .{0,30}(?:spend\w*|costs?|bills?)"
    ),
    Ask.COMPARE: say.words(r"compar\w+|versus|vs|which (?:provider|cloud)|side by side"),
    Ask.TREND: say.words(
        r"trend\w*|monthly (?:\w+ ){0,2}(?:spend\w*|costs?|bills?)|over time|chang\w+ over"
        r"|month by month|each month|month over month|grow\w*|grew|growth"
        r"|increas\w+|went up|go(?:ing)? up|ris(?:e|es|ing)|forecast\w*|predict\w*"
        r"|project(?:ion|ed)|will (?:we|our|it|they) .{0,30}next (?:year|quarter)|run rate"
        r"|climb\w*|peak(?!\s+season)|seasonal\w*"
    ),
    Ask.GPU: say.words(r"gpu utili[sz]ation|gpus? (?:idle|usage|use)|utili[sz]\w+|idle"),
    Ask.MODEL_API: say.words(r"(?:model |llm |ai )?apis?(?: costs?| spend\w*| usage)?"),
    Ask.STORAGE: say.words(r"storage"),
    Ask.COMMITMENT: say.words(
        r"commit\w*|reserv(?:ed|ation\w*)|savings? plans?|cuds?|on-demand|one-year|three-year"
        r"|[13]-year"
    ),
    Ask.SAVINGS: say.words(
        r"cut\w*|reduc\w+|sav(?:e|es|ing|ings)|optimi[sz]\w+|lower\w*|trim\w*|bring down|cheaper"
        r"|wast\w+|recommend\w*|efficien\w+|rightsiz\w+|eliminat\w+|shrink\w*|slash\w*|spend less"
        r"|pay less|get .{0,30} under control|improv\w+|what should we|too (?:much|high|expensive)"
    ),
    Ask.ROI: say.words(
        r"roi|returns? on|what returns?|payback|pays? back|paid back|break[- ]?even|business case"
        r"|worth it"
    ),
    Ask.RISKS: say.words(
        r"risk\w*|mitigat\w+|go wrong|downsides?|dangers?|how safe|roll ?back|compliant|compliance"
    ),
}
_ABOUT_SAVINGS = re.compile(
    r"\b(?:roi|pay ?back|returns?|risks?|business case)(?: \w+)? (?:of|for|from|on|in|if|when) ",
    re.IGNORECASE,
)
#: Asks that concern machines only, where no cost area is named.
MACHINE_ASKS = frozenset({Ask.COMMITMENT, Ask.RISKS, Ask.ROI})
#: An area that is asked about within a question about everything.
AREA_ASKS = {Ask.GPU: GPU, Ask.MODEL_API: MODEL_API, Ask.STORAGE: STORAGE}


def asks_in(text: str, scope: Scope) -> tuple[Ask, ...]:
    """What a text asks for about `scope`, in a fixed order."""
    asks = [ask for ask, pattern in ASK_WORDS.items() if pattern.search(text)]
    for ask, area in AREA_ASKS.items():
        if ask in asks and (area not in scope.areas or not say.AREA_WORDS[area].search(text)):
            asks.remove(ask)
    # "The ROI of optimizing" asks for the return, not for the optimizing.
    if Ask.SAVINGS in asks and _ABOUT_SAVINGS.search(text):
        asks.remove(Ask.SAVINGS)
    return tuple(asks)
