"""Known weaknesses of what the suite is made of: `python -m support.security.audit`.

Everything installed for Python is looked up with pip-audit, everything locked for the report with
npm. Exit status: 0 where all was looked up and nothing is known, 1 where a weakness is known or a
requirement is not pinned, 3 where the advisories could not be had: not audited is not clean.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from support.evidence.clean import one_line

ROOT = Path(__file__).parents[2]
WEAK, UNKNOWN = 1, 3
_LIMIT_S = 300
_PINNED = re.compile(r"[A-Za-z0-9._-]+(?:\[[A-Za-z0-9,._-]+\])?==[0-9][A-Za-z0-9.+!_-]*")
_SPLIT = re.compile(r"\s#|;")


@dataclass(frozen=True, slots=True)
class Audit:
    """What is known about one kind of packages; `weak` are sentences, one a weakness.

    `trouble` says why nothing could be looked up; empty where it could.
    """

    of: str
    looked_up: int = 0
    weak: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def status(self) -> int:
        """The exit status that this alone would give."""
        if self.weak:
            return WEAK
        return UNKNOWN if self.trouble or not self.looked_up else 0

    @property
    def _unknown(self) -> str:
        return self.trouble or ("" if self.looked_up else "there was nothing to look up")

    def lines(self) -> Iterator[str]:
        """What people read."""
        if self._unknown:
            yield f"? {self.of}: NOT AUDITED: {self._unknown}"
        if not self.looked_up:
            return
        known = f"{len(self.weak)} known weaknesses" if self.weak else "no known weakness"
        yield f"{'✗' if self.weak else '✓'} {self.of}: {self.looked_up} looked up, {known}"
        yield from (f"    {each}" for each in self.weak)


def pins(root: Path = ROOT) -> Audit:
    """Requirements that name no single version, and what they need that nobody names."""
    files = sorted(
        [*root.glob("requirements*.txt"), *root.glob("docs/examples/*/requirements.txt")]
    )
    loose, looked_up, known = [], 0, set[str]()
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            wanted = _SPLIT.split(line, maxsplit=1)[0].strip()
            if not wanted or wanted.startswith(("#", "-r ", "-e ", "-c ")):
                continue
            looked_up += 1
            known.add(_name(re.split(r"[\[=<>~!@ ]", wanted)[0]))
            if not _PINNED.fullmatch(wanted):
                where = f"{file.relative_to(root)}, line {number}"
                loose.append(f"{where}: {wanted!r} names no single version; pin it with ==")
    loose += [
        f"{each}, which {for_whom} needs, stands in no requirements*.txt"
        for each, for_whom in needed_beside(known).items()
    ]
    return Audit("requirements are pinned", looked_up, tuple(loose))


def needed_beside(known: Iterable[str]) -> dict[str, str]:
    """What the installed ones of these packages need and these do not name, each with by whom."""
    missing: dict[str, str] = {}
    for name in known:
        with contextlib.suppress(metadata.PackageNotFoundError):
            for line in metadata.requires(name) or ():
                wanted = Requirement(line)
                if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                    missing.setdefault(_name(wanted.name), name)
    return {each: whom for each, whom in missing.items() if each not in {*known, "setuptools"}}


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def python_packages(program: str) -> Audit:
    """Everything that is installed beside the interpreter which runs this."""
    of = "packages for Python"
    place = sysconfig.get_paths()["purelib"]
    asked = [program, "--path", place, "--format", "json", "--progress-spinner", "off"]
    told = _asked([*asked, "--skip-editable", "--timeout", "20"])
    if isinstance(told, str):
        return Audit(of, trouble=told)
    try:
        found = [each for each in told["dependencies"] if "vulns" in each]
        skipped = [each["skip_reason"] for each in told["dependencies"] if "skip_reason" in each]
        skipped = [reason for reason in skipped if "editable" not in reason]
        weak = [
            f"{each['name']} {each['version']}: {one['id']}, mended in "
            f"{', '.join(one['fix_versions']) or 'no version yet'}"
            for each in found
            for one in each["vulns"]
        ]
    except (KeyError, TypeError) as error:
        return Audit(of, trouble=f"pip-audit told something else than expected: {error!r}")
    missed = f"{len(skipped)} could not be looked up; the first: {skipped[0]}" if skipped else ""
    return Audit(of, len(found), tuple(map(one_line, weak)), one_line(missed))


def node_packages(program: str, root: Path = ROOT) -> Audit:
    """Everything in the lock file of the report's tool."""
    of = "packages for the report"
    told = _asked([program, "audit", "--json", "--package-lock-only", "--prefix", str(root)])
    if isinstance(told, str):
        return Audit(of, trouble=told)
    try:
        if "vulnerabilities" not in told:
            why = told.get("message") or told.get("error") or "npm told nothing"
            return Audit(of, trouble=f"the advisories cannot be had: {one_line(str(why), 200)}")
        weak = [
            f"{name} {each['range']}: {each['severity']}"
            for name, each in told["vulnerabilities"].items()
        ]
        looked_up = int(told["metadata"]["dependencies"]["total"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return Audit(of, trouble=f"npm told something else than expected: {error!r}")
    return Audit(of, looked_up, tuple(map(one_line, weak)))


def _asked(command: Sequence[str]) -> dict[str, Any] | str:
    """The JSON object that a program told; or, in a sentence, why it told none."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_LIMIT_S, check=False
        )
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return f"{Path(command[0]).name} did not come to an end within {_LIMIT_S} s"
    except OSError as error:
        return f"{command[0]} cannot be run: {error.strerror}"
    except ValueError:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        last = one_line(said[-1], 200) if said else "it said nothing"
        return f"the advisories cannot be had: {last}"
    return told if isinstance(told, dict) else f"{Path(command[0]).name} told no object"


def main(arguments: Sequence[str]) -> int:
    """Prints what is known; the argument is the path of pip-audit. Returns the exit status."""
    npm = shutil.which("npm")
    audits: list[Callable[[], Audit]] = [
        pins,
        lambda: python_packages(arguments[0] if arguments else "pip-audit"),
        lambda: node_packages(npm) if npm else Audit("packages for the report", trouble="no npm"),
    ]
    statuses = []
    for audit in audits:
        found = audit()
        print("\n".join(found.lines()), flush=True)
        statuses.append(found.status)
    if WEAK in statuses:
        return WEAK
    if UNKNOWN in statuses:
        print("What is not audited may be weak: try again where the advisories can be reached.")
        return UNKNOWN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
