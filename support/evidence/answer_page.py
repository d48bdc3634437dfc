"""What an answer is worth and why, on one page: a bar a factor, and the answer with its marks."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

from scoring.card import Card, Factor
from scoring.quality import THRESHOLD, level_of
from scoring.score import Score
from support.evidence.clean import one_line
from support.evidence.marked_text import legend, marked

_STYLE = """
:root{color-scheme:light dark;--ink:#1b2230;--soft:#5a6475;--line:#c9d0db;--card:#fff;
--tint:#f4f6f9;--bar:#1f5fa8;--good:#17663a;--bad:#b3261e;--advice:#e3eefc;--figure:#8a5a00;--tool:#6a2c91}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf3;--soft:#a3adbd;--line:#465063;--card:#1b2028;
--tint:#242b36;--bar:#7db4f5;--good:#6fd69a;--bad:#ff8f87;--advice:#1f3350;--figure:#f2bf5e;
--tool:#d5a6f0}}
*{box-sizing:border-box}
body{margin:0;padding:16px;background:var(--card);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
h1{font-size:18px;line-height:1.3;margin:0 0 4px}h2{font-size:15px;margin:20px 0 6px}
p{margin:0 0 8px}.soft{color:var(--soft)}
.head{display:flex;gap:4px 16px;align-items:baseline;flex-wrap:wrap}
.value{font-size:30px;font-weight:650;font-variant-numeric:tabular-nums}
.good{color:var(--good)}.bad{color:var(--bad)}.word{font-weight:650}
.row{display:grid;grid-template-columns:270px 1fr 80px;gap:0 12px;align-items:center;padding:6px 0;
border-top:1px solid var(--line)}
.row p{grid-column:1/-1;margin:2px 0 0;font-size:14px}.row .number{text-align:right;
font-weight:600;font-variant-numeric:tabular-nums}
.track{position:relative;height:14px;border:1px solid var(--line);border-radius:4px;
background:var(--tint)}
.fill{height:100%;border-radius:3px;background:var(--bar)}
.least{position:absolute;top:-4px;bottom:-4px;left:75%;border-left:2px dashed var(--ink)}
.gate{border:2px solid var(--bad);border-radius:8px;padding:8px 12px;margin:8px 0}
.legend{list-style:none;margin:0 0 10px;padding:0;display:flex;flex-wrap:wrap;gap:4px 20px;
font-size:14px}
.answer{white-space:pre-wrap;border:1px solid var(--line);border-radius:8px;padding:12px}
.advice{background:var(--advice)}.figure{color:var(--figure);font-weight:650}
.tool{color:var(--tool);text-decoration:underline dotted 2px;text-underline-offset:3px}
.broken{color:var(--bad);font-weight:650;text-decoration:underline wavy}
.badge{font-size:12px;border:1px solid currentColor;border-radius:4px;padding:0 4px;
margin-right:3px;text-decoration:none;white-space:nowrap;background:var(--card)}.badge.advice{color:var(--bar)}
@media(max-width:600px){.row{grid-template-columns:1fr 80px}.row .track,.row .unseen{
grid-column:1/-1;grid-row:2}}
"""
_UNSCORED = "What is unscored is not zero: its weight goes to the others."


def answer_page(card: Card, title: str) -> str:
    """The card as a page, readable from 400 pixels up, in light and dark and without colours."""
    parts = [
        f'<html lang="en"><title>Business value</title><style>{_STYLE}</style><body>',
        f'<p class="soft">{_safe(title)}</p>',
        _headline(card),
        *(
            f'<p class="gate"><span class="bad word">✗ {_safe(gate.name)}</span>: '
            f"{_safe(gate.reason, 600)}</p>"
            for gate in card.gates
        ),
        "<h2>What it is made of</h2>",
        *(_factor(factor) for factor in card.factors),
        f'<p class="soft">The dashed line is at {THRESHOLD:.0%}. {_UNSCORED}</p>',
        *_scores(f"Base quality: {level_of(card.factor('quality').value or 0.0)}", card.dimensions),
        *_scores("Cost check", card.checks),
        *_counts(card.counts),
        "<h2>The answer, as it was read</h2>",
        legend(card.marks),
        marked(card.text, card.marks),
    ]
    return "\n".join(parts) + "\n</body></html>\n"


def _headline(card: Card) -> str:
    value = card.overall.value
    if value is None:
        number, verdict, css = "?", "not measured", "soft"
    else:
        reached = "✓ reaches" if card.passed else "✗ stays below"
        number, verdict = _per_cent(value), f"{card.level}, {reached} {THRESHOLD:.0%}"
        css = "good" if card.passed else "bad"
    return (
        "<h1>Business value of the answer</h1>"
        f'<div class="head"><span class="value">{number}</span>'
        f'<span class="word {css}">{verdict}</span></div>'
        f"<p>{_safe(card.overall.explanation, 900)}</p>"
        f'<p class="soft">Judged as a question about {_safe(card.rubric)}.</p>'
    )


def _factor(factor: Factor) -> str:
    return _row(f"{factor.score.name} ({factor.weight}%)", factor.score)


def _scores(title: str, scores: Sequence[Score]) -> list[str]:
    if not scores:
        return []
    return [f"<h2>{_safe(title)}</h2>", *(_row(score.name, score) for score in scores)]


def _row(name: str, score: Score) -> str:
    if score.value is None:
        bar, number = '<div class="unseen soft">not observed</div>', "unscored"
    else:
        width = round(100 * min(max(score.value, 0.0), 1.0), 1)
        fill = f'<div class="fill" style="width:{width}%"></div>'
        bar = f'<div class="track" aria-hidden="true">{fill}<div class="least"></div></div>'
        number = _per_cent(score.value)
    return (
        f'<div class="row"><span class="word">{_safe(name)}</span>{bar}'
        f'<span class="number">{number}</span><p>{_safe(score.explanation, 900)}</p></div>'
    )


def _counts(counts: Sequence[Score]) -> list[str]:
    if not counts:
        return []
    items = [
        f'<li><span class="word">{count.value or 0:g} {_safe(count.name)}</span>: '
        f"{_safe(count.explanation, 600)}</li>"
        for count in counts
    ]
    return ["<h2>Counted in the answer</h2>", f"<ul>{''.join(items)}</ul>"]


def _per_cent(value: float) -> str:
    """Rounded down, so that what stays below a limit never looks as if it had reached it."""
    return f"{math.floor(1000 * value + 1e-6) / 10:g}%"


def _safe(text: str, limit: int = 400) -> str:
    return html.escape(one_line(text, limit))
