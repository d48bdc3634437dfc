"""Texts as agents and attackers send them: markup, lookalikes, hidden parts, lists, tables."""

ODD = (
    "",
    "Save \u0441ost now; \u00e9t\u00e9, \u0430ll, \u03b1bc, \u4e2d\u6587 and \u0440\u0430\u0443",
    "a\u0301\u0302\u0303\u0304\u0305b \u200b\u200d\ufeff \u00ad hid\u00adden \U000e0041 tag",
    "<p>One<br>two</p><!-- hidden --><b>bold</b> &amp; <span style='display:none'>unseen</span>",
    "# Title\n\n- one\n- two **bold** `code`\n  1. deep\n\n> quote\n\n---\n[link](http://a.b)",
    "| a | b |\n|---|---|\n| 1 | $2 |\n| 3 | 4% |\n\nA | B | C\n1 | 2 | 3",
    "First line that is long enough to be wrapped by somebody's editor at seventy\ncharacters.",
    '{"saving": {"monthly_usd": 1200, "steps": ["route", "cache"]}, "note": "e.g. this, i.e."}',
    "```python\nx = 1\n```\nDr. Smith said 3.5 p.m. No. 5 is ok... Really?! Yes. a) one b) two",
    "[//]: # (hidden comment)\n\n[ref]: http://example.com 'title'\n\ntext[^1]\n\n[^1]: a note",
    "\u0130stanbul \ufb01ne \u2460 \uff11\uff12\uff13 \u00bd \u2028 new \x00 \ud800 \u202e turned",
    "* a\n* b\n\n\n\n+ c\n\n1) d\n2) e\n\niv. f\n\nNote: this.\nWarning - that!\n\tin\n    code",
)
