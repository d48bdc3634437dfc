"""Escapes, codes and look-alikes are undone, one layer or four, and no more than that."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from scoring.isolation import Lookout, foreign_traces
from scoring.spellings import (
    APART,
    all_views,
    digit_runs,
    is_coded,
    likely_views,
    readings,
    simplified,
    unescaped,
)
from scoring.tests.test_isolation import DIGITS, HEX, RUN, SECRET, WRITTEN

RUN_DIGITS = RUN.removeprefix("run-").replace("-", "").encode()


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("thing", [SECRET, RUN, HEX], ids=["secret", "run", "digits"])
def test_a_secret_is_told_in_any_writing_and_ones_own_never(way: str, thing: str) -> None:
    if way == "digits alone" and thing is HEX:
        return
    text = f"see: {WRITTEN[way](thing)}!"
    told = [each.sentence for each in foreign_traces([(1.0, text)], {thing: "it"})]
    assert told == ["was shown it"]
    assert foreign_traces([(1.0, text)], {thing: "it"}, (thing,)) == []
    assert Lookout([thing]).suspects([text]) == {thing}


@pytest.mark.parametrize(
    ("text", "coded"),
    [("plain & so", True), ("a\\b", True), ("5%", False), ("5%2d", True), ("x", False)],
)
def test_what_reads_otherwise_than_it_is_written(text: str, coded: bool) -> None:
    assert is_coded(text) is coded


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a\\u0062c", "abc"),
        ("a\\x62c", "abc"),
        ("a\\\\\\\\u0062c", "abc"),
        ("\\u005cu0062", "b"),
        ("a\\nb\\tc", "a b c"),
        ("a\\/b", "a/b"),
        ("\\ud83d\\ude00", "\U0001f600"),
        ("plain", "plain"),
        ("a\\q", "aq"),
    ],
)
def test_the_escapes_of_json_are_undone(text: str, meant: str) -> None:
    assert unescaped(text) == meant


def test_four_escapes_around_each_other_are_undone_and_no_fifth() -> None:
    text = "b"
    for layer in range(1, 6):
        text = "".join(f"\\u{ord(sign):04x}" for sign in text)
        assert (unescaped(text) == "b") is (layer < 5)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("%41%20b", "A b"),
        ("%C3%A9", "\u00e9"),
        ("&amp;#65;", "A"),
        ("&#65", "A"),
        ("&#x41;", "A"),
        ("&#X00041;", "A"),
        ("&hyphen;", "\u2010"),
        ("&nothing;", "&nothing;"),
        ("&#x110000;", ""),
        ("&#1114111;", "\U0010ffff"),
        ("50% & more", "50% & more"),
    ],
)
def test_percent_signs_and_entities_are_undone(text: str, meant: str) -> None:
    assert readings(text)[-1] == meant
    assert readings(text)[0] == text


def test_four_layers_of_percent_signs_are_undone_and_no_fifth() -> None:
    text = "-"
    for layer in range(1, 6):
        text = "".join(f"%{ord(sign):02x}" for sign in text)
        assert (readings(text)[-1] == "-") is (layer < 5)
        assert len(readings(text)) == min(layer, 4) + 1


@pytest.mark.parametrize(
    ("text", "simple"),
    [
        ("plain", "plain"),
        ("\uff21\u200bb\u00ad", "Ab"),
        ("\u00e9", "e\u0301"),
        ("\ufb01\u2460", "fi1"),
        ("\ud800x", "\ud800x"),
        ("".join(map(chr, range(0xFF21, 0xFF21 + 26))) * 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 2),
        ("".join(map(chr, range(0xFF10, 0xFF5B))), "".join(map(chr, range(0x30, 0x7B)))),
    ],
)
def test_each_character_takes_its_simplest_form(text: str, simple: str) -> None:
    assert simplified(text) == simple


DIGITS_LOW = DIGITS.lower().encode()


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize("behind", range(4))
def test_digits_are_seen_in_base64_and_in_hexadecimal(before: int, behind: int) -> None:
    plain = b"-" * before + DIGITS.encode() + b"." * behind
    coded = base64.b64encode(plain).decode()
    for text in (
        coded,
        coded.rstrip("="),
        f"x{coded}",
        plain.hex(),
        f"a{plain.hex()}",
        f"0x{plain.hex()}",
    ):
        assert any(DIGITS_LOW in run for run in digit_runs(all_views(text)))
        assert any(DIGITS_LOW in view for view in likely_views(text, base64=True))
    assert not any(DIGITS_LOW in view for view in likely_views(coded, base64=False))
    assert any(DIGITS_LOW in view for view in likely_views(plain.hex(), base64=False))


def test_fifteen_digits_are_no_run_and_texts_apart_are_not_one() -> None:
    assert list(digit_runs(all_views(DIGITS[:15]))) == []
    assert DIGITS_LOW in list(digit_runs(all_views(DIGITS)))
    together = APART.join((DIGITS[:8], DIGITS[8:]))
    assert not any(DIGITS_LOW in view for view in likely_views(together, base64=True))


def test_the_same_beginning_ends_before_a_quotation_mark_behind_a_letter() -> None:
    look = Lookout([SECRET, "customer-1"])
    one, other = '{"type":"text","id":"a1"}', '{"type":"text","id":"b2"}'
    assert look.same_beginning([one, other]) == len('{"type":"text')
    assert look.same_beginning([one, one.replace("a1", "a2"), other]) == len('{"type":"text')
    assert look.same_beginning([one]) == 0
    assert look.same_beginning([]) == 0
    assert look.same_beginning([one, "x"]) == 0
    assert look.same_beginning([one, one]) == len('{"type":"text')
    assert look.same_beginning(['"\u00e9x" 1', '"\u00e9x" 2']) == 0
    assert look.same_beginning(['"&#65;x" 1', '"&#65;x" 2']) == 0
    assert Lookout(['say "x"']).same_beginning([one, other]) == 0


@pytest.mark.parametrize("thing", [SECRET, "customer-1"])
def test_nothing_is_lost_with_the_same_beginning(thing: str) -> None:
    look = Lookout([thing])
    messages = [f'{{"type":"text","told":"{thing}","n":"{n}"}}' for n in range(3)]
    cut = look.same_beginning(messages)
    assert cut > 0
    assert look.suspects([messages[0], *(each[cut:] for each in messages[1:])]) == {thing}


def test_ones_own_and_what_all_share_are_suspects_of_nobody() -> None:
    look = Lookout([SECRET, "customer-1", "", "ann"])
    text = f"{SECRET} customer-1 and ann, hannah"
    assert look.suspects([text]) == {SECRET, "customer-1", "ann"}
    assert look.suspects([text], own=[SECRET, "customer-1"]) == {"ann"}
    assert look.suspects([text], own=["ann", "and ann"]) == {SECRET, "customer-1"}
    assert look.suspects(["hannah annex"]) == set()
    assert look.suspects([], frames=[text]) == {SECRET, "customer-1", "ann"}
    assert look.suspects([], frames=[WRITTEN["percent, all"](SECRET)]) == {SECRET}
    coded = base64.b64encode(SECRET.encode()).decode()
    assert look.suspects([coded]) == {SECRET}
    assert look.suspects([], frames=[coded]) == set()


def test_names_that_overlap_are_each_found() -> None:
    look = Lookout(["a-b", "b-c", "a-b-c"])
    assert look.suspects(["see a-b-c."]) == {"a-b", "b-c", "a-b-c"}


def test_ones_own_secret_hides_nobody_elses() -> None:
    found = foreign_traces([(1.0, f"{HEX} {SECRET}")], {SECRET: "it", HEX: "mine"}, (HEX,))
    assert [each.sentence for each in found] == ["was shown it"]
    part = HEX[:-4]
    assert foreign_traces([(1.0, HEX)], {part: "a part of it"}, (HEX,)) == []


@pytest.mark.parametrize("code", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("blank", ["\n", " ", "\r\n  "])
def test_base64_with_signs_is_read_across_lines(code: Callable[[bytes], bytes], blank: str) -> None:
    coded = code(b"\xff\xfe\xff" + DIGITS.encode() + b"\xff\xfe").decode()
    assert not coded.isalnum()
    wrapped = blank.join((coded[:9], coded[9:17], coded[17:]))
    assert any(DIGITS_LOW in view for view in likely_views(wrapped, base64=True))
    assert any(DIGITS_LOW in run for run in digit_runs(all_views(wrapped)))
