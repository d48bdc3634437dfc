"""The time line of a session as one page of HTML: the picture, then every line of it as text."""

from __future__ import annotations

import html

from support.evidence.clean import one_line, visible
from support.reading import Conversation
from support.transcripts.telling import timeline

_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)
_STYLE = (
    "<style>body{margin:24px auto;max-width:1040px;font:14px system-ui,sans-serif;color:#1b2230}"
    "svg{max-width:100%;height:auto}pre{overflow:auto;font:12px ui-monospace,monospace;"
    "background:#f4f6fa;padding:12px;border-radius:8px}</style>"
)
_WIDTH = 200


def page(talk: Conversation, picture: str) -> str:
    """The page; it loads nothing and runs nothing, whatever the agent said."""
    lines = html.escape(visible("\n".join(timeline(talk, _WIDTH))))
    title = html.escape(one_line(talk.name, 120))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">{_POLICY}<title>{title}</title>'
        f"{_STYLE}<body>{picture}<pre>{lines}</pre></body></html>\n"
    )
