"""The alert rules fire when they should, say why, and keep quiet otherwise: told by promtool."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.benchmarks.grade import SEVEN

RULES = Path(__file__).parents[3] / "docs" / "monitoring" / "alerts.yml"
_REASON = "The chat comes alive at once: 7.412 s after the question; the limit is at most 5 s"
_SEVERITY = {"Fast": "page", "Slowly": "ticket"}

needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None,
    reason="NOT TRIED: there is no promtool here (Debian and Ubuntu: apt install prometheus)",
)


def _tool(*words: str, folder: Path) -> None:
    command = [shutil.which("promtool") or "", *words]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


Series = dict[str, str]


def _states(metric: str, labels: str, not_met: str, other: str = "not_measured") -> Series:
    """One state and its opposite, in promtool's notation, a value a minute."""
    return {
        f'{metric}{{instance="m",{labels}outcome="met"}}': "0x6000",
        f'{metric}{{instance="m",{labels}outcome="not_met"}}': not_met,
        f'{metric}{{instance="m",{labels}outcome="{other}"}}': "0x6000",
    }


def _run(not_met: str) -> Series:
    info = f'golden_path_run_info{{instance="m",outcome="not_met",reason="{_REASON}"}}'
    return {**_states("golden_path_run_outcome", "", not_met), info: "1x6000", **_ALIVE}


_ALIVE = {
    'golden_path_monitor_info{instance="m"}': "1x6000",
    'golden_path_run_interval_seconds{instance="m"}': "900x6000",
    'golden_path_last_run_timestamp_seconds{instance="m"}': "0+60x6000",
}


def _test(name: str, series: Mapping[str, str], at: str, **alerts: list[dict[str, Any]]) -> Any:
    return {
        "name": name,
        "interval": "1m",
        "input_series": [{"series": each, "values": how} for each, how in series.items()],
        "alert_rule_test": [
            {"eval_time": at, "alertname": alert, "exp_alerts": told}
            for alert, told in alerts.items()
        ],
    }


def _fires(severity: str, summary: str, why: str, **labels: str) -> list[dict[str, Any]]:
    return [
        {
            "exp_labels": {"severity": severity, **labels},
            "exp_annotations": {"summary": summary, "description": why},
        }
    ]


def _promtool(tmp_path: Path, *tests: Any) -> None:
    shutil.copy(RULES, tmp_path / "alerts.yml")
    told = {"rule_files": ["alerts.yml"], "evaluation_interval": "1m", "tests": list(tests)}
    (tmp_path / "tests.yml").write_text(json.dumps(told), encoding="utf-8")
    _tool("test", "rules", "tests.yml", folder=tmp_path)


@needs_promtool
def test_promtool_accepts_the_rules() -> None:
    _tool("check", "rules", RULES.name, folder=RULES.parent)


def test_every_service_level_has_a_budget_and_both_alerts() -> None:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    budgets = [r["labels"]["sla"] for r in rules if r.get("record") == _BUDGET]
    assert budgets == list(SEVEN)
    assert {"GoldenPathSlaBurnsFast", "GoldenPathSlaBurnsSlowly"} <= {r.get("alert") for r in rules}
    for rule in rules:
        if "alert" in rule:
            assert rule["annotations"].keys() == {"summary", "description"}
            assert rule["labels"]["severity"] in ("page", "ticket")


_BUDGET = "golden_path:sla_error_budget:ratio"


@needs_promtool
def test_a_golden_path_that_holds_calls_nobody(tmp_path: Path) -> None:
    names = re.findall(r"alert: (\w+)", RULES.read_text(encoding="utf-8"))
    assert len(names) == 9
    quiet: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    _promtool(tmp_path, _test("all is well", _run("0x6000"), "50h", **quiet))


@needs_promtool
def test_a_golden_path_that_fails_calls_somebody_and_says_why(tmp_path: Path) -> None:
    fast = _fires("page", _WORDS, _REASON, instance="m")
    _promtool(
        tmp_path,
        _test("not yet", _run("0x59 1x600"), "65m", GoldenPathBurnsFast=[]),
        _test("now", _run("0x59 1x600"), "75m", GoldenPathBurnsFast=fast),
        _test("over again", _run("0x59 1x20 0x600"), "95m", GoldenPathBurnsFast=[]),
    )


_WORDS = "Customers are not getting what the golden path promises"


@needs_promtool
def test_a_golden_path_that_fails_now_and_then_opens_a_ticket(tmp_path: Path) -> None:
    """Five minutes of every hour: 8 % of the time, where 1 % is allowed."""
    now_and_then = " ".join(["0x54 1x4"] * 40)
    words = "The golden path fails more often than was agreed"
    slowly = _fires("ticket", words, _REASON, instance="m")
    _promtool(
        tmp_path,
        _test(
            "slowly",
            _run(now_and_then),
            "23h59m",
            GoldenPathBurnsSlowly=slowly,
            GoldenPathBurnsFast=[],
        ),
    )


