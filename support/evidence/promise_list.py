"""Every promise on the scorecard's page: first those that were not kept, then all by capability."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from support.evidence.level_list import found_in, value_with_unit
from support.evidence.page_parts import badge, safe, section, tally
from support.evidence.pictures import MATRIX, Picture, Proof, Proofs
from support.evidence.unkept import unkept
from support.verdict import Outcome

Data = Mapping[str, Any]
Link = Callable[[Proof], str]

IN_FULL, MOST_FAILURES, MOST_FIGURES = 3, 40, 4
"""How much is told at once: so many failures in full, more in a line each, the rest as promises."""

_KEYWORD = re.compile(r"^(Given|When|Then|And|But) ")


def failures(data: Data, proofs: Proofs, link: Link | None) -> Iterator[str]:
    """What was not kept, and why: the promise, what was found, what is at stake, how it looked."""
    failed = unkept(data["scenarios"])
    if not failed:
        return
    features = {each["name"]: each for each in data["features"]}
    parts = []
    for number, scenario in enumerate(failed[:MOST_FAILURES]):
        feature, proof = features.get(scenario["feature"], {}), proofs.of(scenario)
        looked = _how_it_looked(proof, proofs, opened=number == 0)
        told = _failure(scenario, feature, looked + _way(proof, link))
        parts.append(told if number < IN_FULL else _folded(scenario, told))
    if len(failed) > MOST_FAILURES:
        more = len(failed) - MOST_FAILURES
        stand = "stands" if more == 1 else "stand"
        parts.append(f"<p>{more} more {stand} among the promises below.</p>")
    yield section("What was not kept, and why", "".join(parts))


def promises(data: Data, proofs: Proofs, link: Link | None) -> Iterator[str]:
    """All promises, by capability and feature, each with its first figures."""
    about = {each["name"]: each for each in data["features"]}
    areas: dict[str, dict[str, list[Data]]] = {}
    for each in data["scenarios"]:
        area = about.get(each["feature"], {}).get("capability") or "Promises"
        areas.setdefault(area, {}).setdefault(each["feature"], []).append(each)
    parts = []
    for area, features in areas.items():
        inner, everything = [], []
        for name, scenarios in features.items():
            everything += scenarios
            stake = about.get(name, {}).get("stake", "")
            items = "".join(_promise(each, proofs, link) for each in scenarios)
            inner.append(
                f"<details><summary>{safe(name)} {tally(scenarios)}</summary>"
                f'<p class="soft">{safe(stake, 1000)}</p><ul class="list">{items}</ul></details>'
            )
        headline = f"<summary>{safe(area)} {tally(everything)}</summary>"
        parts.append(f"<details open>{headline}{''.join(inner)}</details>")
    if parts:
        yield section("Everything that was promised", "".join(parts))


def gallery(data: Data, proofs: Proofs, link: Link | None) -> Iterator[str]:
    """One picture of each kind; where no failure is shown, the first is open."""
    parts: list[str] = []
    for proof, picture in proofs.of_each_kind():
        if drawn := proofs.show(picture):
            source = f'<p class="soft small">From: {safe(proof.name)}</p>{_way(proof, link)}'
            state = " open" if not parts and data["outcome"] == Outcome.MET else ""
            headline = f"<summary>{safe(picture.kind)}</summary>"
            parts.append(f"<details{state}>{headline}{drawn}{source}</details>")
    if proofs.matrix:
        name = "Planted defects, and which promises noticed them"
        # Without any right: it neither runs scripts nor reaches the page around it.
        frame = f'<iframe sandbox title="{name}" srcdoc="{html.escape(proofs.matrix)}"></iframe>'
        source = f'<p class="soft small">From: reports/{MATRIX}, not of this run alone</p>'
        parts.append(f"<details><summary>{name}</summary>{frame}{source}</details>")
    if parts:
        yield section("Pictures of this run", "".join(parts))


def _failure(scenario: Data, feature: Data, proof: str) -> str:
    rows = {
        "Promised": safe(_KEYWORD.sub("", scenario["sentence"])),
        "Found": safe(found_in(scenario), 1200),
        "At stake": safe(feature.get("stake", ""), 600),
    }
    told = "".join(f"<dt>{what}</dt><dd>{words}</dd>" for what, words in rows.items() if words)
    area = ": ".join(filter(None, (feature.get("capability"), scenario["feature"])))
    return (
        f'<article class="failure {scenario["outcome"]}"><p class="soft small">{safe(area)}</p>'
        f"<h3>{badge(scenario['outcome'])} · {safe(scenario['name'])}</h3>"
        f"<dl>{told}</dl>{proof}</article>"
    )


def _folded(scenario: Data, told: str) -> str:
    headline = f"{badge(scenario['outcome'])} · {safe(scenario['name'])}"
    reason = f'<span class="soft small">{safe(scenario["reason"], 160)}</span>'
    return f"<details><summary>{headline}<br>{reason}</summary>{told}</details>"


def _how_it_looked(proof: Proof | None, proofs: Proofs, *, opened: bool) -> str:
    shown = "".join(map(proofs.show, _telling(proof.pictures))) if proof else ""
    if not shown:
        return ""
    state = " open" if opened else ""
    return f"<details{state}><summary>How it looked</summary>{shown}</details>"


def _telling(pictures: Sequence[Picture]) -> list[Picture]:
    """The two that say most: one of each kind, what is rarer than a time line first."""
    kinds = {each.kind: each for each in reversed(pictures)}
    return sorted(kinds.values(), key=lambda each: each.kind == "Time line")[:2]


def _way(proof: Proof | None, link: Link | None) -> str:
    if proof is None or link is None or not proof.anchor:
        return ""
    return f'<p><a href="{safe(link(proof))}">Steps, transcripts and all proof</a></p>'


def _promise(scenario: Data, proofs: Proofs, link: Link | None) -> str:
    proof, name = proofs.of(scenario), safe(scenario["name"])
    if proof is not None and link is not None:
        name = f'<a href="{safe(link(proof))}">{name}</a>'
    measured = [each for each in scenario["figures"] if each["value"] is not None]
    told = "; ".join(f"{each['name']}: {value_with_unit(each)}" for each in measured[:MOST_FIGURES])
    if len(measured) > MOST_FIGURES:
        told += f"; and {len(measured) - MOST_FIGURES} more"
    reason = scenario["reason"] if scenario["outcome"] != Outcome.MET else ""
    notes = [f'<p class="soft small">{safe(each, 600)}</p>' for each in (reason, told) if each]
    return f"<li>{badge(scenario['outcome'])} · {name}{''.join(notes)}</li>"
