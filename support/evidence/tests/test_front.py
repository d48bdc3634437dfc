import re
from pathlib import Path

from support.evidence import front
from support.evidence.tests.samples import HOSTILE, results, scenario
from support.verdict import Outcome


def read_properties(text: str) -> dict[str, str]:
    """Reads as the format defines it: one entry a line, backslash escapes."""

    def plain(part: str) -> str:
        part = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), part)
        return re.sub(r"\\(.)", r"\1", part).encode("utf-16", "surrogatepass").decode("utf-16")

    pairs = [re.split(r"(?<!\\)=", line, maxsplit=1) for line in text.splitlines()]
    return {plain(key): plain(value) for key, value in pairs}


def test_the_front_says_what_was_judged_and_where(tmp_path: Path) -> None:
    run = results(scenario(), scenario(Outcome.NOT_MET), scenario(Outcome.NOT_SUPPORTED))
    front.write(run, tmp_path / "results")
    facts = read_properties((tmp_path / "results" / "environment.properties").read_text())
    assert facts == {
        "Verdict": "not met, 1 of 2 promises kept",
        "Not met": "1",
        "Not supported": "1",
        "Agent": "Adviser",
        "Agent version": "1.0",
        "Agent profile": "reference",
        "System": "Linux",
    }


def test_values_cannot_break_out_of_their_line(tmp_path: Path) -> None:
    name = "C:\\new = #1 ! 数 \N{ROCKET}" + HOSTILE
    front.write(results(scenario(), name=name), tmp_path)
    text = (tmp_path / "environment.properties").read_text(encoding="ascii")
    assert len(text.splitlines()) == 5
    assert read_properties(text)["Agent"].startswith("C:\\new = #1 ! 数 \N{ROCKET}<script>")


def test_the_machine_is_described() -> None:
    facts = front.machine_facts()
    assert set(facts) == {"system", "processor", "memory", "python"}
    assert re.match(r"\d+ GB$", facts["memory"])
    assert "CPUs usable" in facts["processor"]
