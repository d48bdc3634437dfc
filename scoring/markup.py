"""What a reader sees of HTML, Markdown and structured output: the words and the blocks.

Every pass looks at each character a bounded number of times, whatever the text.
"""

from __future__ import annotations

import re
from html import unescape

from scoring.words import word_set

_BLOCKS = word_set(
    "p div br hr ul ol li dl dt dd table thead tbody tfoot tr h1 h2 h3 h4 h5 h6 section article",
    "header footer main aside nav blockquote pre details summary figure figcaption body html",
)
_INLINE = word_set(
    "a abbr b bdi bdo big cite code del dfn em font i img input ins kbd label mark picture q s",
    "samp small source span strike strong sub sup td th time tt u var wbr button caption col",
    "colgroup center form iframe link meta object svg path video audio canvas",
)
_UNREAD = ("script", "style", "template", "head", "title", "noscript", "textarea", "select")
_TAG = re.compile(
    rf"<(/?)({'|'.join(sorted((*_BLOCKS, *_INLINE, *_UNREAD), key=len, reverse=True))})"
    r"(?=[\s/>])([^<>]*)>",
    re.IGNORECASE,
)
_VOID = word_set("br hr img input source link meta col wbr path")
_INVISIBLE = re.compile(
    r"display:none|visibility:hidden|opacity:0(?![.\d]*[1-9])|font-size:0(?![.\d]*[1-9])"
    r"|(?<!-)color:(?:white|transparent|#fff(?:fff)?\b|rgba?\(255,255,255)"
    r"|text-indent:-\d{3}|left:-\d{3}"
)
_HIDDEN = re.compile(r"(?:^|\s)(?:hidden(?=[\s=/]|$)|aria-hidden\s*=\s*[\"']?true)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")

_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]*\]:(.*)$", re.MULTILINE)
_STAR = re.compile(r"(?<![^\s(\[\"'>|])\*+(?=\S)|(?<=[^\s*])\*+(?![\w*])|\*{2,}|`+|~~|_{2,}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRUCTURED = re.compile(r"\s*(?:```\w*\s*)?[\[{]\s*[\[{\"]")
_STRING = re.compile(r"\"((?:[^\"\\\n]++|\\.)*+)\"(\s*:)?|([{}\[\]])|([,:])|([^\"{}\[\],:]+)|\"")
_JSON_ESCAPES = {"\\n": "\n", "\\t": " ", '\\"': '"', "\\/": "/", "\\\\": "\\"}
_JSON_ESCAPE = re.compile(r"\\(?:[nNtT\"/\\]|[uU]([0-9a-fA-F]{4}))")
_SENTENCE = 60
"""Characters from which on a value is a sentence of its own, not a word or two."""


def without_html(text: str) -> tuple[str, list[str]]:
    """The text without tags, blocks on lines of their own, and each passage kept from the reader.

    A passage is kept from the reader by a comment or by an element that is not displayed.
    """
    if "<" not in text:
        return unescape(text) if "&" in text else text, []
    text, unseen = _without_comments(text)
    shown: list[str] = []
    kept: list[str] = []
    closed_by = ""
    depth = at = 0
    for tag in _TAG.finditer(text):
        name, closing = tag[2].lower(), bool(tag[1])
        (kept if depth else shown).append(text[at : tag.start()])
        at = tag.end()
        if depth:
            if name == closed_by:
                depth += -1 if closing else 1
                if not depth:
                    unseen.append("".join(kept))
                    kept.clear()
        elif name in _BLOCKS:
            shown.append(_edge(name, closing))
        elif name in ("td", "th"):
            shown.append(" | ")
        if not closing and not depth and name not in _VOID and _is_unseen(name, tag[3]):
            depth, closed_by = 1, name
    (kept if depth else shown).append(text[at:])
    unseen.append("".join(kept))
    return unescape("".join(shown)), [unescape(each) for each in unseen if each.strip()]


def _edge(name: str, closing: bool) -> str:
    if name == "li":
        return "" if closing else "\n- "
    return "\n" if name in ("br", "tr") else "\n\n"


def _is_unseen(name: str, attributes: str) -> bool:
    if name in _UNREAD or (attributes and _HIDDEN.search(attributes)):
        return True
    if "style" not in attributes.lower():
        return False
    return _INVISIBLE.search(_SPACES.sub("", attributes.lower())) is not None


def _without_comments(text: str) -> tuple[str, list[str]]:
    parts, comments, at = [], [], 0
    while (start := text.find("<!--", at)) >= 0:
        parts.append(text[at:start])
        end = text.find("-->", start + 4)
        comments.append(text[start + 4 : end if end >= 0 else len(text)])
        at = end + 3 if end >= 0 else len(text)
    parts.append(text[at:])
    return "".join(parts), comments


def without_markdown(text: str) -> tuple[str, list[str]]:
    """The text without marks of emphasis, code and links, and what its references hide."""
    hidden: list[str] = []
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "]:" in text:
        hidden = [found.strip(" #()\"'<>") for found in _REFERENCE.findall(text)]
        text = _REFERENCE.sub("", text)
    if "*" in text or "`" in text or "__" in text or "~~" in text:
        text = _STAR.sub("", text)
    return text, [each for each in hidden if each]


def without_braces(text: str) -> str:
    """Structured output (JSON and the like) as lines "key: value", one item of a list each.

    It need not be valid: a reader makes sense of a truncated or upper-cased object too.
    """
    if not _STRUCTURED.match(text):
        return text
    out: list[str] = []
    depth, after_key, said = 0, False, False
    for string, key, brace, mark, bare in _STRING.findall(text):
        if key:
            out.append(f"{string.replace('_', ' ')}: ")
            said = False
        elif string:
            out.append(_JSON_ESCAPE.sub(_unescaped, string))
            said = len(string) >= _SENTENCE or string[-1] in ".!?"
        elif brace:
            depth += 1 if brace in "{[" else -1
            if brace == "{" and not after_key and depth > 1:
                out.append("\n- ")
            elif depth <= 0:
                out.append("\n\n")
        elif mark:
            parted = "\n\n" if depth == 1 or said else "; "
            out.append(mark if mark == ":" or depth <= 0 else parted)
        elif depth <= 0:
            out.append(bare)  # not part of the object: what a machine said around it
        elif bare.isspace() or not bare:
            continue
        else:
            out.append(bare.replace("\n", " "))
        after_key = bool(key)
    return "".join(out)


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _JSON_ESCAPES[found[0].lower()]
