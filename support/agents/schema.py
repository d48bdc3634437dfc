"""The JSON Schema of profiles, for editors: made from the types, so that it cannot be wrong.

`python -m support.agents schema` prints it; `profile.schema.json` beside this file holds it.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import msgspec

from support.agents.profile import Profile
from support.protocols import protocol_names

FILE = Path(__file__).parent / "profile.schema.json"


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(as_data(), indent=2, sort_keys=True) + "\n"


def as_data() -> dict[str, Any]:
    """The schema as data."""
    (reference,), parts = msgspec.json.schema_components([Profile], ref_template="#/$defs/{name}")
    for part in parts.values():
        if "description" in part:
            part["description"] = inspect.cleandoc(part["description"])
    profile = parts["Profile"]
    # What a protocol may be called is known only here: shipped mappings are files.
    profile["properties"]["protocol"] = {"enum": protocol_names(), "default": "native"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A profile of an agent under test",
        **reference,
        "$defs": parts,
    }
