"""The scorecard of one scenario as a page: what was measured, held to which limit, and why."""

from __future__ import annotations

import html

from support.evidence.clean import one_line
from support.evidence.scorecard import SIGNS, lag_of, value_of
from support.results import ScenarioResult
from support.verdict import Figure, Outcome

_STYLE = """
:root{color-scheme:light dark;--ink:#1b2230;--soft:#5a6475;--line:#d9dee7;--card:#fff;
--tint:#f4f6f9;--met:#17663a;--not_met:#b3261e;--not_measured:#8a5a00;--not_supported:#5a6475;--broken:#7a2a8c}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf3;--soft:#a3adbd;--line:#3a4454;--card:#1b2028;
--tint:#242b36;--met:#6fd69a;--not_met:#ff8f87;--not_measured:#f2bf5e;--not_supported:#a3adbd;
--broken:#dba0ea}}
*{box-sizing:border-box}
body{margin:0;padding:16px;background:var(--card);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
h1{font-size:18px;line-height:1.3;margin:0 0 4px}p{margin:0 0 12px}.soft{color:var(--soft)}
.badge{display:inline-block;border:1.5px solid;border-radius:999px;padding:0 10px;font-weight:600;
white-space:nowrap;font-size:14px}
.met{color:var(--met)}.not_met{color:var(--not_met)}.not_measured{color:var(--not_measured)}
.not_supported{color:var(--not_supported)}.broken{color:var(--broken)}
.figure{border:1px solid var(--line);border-radius:8px;padding:10px 12px;margin:0 0 8px;
background:var(--tint)}.figure h2{font-size:15px;margin:0;display:inline}
.head{display:flex;justify-content:space-between;gap:8px;align-items:baseline;flex-wrap:wrap}
.value{font-size:20px;font-weight:600;font-variant-numeric:tabular-nums}
.figure p{margin:2px 0 0}
"""


def as_html(result: ScenarioResult) -> str:
    """One scenario as a page, readable from 400 pixels up, in light and dark."""
    parts = [
        f'<html lang="en"><title>Scorecard</title><style>{_STYLE}</style><body>',
        f'<p class="soft">{_safe(result.feature)}</p>',
        f'<div class="head"><h1>{_safe(result.name)}</h1>{_badge(result.outcome)}</div>',
        f'<p class="soft">{result.duration_s:.1f} s</p>',
    ]
    if result.reason and result.outcome is not Outcome.MET:
        parts.append(f"<p>{_safe(result.reason, 2000)}</p>")
    parts += [_figure_html(figure) for figure in result.figures]
    if not result.figures:
        parts.append('<p class="soft">This scenario measured no figures.</p>')
    return "\n".join(parts) + "\n</body></html>\n"


def _figure_html(figure: Figure) -> str:
    notes = ", ".join(filter(None, (f"limit: {figure.limit}", lag_of(figure))))
    return (
        f'<section class="figure"><div class="head"><h2>{_safe(figure.measurement.name)}</h2>'
        f'{_badge(figure.outcome)}</div><div class="value">{_safe(value_of(figure))}</div>'
        f'<p class="soft">{_safe(notes)}</p><p>{_safe(figure.reason, 2000)}</p></section>'
    )


def _badge(outcome: Outcome) -> str:
    return f'<span class="badge {outcome.value}">{SIGNS[outcome]} {outcome.words}</span>'


def _safe(text: str, limit: int = 400) -> str:
    return html.escape(one_line(text, limit))
