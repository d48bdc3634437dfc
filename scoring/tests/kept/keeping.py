"""Which judgements are kept, and where."""

from __future__ import annotations

from pathlib import Path

from scoring.tests.kept import (
    answers,
    excerpts,
    industries,
    phrases,
    runs,
    shifted,
    tools,
    workings,
)
from scoring.tests.kept.store import Store

STORE = Store(
    Path(__file__).with_name("judgements.json"),
    "scoring.tests.kept",
    {
        "cards": answers.cards,
        "sums": answers.sums,
        "readings": answers.readings,
        "clauses": answers.said,
        "general": answers.general,
        "comparisons": answers.comparisons,
        "findings": runs.findings,
        "runs": runs.runs,
        "series": runs.series,
        "industries": industries.sentences,
        "rubrics": tools.rubrics,
        "shares": tools.shares,
        "texts": tools.texts,
        "fits": tools.fits,
        "shifted": shifted.shifted,
        "amounts": phrases.amounts,
        "layouts": phrases.layouts,
        "small sums": phrases.small_sums,
        "excerpts": excerpts.excerpts,
        "heaps": excerpts.heaps,
        "workings": workings.findings,
        "written sums": workings.written_sums,
        "tables": workings.tables,
        "evidence": workings.evidence,
    },
)
