"""Makes one file of Allure's report that people can open and send, the scorecard first.

Allure puts every attachment into the file. What is large is left out from a certain size on, first
of all the transcripts of promises that were kept; in the folder of the results all of it stays.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from support.evidence import front_page, pictures
from support.evidence.page_style import STYLE
from support.evidence.plot import instead

MOST_BYTES = 8_000_000
"""Attachments in one file. They become a third larger in it, and Allure itself takes 3 MB: the file
of a usual run can still be sent by mail."""

_SMALL = 4_000
"""Leaving out less than this many bytes gains nothing."""

_COUNTER = re.compile(r'<script[^>]*\bsrc="https?://[^"]*"[^>]*>\s*</script>')
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'unsafe-inline' 'unsafe-eval' data: blob:\">"
)
# Opened as a file, the report cannot measure a page within it and shows three lines of it. On a
# telephone, the kind and size of an attachment leave its name one letter a line, and what a step
# holds leaves its sentence one word a line. History and gate are ours (the scorecard, `make gate`),
# and there are no environments: Allure's own pages about them would always be empty.
_STYLE = (
    '<style>[data-testid="html-attachment-preview"] iframe'
    "{min-height:420px;resize:vertical}"
    "@media(max-width:700px){[data-testid=test-result-attachment-header] .paragraphs-text-s"
    "{display:none}[data-testid=test-result-step-header] div:has(>svg+.paragraphs-text-s)"
    "{display:none}[data-testid=image-attachment-content]{overflow-x:auto}"
    "[data-testid=image-attachment-content] img{min-width:680px}}"
    "[data-testid=test-result-tab-history],[data-testid=test-result-tab-environments],"
    "[data-testid=nav-tab-qualityGate],#golden-path[hidden]{display:none}</style>"
)
# The scorecard stands above Allure's own list of results and makes room for a single one. Pictures
# are called by their names: Allure calls them by those of their files.
_SWITCH = """<script>(() => {
const front = document.getElementById("golden-path");
const look = () => {
  const away = location.hash.replace(/^#\\/?/, "") !== "";
  if (away !== front.hidden) { front.hidden = away; scrollTo(0, 0); }
};
for (const happened of ["hashchange", "popstate"]) addEventListener(happened, look);
addEventListener("click", () => setTimeout(look));
look();
const attachment = "[data-testid=test-result-attachment]", words = ".paragraphs-text-m";
new MutationObserver(() => {
  for (const image of document.querySelectorAll("[data-testid=image-attachment-content] img")) {
    const name = image.closest(attachment)?.querySelector(words)?.textContent;
    if (name && image.alt !== name) image.alt = name;
  }
}).observe(document.documentElement, {childList: true, subtree: true});
})();</script>"""


@dataclass(frozen=True, slots=True)
class _Attachment:
    source: str
    size: int
    kept: bool
    text: bool


def keep_to_itself(page: str) -> str:
    """The report without the visitor counter that Allure puts in; opening it calls nobody.

    The policy holds even where the counter changes its shape, and for whatever an agent said.
    """
    page = _COUNTER.sub("", page)
    return page.replace("<head>", f"<head>{_POLICY}{_STYLE}", 1)


def with_front(page: str, reports: Path) -> str:
    """The report with the scorecard above it; as it is where there is no summary to read."""
    try:
        data = msgspec.json.decode((reports / "summary.json").read_bytes())
        proofs = pictures.read(reports)
        front = front_page.content(data, proofs, lambda proof: f"#{proof.anchor}")
        title = front_page.title(data)
    except (OSError, ValueError, KeyError, TypeError):
        return page
    # A tree of its own keeps our style and Allure's apart.
    block = (
        f'<div id="golden-path"><template shadowrootmode="open"><style>{STYLE}</style>{front}'
        f"</template></div>{_SWITCH}"
    )
    page = re.sub(r"<title>[^<]*</title>", lambda _: f"<title>{title}</title>", page, count=1)
    return re.sub(r"<body[^>]*>", lambda found: found[0] + block, page, count=1)


def lighten(results: Path, folder: Path) -> int:
    """Links the results into a new folder, within the limit; returns how many were left out."""
    folder.mkdir()
    attachments = list(_attachments(results))
    sizes = {each.source: each.size for each in attachments}
    over = sum(sizes.values()) - MOST_BYTES
    left_out: set[str] = set()
    for each in sorted(attachments, key=lambda each: (not each.kept, not each.text, -each.size)):
        if over > 0 and each.size > _SMALL and each.source not in left_out:
            left_out.add(each.source)
            over -= each.size
    for path in results.iterdir():
        if path.name in left_out:
            (folder / path.name).write_text(_instead(path, sizes[path.name]), "utf-8")
        elif path.is_file():
            _link(path, folder / path.name)
    return len(left_out)


def _link(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except OSError:  # a file system without links
        shutil.copyfile(path, place)


def _instead(path: Path, size: int) -> str:
    where = f"reports/{path.parent.name}/{path.name}"
    told = f"Left out of the one file, which would be too large: {where} ({size:,} bytes)"
    return instead("A picture", told) if path.suffix == ".svg" else f"{told}.\n"


def _attachments(results: Path) -> Iterator[_Attachment]:
    for path in results.glob("*-result.json"):
        try:
            result = msgspec.json.decode(path.read_bytes())
            yield from _below(result, results, result.get("status") == "passed")
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue


def _below(holder: Mapping[str, Any], folder: Path, kept: bool) -> Iterator[_Attachment]:
    for each in holder.get("attachments", ()):
        path = folder / Path(each["source"]).name
        if path.is_file():
            text = each.get("type") == "text/plain"
            yield _Attachment(path.name, path.stat().st_size, kept, text)
    for step in holder.get("steps", ()):
        yield from _below(step, folder, kept)
