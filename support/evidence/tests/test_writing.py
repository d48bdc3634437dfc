"""A file is written whole, for everybody, in a folder that may be missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.evidence.writing import put, put_json


def test_a_file_is_there_whole_and_everybody_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "figures.json"
    put_json(path, {"größe": [1, None]})
    assert json.loads(path.read_text(encoding="utf-8")) == {"größe": [1, None]}
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("body", ["né", "né".encode()])
def test_a_text_and_its_bytes_are_the_same_file(tmp_path: Path, body: str | bytes) -> None:
    put(tmp_path / "a", body)
    assert (tmp_path / "a").read_bytes() == "né".encode()


def test_a_file_that_cannot_take_its_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="directory"):
        put(tmp_path / "taken", "text")
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]
