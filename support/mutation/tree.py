"""A copy of the code that mutants may be written into; the code itself is never touched."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from support.mutation.rooms import TIMED, Room

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".mutation"
"""Where copies and verdicts are kept between runs; not part of the code."""

_SETTINGS = """
[tool.mutmut]
source_paths = ["scoring", "support"]
only_mutate = {code}
do_not_mutate = ["*/tests/*", "*/__main__.py"]
also_copy = ["features", "docs", "behave.ini", "README.md", "CHANGELOG.md", "Makefile"]
pytest_add_cli_args = ["-p", "support.mutation.steady"]
pytest_add_cli_args_test_selection = {tests}
# Every mutant starts from processes in which no test has run: nothing is remembered by a cache.
process_isolation = "forkserver"
timeout_multiplier = 4.0
timeout_constant = 5.0
use_git_change_detection = false
on_dependency_change = "ignore"
"""


def lay(room: Room, place: Path, root: Path = ROOT) -> bool:
    """Brings the copy at `place` up to date with `root`; what is unchanged keeps its date.

    Tests that a room names and that are not there are left out. Returns whether any test, or data
    of one, is another than before.
    """
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    names = {name for name in listed.split("\0") if name and (root / name).is_file()}
    other_tests = False
    for name in names - {"pyproject.toml"}:
        other_tests |= _renew(root / name, place / name) and "tests/" in name
        # The tool copies data once only; code is brought up to date by itself.
        if not name.endswith(".py") and (place / "mutants" / name).exists():
            _renew(root / name, place / "mutants" / name)
    for path in [*place.glob("scoring/**/*"), *place.glob("support/**/*")]:
        name = str(path.relative_to(place))
        if path.is_file() and "__pycache__" not in name and name not in names:
            path.unlink()
            (place / "mutants" / name).unlink(missing_ok=True)
    tests = [name for name in room.tests if (root / name).exists()]
    chosen = [*tests, "-k", " and ".join(f"not {name}" for name in TIMED)]
    own = _SETTINGS.format(code=list(room.code), tests=chosen)
    (place / "pyproject.toml").write_text((root / "pyproject.toml").read_text() + own)
    return other_tests


def _renew(source: Path, copy: Path) -> bool:
    if copy.exists() and copy.read_bytes() == source.read_bytes():
        return False
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, copy)
    return True
