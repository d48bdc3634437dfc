import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.evidence import history
from support.evidence.tests.runs import data_of, of_value, past
from support.verdict import Outcome

RUN = history.run_of(data_of(of_value(0.2)))


def filled(path: Path, runs: int) -> bytes:
    for _ in range(runs):
        assert history.keep(path, history.read(path), RUN) == ""
    return path.read_bytes()


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / history.NAME
    assert history.read(path) == history.Past()
    filled(path, 2)
    found = history.read(path)
    assert (found.runs, found.damage) == ([RUN, RUN], "")
    assert found.runs[0].promises["Golden / The chat comes alive"].figures == {
        "first sign of work": 0.2
    }


def test_a_figure_without_a_value_is_not_remembered(tmp_path: Path) -> None:
    run = history.run_of(data_of(of_value(None, Outcome.NOT_MEASURED)))
    assert run.promises["Golden / The chat comes alive"].figures == {}
    assert run.count(Outcome.NOT_MEASURED) == 1


def test_the_file_is_bounded_by_runs_and_by_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / history.NAME
    monkeypatch.setattr(history, "MOST_RUNS", 3)
    line = len(filled(path, 5)) // 3
    assert len(history.read(path).runs) == 3
    monkeypatch.setattr(history, "MOST_BYTES", 2 * line)
    assert len(filled(path, 1)) == 2 * line
    monkeypatch.setattr(history, "MOST_BYTES", 1)
    filled(path, 1)
    assert len(history.read(path).runs) == 1  # the latest is kept, however large


@pytest.mark.parametrize(
    ("damage", "told", "kept"),
    [
        (lambda whole: whole[:-30], "line 3 cannot be read", 2),
        (lambda whole: b"\xff\xfe" + whole, "line 1 cannot be read", 2),
        (lambda whole: whole + b"[1]\n{}\n", "line 4 and 1 more cannot be read", 3),
        (
            lambda whole: b'{"version": 0, "runs": 7}\n' + whole,
            "line 1 comes from another version of the suite",
            3,
        ),
        (
            lambda whole: whole.replace(b'"version":1', b'"version":2', 1) + b"{",
            "line 4 cannot be read and line 1 comes from another version of the suite",
            2,
        ),
    ],
)
def test_a_damaged_file_is_kept_aside_and_the_rest_goes_on(
    tmp_path: Path, damage: object, told: str, kept: int
) -> None:
    path = tmp_path / history.NAME
    whole = damage(filled(path, 3))  # type: ignore[operator]
    path.write_bytes(whole)
    (tmp_path / "history.aside-1.jsonl").write_text("an earlier one")
    found = history.read(path)
    assert (len(found.runs), found.damage) == (kept, told)
    said = history.keep(path, found, RUN)
    assert f"was damaged ({told}): {kept} runs of it were taken over" in said
    assert "history.aside-2.jsonl, and the verdict is not affected." in said
    assert (tmp_path / "history.aside-2.jsonl").read_bytes() == whole
    assert history.read(path) == history.Past([RUN] * (kept + 1))


def test_a_folder_in_its_place_is_kept_aside_too(tmp_path: Path) -> None:
    path = tmp_path / history.NAME
    path.mkdir()
    (path / "mine").touch()
    found = history.read(path)
    assert "cannot be read" in found.damage
    assert "was damaged" in history.keep(path, found, RUN)
    assert (tmp_path / "history.aside-1.jsonl" / "mine").is_file()


def test_where_it_cannot_be_written_a_sentence_says_so_and_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "no folder" / history.NAME
    path.parent.write_text("a file", encoding="utf-8")
    said = history.keep(path, history.Past(), RUN)
    assert said.endswith("could not be kept (File exists); the verdict is not affected.")
    assert path.parent.read_text(encoding="utf-8") == "a file"


def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / history.NAME
    with path.open("wb") as file:
        os.truncate(file.fileno(), history.UNREADABLE_BYTES + 1)
    assert "larger than" in history.read(path).damage


@given(st.binary(max_size=300), st.integers(0, 3))
def test_whatever_stands_in_the_file_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, rubbish: bytes, good: int
) -> None:
    path = tmp_path_factory.mktemp("history") / history.NAME
    lines = b"".join(msgspec.json.encode(RUN) + b"\n" for _ in range(good))
    path.write_bytes(lines + rubbish)
    found = history.read(path)
    history.keep(path, found, RUN)
    assert len(history.read(path).runs) == len(found.runs) + 1
    if found.damage:
        assert (path.with_name("history.aside-1.jsonl")).read_bytes() == lines + rubbish


def test_runs_can_be_told_apart_by_their_machine() -> None:
    (run,) = past(0.2)
    assert run.machine == ""
    data = data_of(of_value(0.2)) | {"machine": {"processor": "8 CPUs", "memory": "16 GB"}}
    assert history.run_of(data).machine == "8 CPUs, 16 GB"