@needs_promtool
def test_each_service_level_is_watched_by_itself(tmp_path: Path) -> None:
    tests = []
    for sla in SEVEN:
        other = next(each for each in SEVEN if each != sla)
        why = f"{sla} is beyond its limit"
        series = {
            **_states("golden_path_sla_outcome", f'sla="{sla}",', "0x59 1x600"),
            **_states("golden_path_sla_outcome", f'sla="{other}",', "0x6000"),
            f'golden_path_sla_info{{instance="m",sla="{sla}",reason="{why}"}}': "1x6000",
            f'golden_path_sla_info{{instance="m",sla="{other}",reason="fine"}}': "1x6000",
            **_run("0x6000"),
        }
        fast = _fires("page", f"Service level not kept: {sla}", why, instance="m", sla=sla)
        words = f"Service level broken more often than was agreed: {sla}"
        slow = _fires("ticket", words, why, instance="m", sla=sla)
        alerts = {"GoldenPathSlaBurnsFast": fast, "GoldenPathBurnsFast": []}
        tests.append(_test(sla, series, "80m", **alerts, GoldenPathSlaBurnsSlowly=slow))
    _promtool(tmp_path, *tests)


@needs_promtool
def test_what_cannot_be_measured_is_told_and_burns_no_budget(tmp_path: Path) -> None:
    unknown = _states("golden_path_run_outcome", "", "0x6000")
    unknown[next(each for each in unknown if "not_measured" in each)] = "1x6000"
    info = f'golden_path_run_info{{instance="m",outcome="not_measured",reason="{_REASON}"}}'
    words = "Nobody can say whether the golden path holds"
    told = _fires("ticket", words, _REASON, instance="m")
    series = {**unknown, info: "1x6000", **_ALIVE}
    alerts = {"GoldenPathNotMeasured": told, "GoldenPathBurnsFast": []}
    _promtool(tmp_path, _test("unknown", series, "2h", **alerts))


def _ended(outcome: str, values: str) -> Series:
    info = f'golden_path_run_info{{instance="m",outcome="{outcome}",reason="{_REASON}"}}'
    states = _states("golden_path_run_outcome", "", "0x6000", other=outcome)
    states[next(each for each in states if f'"{outcome}"' in each)] = values
    return {**states, info: "1x6000", **_ALIVE}


_NOT_THERE = "The golden path cannot be tried: the agent or the suite is not there"


@needs_promtool
def test_a_golden_path_that_cannot_be_tried_calls_somebody(tmp_path: Path) -> None:
    told = _fires("page", _NOT_THERE, _REASON, instance="m")
    once, often = _ended("broken", "0x59 1x3 0x600"), _ended("broken", "0x59 1x600")
    flaps = _ended("broken", " ".join(["0x4 1x4"] * 20))
    known: dict[str, list[Any]] = {"GoldenPathNotMeasured": [], "GoldenPathBurnsFast": []}
    _promtool(
        tmp_path,
        _test("for four minutes", once, "70m", GoldenPathBroken=[]),
        _test("not yet", often, "62m", GoldenPathBroken=[]),
        _test("now", often, "70m", GoldenPathBroken=told, **known),
        _test("every other round", flaps, "94m", GoldenPathBroken=told),
        _test("over again", _ended("broken", "0x59 1x20 0x600"), "95m", GoldenPathBroken=[]),
    )


@needs_promtool
def test_one_good_round_in_between_does_not_hide_what_cannot_be_measured(tmp_path: Path) -> None:
    words = "Nobody can say whether the golden path holds"
    told = _fires("ticket", words, _REASON, instance="m")
    mostly, seldom = " ".join(["1x44 0x14"] * 9), " ".join(["1x14 0x44"] * 9)
    _promtool(
        tmp_path,
        _test("mostly", _ended("not_measured", mostly), "6h", GoldenPathNotMeasured=told),
        _test("seldom", _ended("not_measured", seldom), "6h", GoldenPathNotMeasured=[]),
    )


@needs_promtool
def test_a_round_that_is_longer_than_the_beat_calls_nobody(tmp_path: Path) -> None:
    every, last = list(_ALIVE)[1:]
    ended = " ".join(f"{720 * number}x11" for number in range(8))
    slow = {**_run("0x6000"), every: "60x6000", last: ended}
    stands = {**slow, last: "0x6000"}
    ago = "19m 0s"
    told = _fires(
        "page",
        f"The golden path has not been tried for {ago}",
        f"The monitor is there, but its latest run ended {ago} ago.",
        instance="m",
    )
    _promtool(
        tmp_path,
        _test("slow", slow, "47m", GoldenPathNotRun=[]),
        _test("not yet", stands, "18m", GoldenPathNotRun=[]),
        _test("stands still", stands, "19m", GoldenPathNotRun=told),
    )


@needs_promtool
def test_silence_is_no_good_news(tmp_path: Path) -> None:
    stale = {**_run("0x6000"), **dict.fromkeys(list(_ALIVE)[2:], "0x6000")}
    hours = "2h 0m 0s"
    not_run = _fires(
        "page",
        f"The golden path has not been tried for {hours}",
        f"The monitor is there, but its latest run ended {hours} ago.",
        instance="m",
    )
    gone = _fires(
        "page",
        "Nobody watches the golden path",
        "No monitor has been seen by Prometheus for ten minutes.",
    )
    _promtool(
        tmp_path,
        _test("stale", stale, "2h", GoldenPathNotRun=not_run, GoldenPathMonitorGone=[]),
        _test("gone", {'up{instance="m"}': "0x600"}, "30m", GoldenPathMonitorGone=gone),
    )
