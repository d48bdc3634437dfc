"""Which readings are kept, and where."""

from __future__ import annotations

from pathlib import Path

from scoring.tests.kept.store import Store
from support.protocols.tests.kept import dialogues, readings

STORE = Store(
    Path(__file__).with_name("readings.json"),
    "support.protocols.tests.kept",
    {
        "transcripts": readings.transcripts,
        "native": readings.native,
        "mappings": readings.mappings,
        "dialogues": dialogues.dialogues,
    },
)
