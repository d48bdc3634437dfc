"""What a hostile agent says in the hope that somebody's browser or terminal obeys."""

from __future__ import annotations

import base64


def markup(beacon: str) -> list[str]:
    """Texts that run, load or lead away where they are not escaped; `beacon` is an address."""
    run = f"fetch('{beacon}/ran');alert('ran')"
    coded = base64.b64encode(f"<script>{run}</script>".encode()).decode()
    return [
        f"<script>{run}</script>",
        f'"><img src="{beacon}/img" onerror="{run}">',
        f"'><svg onload=\"{run}\"><image href='{beacon}/svg'/></svg>",
        f"</title></text></svg></style></script><script>{run}</script>",
        f'<iframe src="{beacon}/frame" srcdoc="<script>{run}</script>"></iframe>',
        f'<object data="data:text/html;base64,{coded}"></object>',
        f'<meta http-equiv="refresh" content="0;url={beacon}/refresh">',
        f'<link rel="stylesheet" href="{beacon}/css"><style>@import url({beacon}/import);</style>',
        f'<base href="{beacon}/"><form action="{beacon}/form"><input autofocus onfocus="{run}">',
        f'<a href="javascript:{run}" style="position:fixed;inset:0">click</a>',
        f"[click](javascript:{run}) ![x]({beacon}/markdown)",
        f'<details open ontoggle="{run}"><video src="{beacon}/v" onerror="{run}"></details>',
        f"]]><!--<![CDATA[--><script>{run}</script>",
        f"<template><script>{run}</script></template><math><mtext><script>{run}</script>",
        f"&lt;script&gt;{run}&lt;/script&gt;",
        f'<?xml-stylesheet href="{beacon}/xsl"?><!DOCTYPE a [<!ENTITY b SYSTEM "{beacon}/e">]>&b;',
        f"{{{{constructor.constructor('{run}')()}}}} ${{{run}}} <%= {run} %>",
        f'=HYPERLINK("{beacon}/cell")',
    ]


TERMINAL = [
    "\x1b]0;the title is mine\x07",
    "\x1b]8;;http://127.0.0.1/\x1b\\a link\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJmIC8=\x07",
    "\x9d52;c;cm0gLXJmIC8=\x9c",
    "\x1b[2J\x1b[H\x1b[8mhidden\x1b[0m",
    "\x9b2J",
    "\x1b[6n\x1b[c\x1bZ\x05",
    "\x1bP+q544e\x1b\\",
    "\x1b_G\x1b\\\x1b^pm\x1b\\",
    "\x1b[?1049h\x1b[?1000h\x1bc",
    "safe\rEVIL\b\b\b\b",
    "\u202egnp.exe\u202c \u2066hidden\u2069 \u200f\u061c",
    "nul\x00inside",
    "half \ud800 a character",
    "::error::a build server's own word",
]
"""Texts that act in a terminal: titles, links, the clipboard, questions, erasing, reordering."""

PATHS = [
    "../../../../../../golden-path-was-here",
    "/golden-path-was-here",
    "..\\..\\golden-path-was-here",
    "reports/../../golden-path-was-here",
    "nul\x00golden-path-was-here",
    "~/golden-path-was-here",
    "$(touch golden-path-was-here)",
    "; touch golden-path-was-here #",
    "C:\\golden-path-was-here",
    "a/" * 5000,
    "golden-path-was-here" * 500,
]
"""Names that would become files, were any name of an agent's ever a part of a path."""
