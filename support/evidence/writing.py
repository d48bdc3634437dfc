"""Files written whole: a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec


def put(path: Path, body: str | bytes) -> None:
    """Writes a file, a text as UTF-8, in a folder that is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body.encode() if isinstance(body, str) else body)
        fresh.chmod(0o644)  # a temporary file is private; a report is for everybody
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def put_json(path: Path, data: Any) -> None:
    """Writes data as JSON that people can read, two spaces a level."""
    put(path, msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n")
