from collections.abc import Iterator
from typing import Any

import allure_commons
import pytest

from support.evidence import attach
from support.evidence.tests.samples import HOSTILE


class Catcher:
    """Stands where Allure's listener stands."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str, Any]] = []

    @allure_commons.hookimpl
    def attach_data(self, body: str, name: str, attachment_type: Any, extension: Any) -> None:
        body.encode("utf-8")
        self.got.append((name, body, extension or attachment_type.extension))


@pytest.fixture
def caught() -> Iterator[Catcher]:
    catcher = Catcher()
    allure_commons.plugin_manager.register(catcher)
    yield catcher
    allure_commons.plugin_manager.unregister(catcher)


def test_text_arrives_without_what_acts(caught: Catcher) -> None:
    attach.text(f"said {HOSTILE}", HOSTILE)
    name, body, extension = caught.got[0]
    assert "\n" not in name
    assert "\x1b" not in body + name
    assert "\x00" not in body + name
    assert extension == "txt"


def test_long_text_is_cut_and_says_so(caught: Catcher) -> None:
    attach.text("long", "x" * (attach.TEXT_LIMIT + 5))
    assert caught.got[0][1].endswith("… (5 more characters)")


def test_json_lines_are_cut_between_lines(caught: Catcher) -> None:
    line = '{"t": 1, "text": "' + "y" * 980 + '"}\n'
    attach.jsonl("transcript", line * 1100)
    *kept, note = caught.got[0][1].splitlines()
    assert set(kept) == {line.strip()}
    assert f"{1100 - len(kept)} more lines" in note
    assert caught.got[0][2] == "jsonl"


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        "<foreignObject/>",
        '<image href="https://evil.example/x.png"/>',
        '<rect fill="url(https://evil.example/x)"/>',
        "<g>",
    ],
)
def test_a_drawing_with_more_than_shapes_is_left_out(caught: Catcher, inside: str) -> None:
    attach.svg("picture", DRAWING.format(inside))
    assert caught.got[0][2] == "txt"
    assert caught.got[0][1].startswith("The picture was left out")


def test_entities_never_get_expanded(caught: Catcher) -> None:
    attach.svg("bomb", '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + DRAWING.format("&a;"))
    assert "definitions of its own" in caught.got[0][1]


def test_a_harmless_drawing_arrives_unchanged(caught: Catcher) -> None:
    body = DRAWING.format('<rect fill="url(#hatch)" x="1"/><text>hi</text>')
    attach.svg("picture", body)
    assert caught.got == [("picture", body, "svg")]


def test_a_page_can_neither_run_nor_load_anything(caught: Catcher) -> None:
    attach.html("page", "<p>hello</p>")
    body = caught.got[0][1]
    assert body.index("default-src 'none'") < body.index("<p>")


def test_without_allure_attaching_does_nothing() -> None:
    attach.text("nobody", "listens")
