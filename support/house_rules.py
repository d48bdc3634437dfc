"""The suite's own rules, each as a function from a folder to the places that break it.

`python -m support.house_rules` prints them for this folder; exit status 1 where there are any.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from behave.model import Feature, Scenario, ScenarioOutline
from behave.parser import parse_file

from support.agents.profile import Can

_TECHNICAL = re.compile(r"https?://|wss?://|[{}]|\bJSON\b|\bHTTP\b|\bAPI key\b|status code")
_ANY = "not @no_such_tag"
_MOST_LINES, _MOST_SCENARIOS, _MOST_STEPS = 100, 8, 6

FORBIDDEN_IMPORTS = {
    "scoring": ("support", "features", "behave", "allure", "allure_commons", "websockets"),
    "support": ("features",),
}
"""What a room may not import: data goes left to right, imports go one way."""


def features(root: Path) -> Iterator[tuple[Path, Feature]]:
    """Every feature file with its parsed feature."""
    for path in sorted((root / "features").rglob("*.feature")):
        yield path.relative_to(root), parse_file(str(path))


def scenarios(feature: Feature) -> list[Scenario | ScenarioOutline]:
    """The scenarios as written: an outline counts once."""
    return list(feature.scenarios)


def undefined_or_unused_steps(root: Path) -> list[str]:
    """Sentences that no step takes, steps that no sentence uses, and steps that clash."""
    done = subprocess.run(
        [sys.executable, "-m", "behave", "--dry-run", "-f", "steps.usage", "--tags", _ANY],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    problems = [line for line in lines if "AmbiguousStep" in line or "Error" in line]
    listed = False
    for line in lines:
        if re.match(r"UN(USED|DEFINED) ", line):
            listed = True
            problems.append(line)
        elif listed and line.startswith("  "):
            problems.append(line.strip())
        else:
            listed = False
    if not lines:
        problems.append(f"the dry run printed nothing: {done.stderr.strip()[-200:]}")
    return problems


def repeated_names(root: Path) -> list[str]:
    """Scenario names that stand more than once."""
    seen: dict[str, Path] = {}
    problems = []
    for path, feature in features(root):
        for scenario in scenarios(feature):
            if scenario.name in seen:
                where = f"{seen[scenario.name]} and {path}"
                problems.append(f"{scenario.name!r} is the name of two scenarios: {where}")
            seen[scenario.name] = path
    return problems


def unreadable_features(root: Path) -> list[str]:
    """Features that are too long, too technical, or would be lost from the report."""
    problems = []
    for path, feature in features(root):
        text = (root / path).read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            words = line.strip()
            if words.startswith("Rule:"):
                problems.append(f"{path}:{number}: Allure's formatter drops scenarios in a Rule")
            if not words.startswith(("#", "@", "|")) and _TECHNICAL.search(
                re.sub("<.*?>", "", words)
            ):
                problems.append(f"{path}:{number}: technical wording: {words}")
        if len(text.splitlines()) > _MOST_LINES:
            problems.append(f"{path}: more than {_MOST_LINES} lines")
        if len(scenarios(feature)) > _MOST_SCENARIOS:
            problems.append(f"{path}: more than {_MOST_SCENARIOS} scenarios")
        if not feature.description:
            problems.append(f"{path}: does not say which promise it protects, and what is at stake")
        for scenario in scenarios(feature):
            if len(scenario.steps) > _MOST_STEPS:
                problems.append(f"{path}: {scenario.name!r} has more than {_MOST_STEPS} steps")
            if not any(step.step_type == "then" for step in scenario.steps):
                problems.append(f"{path}: {scenario.name!r} promises nothing")
    return problems


def unknown_capabilities(root: Path) -> list[str]:
    """Tags that ask for a capability that no profile can declare."""
    problems = []
    for path, feature in features(root):
        tags = [*feature.tags, *(tag for each in scenarios(feature) for tag in each.tags)]
        for tag in tags:
            needed = str(tag).removeprefix("needs.")
            if needed != tag and needed not in Can.__struct_fields__:
                problems.append(f"{path}: @{tag} names no capability of a profile")
    return problems


def wrong_imports(root: Path) -> list[str]:
    """Imports against the direction, and Allure outside its room."""
    problems = []
    for path in sorted(p for room in ("scoring", "support") for p in (root / room).rglob("*.py")):
        place = path.relative_to(root)
        forbidden = FORBIDDEN_IMPORTS[place.parts[0]]
        for line, name in _imports(path):
            top = name.split(".")[0]
            if top in forbidden:
                problems.append(f"{place}:{line}: {place.parts[0]} may not import {top}")
            if top.startswith("allure") and place.parts[:2] != ("support", "evidence"):
                problems.append(f"{place}:{line}: only support/evidence may import {top}")
    return problems


def steps_that_cannot_fail(root: Path) -> list[str]:
    """Step functions that return a value (Behave passes `False`), wait, or swallow."""
    problems = []
    for path in sorted((root / "features").rglob("*.py")):
        place = path.relative_to(root)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            line = getattr(node, "lineno", 0)
            if isinstance(node, ast.Return) and node.value is not None:
                problems.append(
                    f"{place}:{line}: a step that returns a value passes whatever it is"
                )
            if isinstance(node, ast.ExceptHandler):
                problems.append(f"{place}:{line}: a step that catches cannot fail")
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("sleep"):
                problems.append(f"{place}:{line}: a step that sleeps waits too long or too short")
            if isinstance(node, ast.FunctionDef) and _promises(node) and not _asserts(node):
                problems.append(
                    f"{place}:{line}: {node.name} promises something and asserts nothing"
                )
    return problems


def unproven_promises(root: Path) -> list[str]:
    """Scenarios that no planted defect has turned red."""
    told = [
        row.get("promise")
        for _, feature in features(root)
        if "proof" in feature.tags
        for outline in scenarios(feature)
        for table in getattr(outline, "examples", [])
        for row in table.table
    ]
    return [
        f"{path}: nothing shows that {scenario.name!r} can fail"
        for path, feature in features(root)
        if "proof" not in feature.tags
        for scenario in feature.walk_scenarios()
        if not any(promise and scenario.name.startswith(promise) for promise in told)
    ]


RULES = (
    undefined_or_unused_steps,
    repeated_names,
    unreadable_features,
    unknown_capabilities,
    wrong_imports,
    steps_that_cannot_fail,
    unproven_promises,
)


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def _promises(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(each, ast.Call) and ast.unparse(each.func) == "then"
        for each in node.decorator_list
    )


def _asserts(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(each, ast.Call) and ast.unparse(each.func) == "assert_that"
        for each in ast.walk(node)
    )


if __name__ == "__main__":
    found = [problem for rule in RULES for problem in rule(Path())]
    print("\n".join(found) or "every house rule is kept")
    sys.exit(bool(found))
