"""How the scorecard's page looks: light and dark, from 400 pixels up, readable without colour."""

from __future__ import annotations

STYLE = """
:root,:host{color-scheme:light dark;--ink:#1b2230;--soft:#566073;--line:#d4dae4;--card:#fff;
--ground:#eef1f6;--tint:#f4f6f9;--bar:#1f5fa8;--met:#17663a;--not_met:#b3261e;
--not_measured:#7d5200;--not_supported:#566073;--broken:#7a2a8c;--tile:#12253f;--tileink:#fff}
@media(prefers-color-scheme:dark){:root,:host{--ink:#e8ecf3;--soft:#a9b3c3;--line:#3a4454;
--card:#1b2028;--ground:#12161c;--tint:#242b36;--bar:#7db3f2;--met:#6fd69a;--not_met:#ff8f87;
--not_measured:#f2bf5e;--not_supported:#a9b3c3;--broken:#dba0ea;--tile:#2b3a52;--tileink:#fff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground)}
.page{background:var(--ground);color:var(--ink);padding:24px 16px 40px;overflow-wrap:anywhere;
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;text-align:left}
.sheet{max-width:1080px;margin:0 auto}
h1,h2,h3,p,ul,figure,table{margin:0;padding:0}
h1{font-size:26px;line-height:1.25}h2{font-size:19px;margin:0 0 12px}h3{font-size:16px}
p+p{margin-top:4px}a{color:var(--bar)}
.soft{color:var(--soft)}.small{font-size:14px}.num{font-variant-numeric:tabular-nums}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;
margin:0 0 16px}
.top{display:grid;grid-template-columns:auto 1fr auto;gap:16px 24px;align-items:center}
.grade{background:var(--tile);color:var(--tileink);border-radius:12px;width:150px;
padding:14px 16px;text-align:center}
.grade b{display:block;font-size:46px;line-height:1.1;font-weight:700}
.grade.words b{font-size:20px;padding:8px 0}.grade span{font-size:13px}
.counts{display:flex;flex-wrap:wrap;gap:8px 12px;margin-top:16px;list-style:none}
.counts li{border:1.5px solid;border-radius:999px;padding:1px 12px;font-weight:600}
.sign{font-weight:700}.word{font-weight:650;white-space:nowrap}
.met{color:var(--met)}.not_met{color:var(--not_met)}.not_measured{color:var(--not_measured)}
.not_supported{color:var(--not_supported)}.broken{color:var(--broken)}
.failure{border:1px solid var(--line);border-left:5px solid;border-radius:8px;padding:14px 16px;
margin:0 0 12px;background:var(--tint)}
.failure>*{color:var(--ink)}.failure dl{display:grid;grid-template-columns:auto 1fr;gap:4px 14px;
margin:8px 0 0}.failure dt{color:var(--soft)}.failure dd{margin:0}
.failure .soft{color:var(--soft)}.failure h3 .not_met{color:var(--not_met)}
.failure h3 .not_measured{color:var(--not_measured)}.failure h3 .broken{color:var(--broken)}
.list{list-style:none}.list li{padding:7px 0;border-top:1px solid var(--line)}
.list li:first-child{border-top:0}
.level{display:grid;grid-template-columns:minmax(0,1.5fr) minmax(0,1fr) minmax(0,1.3fr);
gap:2px 20px;align-items:center;padding:10px 0;border-top:1px solid var(--line)}
.level:first-of-type{border-top:0}.level p{grid-column:1/-1}
.track{position:relative;height:14px;border:1px solid var(--line);border-radius:4px;
background:var(--tint)}.fill{height:100%;border-radius:3px;background:var(--bar)}
.fill.bad{background:repeating-linear-gradient(45deg,var(--not_met) 0 4px,transparent 4px 7px)}
.bound{position:absolute;top:-5px;bottom:-5px;border-left:2px dashed var(--ink)}
details{border-top:1px solid var(--line);padding:10px 0}details:first-of-type{border-top:0}
summary{cursor:pointer;font-weight:600}summary .tally{font-weight:400;color:var(--soft)}
details details{margin-left:8px}
figure{margin:12px 0 0}figcaption{font-weight:600;margin:0 0 6px}
.wide{overflow-x:auto;border-radius:10px}.wide img{display:block;width:100%;min-width:680px;
height:auto}
iframe{display:block;width:100%;height:70vh;border:1px solid var(--line);border-radius:10px}
.trend{display:block;max-width:100%}.trend .kept{fill:var(--bar)}.trend .lost{fill:var(--not_met)}
.trend .frame{fill:none;stroke:var(--line)}.trend text{fill:var(--soft);font-size:12px}
.trend .now{fill:none;stroke:var(--ink);stroke-width:1.5}
:focus-visible{outline:3px solid var(--bar);outline-offset:2px}
@media(max-width:700px){.page{padding:10px 8px 24px;font-size:15px}section{padding:14px}
h1{font-size:21px}.top{grid-template-columns:auto 1fr}.top .past{grid-column:1/-1}
.grade{width:108px;padding:10px}.grade b{font-size:34px}.level{grid-template-columns:1fr 1fr}
.level .gauge{grid-column:1/-1;margin:4px 0}.failure dl{grid-template-columns:1fr;gap:0}
.failure dt{margin-top:6px;font-size:13px}}
@media print{.page{background:none}section{break-inside:avoid}}
"""
