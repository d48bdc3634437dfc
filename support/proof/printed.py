"""The proof in print: tables for the terminal, and the one for the README."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from support.plurals import counted
from support.proof.outcome import FROM_OTHERS, Proof, from_others, kinds
from support.verdict import Outcome

_SIGN = {True: "✓", False: "✗"}


def report(proof: Proof, reports: Path) -> Iterator[str]:
    """The lines of the whole report."""
    yield ""
    yield f"Planted defects: {len(proof.defects)}, in {counted(len(proof.claims), 'claim')}"
    for room, claims in kinds(proof.claims).items():
        named = sum(claim.as_named for claim in claims)
        yield f"  {_SIGN[named == len(claims)]} {room:<20} {named:>3} of {len(claims):>3} as named"
    for claim in proof.claims:
        if not claim.as_named:
            outcome = claim.outcome.words if claim.outcome else "not run"
            yield f"  ✗ {claim.row.fault}: {claim.row.promise!r} was {outcome}: {claim.said}"
            yield f"      expected: {claim.row.reason}"
    cells = sum(len(tried.cells) for tried in proof.tried)
    red = sum(cell.outcome is Outcome.NOT_MET for tried in proof.tried for cell in tried.cells)
    tried = counted(len(proof.tried), "recorded defect")
    yield f"Matrix: {tried}, {counted(cells, 'cell')}, {red} of them red"
    yield f"{_SIGN[not proof.strays]} Promises red for what is not their business: " + str(
        proof.unrelated_reds
    )
    for stray in proof.strays:
        yield f"  ✗ {stray.defect}: {stray.scenario}: {stray.check}: {stray.reason}"
    yield from _clean(proof)
    yield "Limits, just inside and just beyond"
    for each in proof.boundaries:
        sides = f"{each.inside} passes, {each.beyond} does not" if each.held else each.why
        yield f"  {_SIGN[each.held]} {each.figure} ({each.limit}): {sides}"
    yield "The suite turned against itself"
    for trouble in proof.chain:
        yield f"  {_SIGN[trouble.held]} {trouble.name}: {trouble.outcome.words}: {trouble.reason}"
    yield "Figures of other commands"
    for name, (_, _, command) in FROM_OTHERS.items():
        found = from_others(reports, name)
        words = f"none yet: run `{command}`" if found is None else f"{found:g}"
        yield f"  {name.replace('_', ' ')}: {words}"


def _clean(proof: Proof) -> Iterator[str]:
    busy = sum(len(each.cells) - len(each.unknown) for each in proof.clean if each.busy)
    told = f"{proof.clean_runs} healthy recordings, {busy} of them while the machine was busy"
    yield f"{_SIGN[not proof.false_alarms]} False alarms: {proof.false_alarms} in {told}"
    yield f"{_SIGN[not proof.unknown_runs]} Healthy recordings not judged: {proof.unknown_runs}"
    for each in proof.clean:
        for cell in each.alarms:
            yield f"  ✗ {cell.scenario}: {cell.reason}"
        for cell in each.unknown:
            yield f"  ? {cell.scenario}: {cell.outcome.words}: {cell.reason}"
    for cell in proof.healthy.cells if proof.healthy else ():
        if cell.outcome.value not in ("met", "not_supported"):
            yield f"  ? healthy: {cell.scenario}: {cell.outcome.words}: {cell.reason}"


def detection_table(proof: Proof) -> str:
    """What was planted and caught, as a table in Markdown."""
    lines = [
        "| promises about | defects | claims | caught | for the named reason |",
        "|---|---:|---:|---:|---:|",
    ]
    for room, claims in kinds(proof.claims).items():
        defects = len({claim.row.fault for claim in claims})
        caught = sum(claim.caught for claim in claims)
        named = sum(claim.as_named for claim in claims)
        lines.append(f"| {room} | {defects} | {len(claims)} | {caught} | {named} |")
    caught = sum(claim.caught for claim in proof.claims)
    named = sum(claim.as_named for claim in proof.claims)
    counts = f"{len(proof.defects)} | {len(proof.claims)} | {caught} | {named}"
    lines.append(f"| **all** (a defect may break several) | {counts} |")
    limits = f"{sum(each.held for each in proof.boundaries)} of {len(proof.boundaries)}"
    troubles = f"{sum(each.held for each in proof.chain)} of {len(proof.chain)}"
    lines += [
        "",
        "| beside that | |",
        "|---|---|",
        f"| promises red for a defect that is not their business | {proof.unrelated_reds} |",
        f"| false alarms in {proof.clean_runs} healthy recordings | {proof.false_alarms} |",
        f"| limits that hold just inside and break just beyond | {limits} |",
        f"| troubles of the suite itself that are no verdict on the agent | {troubles} |",
    ]
    return "\n".join(lines) + "\n"
