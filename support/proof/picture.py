"""The matrix of defects and promises as data, and as a page that reads without colour."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from support.proof.outcome import Proof
from support.proof.workshop import Cell
from support.verdict import Outcome

Say = Callable[[str], None]
"""Tells how far the proof is."""

SIGNS = {
    "named": ("●", "named: this promise had to notice it, and did"),
    "missed": ("!", "missed: this promise had to notice it, and did not"),
    "related": ("○", "related: the defect breaks this promise too"),
    "stray": ("✗", "unrelated: this promise turned red and should not have"),
    "unknown": ("?", "could not be measured on this agent"),
    "met": ("·", "kept"),
}
"""How a cell is told, by what it is."""

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --line: #d9d9d9; --strong: #06702f;
  --weak: #666; --bad: #b00020 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #161616; --line: #383838;
  --strong: #4fd18b; --weak: #9a9a9a; --bad: #ff6b7a } }
body { font: 14px/1.4 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  margin: 1.5rem }
.frame { overflow: auto; max-height: 85vh; border: 1px solid var(--line) }
table { border-collapse: collapse }
th, td { border: 1px solid var(--line); padding: 0 .35rem; text-align: center }
tbody th { position: sticky; left: 0; background: var(--paper); text-align: left;
  font-weight: normal; white-space: nowrap }
thead th { position: sticky; top: 0; background: var(--paper); vertical-align: bottom;
  font-weight: normal }
thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 22rem }
.named { color: var(--strong); font-weight: bold } .stray, .missed { color: var(--bad);
  font-weight: bold } .met, .unknown { color: var(--weak) }
dt { display: inline-block; width: 1.5rem; text-align: center; font-weight: bold }
dd { display: inline; margin: 0 1.5rem 0 0 }
"""


def data(proof: Proof) -> dict[str, Any]:
    """The matrix: `promises` are its columns, `defects` its rows, each with `cells` by promise.

    A cell has a `kind` (see `SIGNS`) and, where it is not simply kept, the `reason`.
    """
    rows: dict[str, dict[str, dict[str, str]]] = {defect: {} for defect in proof.defects}
    stray = {(each.defect, each.scenario) for each in proof.strays}
    named = {(claim.row.fault, claim.row.promise) for claim in proof.claims}
    for tried in proof.tried:
        for cell in tried.cells:
            if cell.outcome is Outcome.NOT_SUPPORTED:
                continue
            is_named = any(
                fault == tried.defect and cell.scenario.startswith(promise)
                for fault, promise in named
            )
            is_stray = (tried.defect, cell.scenario) in stray
            kind = _kind(cell, named=is_named, stray=is_stray)
            rows[tried.defect][cell.scenario] = {"kind": kind, "reason": cell.reason}
    for claim in proof.claims:
        known = rows[claim.row.fault]
        if not any(name.startswith(claim.row.promise) for name in known):
            kind = "named" if claim.caught else "missed"
            known[claim.row.promise] = {"kind": kind, "reason": claim.said}
    promises = dict.fromkeys(promise for cells in rows.values() for promise in cells)
    return {
        "promises": list(promises),
        "defects": [{"name": name, "cells": cells} for name, cells in rows.items()],
        "signs": {kind: words for kind, (_, words) in SIGNS.items()},
        "figures": {
            "defects": len(proof.defects),
            "caught_as_named": proof.caught_as_named,
            "unrelated_reds": proof.unrelated_reds,
        },
    }


def _kind(cell: Cell, *, named: bool, stray: bool) -> str:
    if cell.outcome is Outcome.NOT_MET:
        if stray:
            return "stray"
        return "named" if named else "related"
    return "met" if cell.outcome is Outcome.MET else "unknown"


def page(found: dict[str, Any]) -> str:
    """The matrix as one page, without scripts; every cell says in words what it means."""
    promises, figures = found["promises"], found["figures"]
    heads = "".join(f'<th scope="col"><span>{escape(name)}</span></th>' for name in promises)
    rows = "".join(_row(each, promises) for each in found["defects"])
    signs = "".join(f"<dt>{sign}</dt><dd>{words}</dd>" for sign, words in SIGNS.values())
    told = (
        f"{figures['caught_as_named']} of {figures['defects']} planted defects were noticed by the "
        f"promise that had to, for the reason that it had to give; {figures['unrelated_reds']} "
        "promises turned red for what is not their business."
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Defects and promises</title>'
        f"<style>{_STYLE}</style><h1>Defects and promises</h1><p>{told}</p><dl>{signs}</dl>"
        '<div class="frame" tabindex="0" role="region" aria-label="Defects and promises"><table>'
        "<caption>Each row is an agent with one planted defect, each column a promise</caption>"
        f'<thead><tr><th scope="col">defect</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        "</div></html>\n"
    )


def _row(defect: dict[str, Any], promises: list[str]) -> str:
    cells = "".join(_cell(defect["cells"].get(name), name) for name in promises)
    return f'<tr><th scope="row">{escape(defect["name"])}</th>{cells}</tr>'


def _cell(cell: dict[str, str] | None, promise: str) -> str:
    if cell is None:
        return "<td></td>"
    sign, words = SIGNS[cell["kind"]]
    if cell["kind"] == "met":
        return f'<td class="met">{sign}</td>'
    title = escape(f"{promise}: {words}. {cell['reason'][:160]}")
    return f'<td class="{cell["kind"]}" title="{title}">{sign}</td>'
