import subprocess
import sys
from pathlib import Path

import pytest

from support.evidence.folder_lock import alone_in
from support.verdict import HarnessError

HOLD = """
import sys
from pathlib import Path
from support.evidence.folder_lock import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_in_the_folder_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(HarnessError) as told, alone_in(folder):
        pytest.fail("two runs in one folder")
    assert str(told.value).startswith(f"another run is writing into {folder}/ at this moment")
    with alone_in(tmp_path / "another"):
        assert (tmp_path / "another").is_dir()
    holder.kill()  # however it ends, the folder is free again
    holder.communicate()
    for _ in range(2):
        with alone_in(folder):
            assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_left_to_whoever_writes_there(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    ran = []
    with alone_in(tmp_path / "reports"):
        ran.append("the block")
    assert ran == ["the block"]
    assert (tmp_path / "reports").read_text() == "a file"
