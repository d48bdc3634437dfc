"""What belongs to others is found wherever it stands, and one's own is never taken for it."""

from __future__ import annotations

import base64
import gzip
import html
import json
import secrets
import zlib
from collections.abc import Callable
from urllib.parse import quote
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.isolation import foreign_traces

DIGITS = "00C0FFEE4B1D5A7E"
SECRET = f"REF-{DIGITS}"
RUN = "run-0f8fad5b-d9cb-469f-a165-70867728950e"
HEX = "99d4dcb378084cf3b436d1d1a3134107"
THEIRS = {SECRET: "the secret of customer 2"}


def shown(*texts: str, own: tuple[str, ...] = (), theirs: dict[str, str] = THEIRS) -> list[str]:
    found = foreign_traces([(float(i), text) for i, text in enumerate(texts)], theirs, own)
    return [f"{finding.sentence} at {finding.at:g}" for finding in found]


def test_nothing_foreign_is_no_finding() -> None:
    assert shown('{"thought":"hello"}', "", SECRET[:-5], SECRET[-7:]) == []
    assert shown(SECRET, theirs={"": "nothing"}) == []


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (json.dumps({"results": {"ref": int(DIGITS, 16)}}), "as a decimal number"),
        (bin(int(DIGITS, 16)), "as a binary number"),
        (f"{int(DIGITS, 16):064b}", "as a binary number"),
        (" ".join(f"{byte:08b}" for byte in bytes.fromhex(DIGITS)), "as a binary number"),
        (f"{SECRET[:-1]}*", "but for a few digits"),
        (f"ref: ****{DIGITS[4:]}", "but for a few digits"),
        (base64.b64encode(f"it is {SECRET[:-2]}".encode()).decode(), "but for a few digits"),
        (f"{DIGITS[8:]} behind {DIGITS[:8]}", "in two halves"),
    ],
)
def test_numbers_and_most_of_the_digits_tell_a_secret(text: str, how: str) -> None:
    assert shown(text) == [f"was shown the secret of customer 2, {how} at 0"]
    assert shown(text, own=(SECRET,), theirs=THEIRS | {"REF-" + "7" * 16: "another"}) == []


def test_halves_tell_a_secret_where_both_are_told() -> None:
    first, second = f"I look at {DIGITS[:8]}", f'{{"ref":"{DIGITS[8:].lower()}"}}'
    told = "was shown the secret of customer 2, in two halves"
    assert shown(first, "-", second) == [f"{told} at 2"]
    assert shown(second, first) == [f"{told} at 1"]
    assert shown(first, first) == shown(second) == []
    others = {SECRET: "one", "REF-0123456789ABCDEF": "the other"}
    assert shown(first, "89abcdef", theirs=others) == []


def test_ids_of_more_digits_are_no_secrets_that_a_part_tells() -> None:
    digits = RUN.removeprefix("run-").replace("-", "")
    for text in (digits[:12], digits[-12:], str(int(digits, 16)), digits[:16] + "-" + digits[17:]):
        assert shown(text, theirs={RUN: "the run id of customer 2"}) == []


def test_a_thing_is_told_once_at_its_first_sight() -> None:
    assert shown("-", f"see {SECRET}!", SECRET) == ["was shown the secret of customer 2 at 1"]


def test_each_thing_is_told() -> None:
    theirs = THEIRS | {"bob@acme": "the user id of customer 2"}
    assert len(shown(f"bob@acme {SECRET}", theirs=theirs)) == 2


@pytest.mark.parametrize(
    "text",
    [
        SECRET.lower(),
        f"prefix{SECRET}suffix",
        json.dumps({"a": [{"b": SECRET}]}),
        '{"a":"\\u0052\\u0045F-00c0ffee4b1d5a7e"}',
        json.dumps(json.dumps({"a": f"\\u0052EF-{DIGITS}"})),
    ],
)
def test_case_place_and_escapes_hide_nothing(text: str) -> None:
    assert shown(text)


@pytest.mark.parametrize("name", ["jörg@acme", "acme/ann", 'an"n', "ACME\\ann", "😀"])
def test_names_with_odd_letters_are_found_however_they_were_written(name: str) -> None:
    plain = json.dumps({"user": name}, ensure_ascii=False)
    for text in (plain, json.dumps({"user": name}), plain.replace("/", "\\/")):
        assert shown(text, theirs={name: "the user id"}) == ["was shown the user id at 0"]


def test_a_part_of_ones_own_name_is_no_trace_of_another() -> None:
    theirs = {"customer-1": "the user id of customer 1"}
    assert shown('{"user":"customer-10"}', own=("customer-10",), theirs=theirs) == []
    assert shown("customer-10, customer-1", own=("customer-10",), theirs=theirs)
    longer = {"customer-100": "the user id of customer 100"}
    assert shown("customer-100", own=("customer-10",), theirs=longer)


def test_what_all_share_is_nobodys() -> None:
    assert shown("tester", own=("tester",), theirs={"tester": "the user id of customer 2"}) == []


WRITTEN: dict[str, Callable[[str], str]] = (
    {
        "digits alone": lambda thing: thing.partition("-")[2],
        "zero width": "\u200b".join,
        "spaces": " ".join,
        "lines": "\n".join,
        "other hyphens": lambda thing: thing.replace("-", "\u2011"),
        "no hyphens": lambda thing: thing.replace("-", ""),
        "dots between": "\u00b7".join,
        "full width": lambda thing: "".join(chr(ord(c) + 0xFEE0) for c in thing),
        "circled": lambda thing: "".join(
            chr(ord(c) + 0x246F) if c.isalpha() else c for c in thing.lower()
        ),
        "percent": lambda thing: quote(thing).replace("-", "%2D"),
        "percent, all": lambda thing: "".join(f"%{ord(c):02x}" for c in thing),
        "percent twice": lambda thing: "".join(f"%25{ord(c):02x}" for c in thing),
        "entities": lambda thing: "".join(f"&#{ord(c)};" for c in thing),
        "hexadecimal entities": lambda thing: "".join(f"&#X00{ord(c):x};" for c in thing),
        "named entities": "&ZeroWidthSpace;".join,
        "escaped entities": lambda thing: html.escape("".join(f"&#{ord(c)};" for c in thing)),
        "reversed": lambda thing: thing[::-1],
        "spaced and reversed": lambda thing: " ".join(reversed(thing)),
        "hexadecimal": lambda thing: thing.encode().hex(),
        "hexadecimal after half a byte": lambda thing: "a" + thing.encode().hex(),
        "hexadecimal in pairs": lambda thing: thing.encode().hex(":").upper(),
        "hexadecimal numbers": lambda thing: ", ".join(f"0x{ord(c):02x}" for c in thing),
        "escapes": lambda thing: "".join(f"\\u{ord(c):04x}" for c in thing),
        "escapes of escapes": lambda thing: "".join(f"\\u005cu{ord(c):04x}" for c in thing),
        "short escapes": lambda thing: "".join(f"\\x{ord(c):02x}" for c in thing),
        "wrapped": lambda thing: json.dumps(json.dumps(json.dumps({"a": f'"{thing}\n'}))),
        "wide characters": lambda thing: thing.encode("utf-16-le").decode(),
        "base64 in lines": lambda thing: base64.encodebytes(b"x" * 40 + thing.encode()).decode(),
        "base64, lower": lambda thing: base64.b64encode(thing.lower().encode()).decode(),
        "base32": lambda thing: base64.b32encode(thing.encode()).decode(),
        "base32, lower and bare": lambda thing: (
            base64.b32encode(b"see" + thing.encode()).decode().lower().rstrip("=")
        ),
        "gzip": lambda thing: base64.b64encode(gzip.compress(thing.encode())).decode(),
        "zlib, for addresses": lambda thing: (
            base64.urlsafe_b64encode(zlib.compress(thing.encode() * 3)).decode().rstrip("=")
        ),
        "character codes": lambda thing: ", ".join(str(ord(c)) for c in thing),
        "a list of codes": lambda thing: json.dumps([ord(c) for c in thing]),
    }
    | {
        f"base85 after {before}": lambda thing, before=before: base64.b85encode(
            b"x" * before + thing.encode() + b"." * (before % 2)
        ).decode()
        for before in range(5)
    }
    | {
        f"{coding.__name__} after {before}": (
            lambda thing, coding=coding, before=before: (
                coding(b"\xff\xfe?>"[:before] + thing.encode() + b"?>").decode().strip("=")
            )
        )
        for coding in (base64.b64encode, base64.urlsafe_b64encode)
        for before in range(4)
    }
)


@pytest.mark.parametrize("thing", [SECRET, RUN, RUN.replace("run", "thread"), HEX])
@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_a_secret_is_found_however_it_is_written(written: Callable[[str], str], thing: str) -> None:
    if thing.isalnum() and written is WRITTEN["digits alone"]:
        return
    for text in written(thing), f"see: {written(thing)}!", json.dumps({"a": written(thing)}):
        assert shown(text, theirs={thing: "it"}) == ["was shown it at 0"]
        assert shown(text, theirs={thing: "it"}, own=(thing,)) == []


@pytest.mark.parametrize("text", ["customer-1", '{"a":"for customer-1."}', "&quot;CUSTOMER-1\\n"])
def test_a_name_is_found_as_a_word(text: str) -> None:
    for written in text, text.replace("-", "%2d"), text.replace("-", "&#45;"), text + "\u200b":
        assert shown(written, theirs={"customer-1": "it"}) == ["was shown it at 0"]


@pytest.mark.parametrize(
    "text",
    [
        "customer-10",
        "customer-120",
        "acustomer-1",
        '{"a":"customer-1\\u0032"}',
        "1-remotsuc",
        "customer 1",
        "customer-1\u0301",
        base64.b64encode(b" customer-1 ").decode(),
    ],
)
def test_a_part_of_a_word_and_what_a_name_is_encoded_as_are_no_traces(text: str) -> None:
    assert shown(text, theirs={"customer-1": "it"}) == []


def test_a_name_within_ones_own_is_no_trace() -> None:
    theirs = {"customer-1": "it"}
    assert shown("customer-1@meridian", own=("customer-1@meridian",), theirs=theirs) == []
    assert shown("customer-1@acme", own=("customer-1@meridian",), theirs=theirs)


def test_pieces_are_searched_for_secrets_and_not_for_names() -> None:
    theirs = THEIRS | {"customer-1": "the user id"}
    found = foreign_traces([(3.0, SECRET)], theirs, (), [(2.0, f"customer-1 {SECRET}")])
    assert [(each.sentence, each.at) for each in found] == [
        ("was shown the secret of customer 2", 2)
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "\\",
        "\\\\n",
        "\\u005c",
        "%",
        "%25",
        "&",
        "&#x26;",
        "&amp",
        "0",
        "\u0301\u0323",
        "REF-",
        "customer-12 ",
        DIGITS,
        DIGITS[1:] + "g",
        f"{SECRET} ",
        "QUJD",
    ],
)
def test_a_long_text_comes_to_an_end(unit: str) -> None:
    theirs = {f"REF-{secrets.token_hex(8)}": str(n) for n in range(100)} | {"customer-1": "it"}
    assert shown(unit * (1_000_000 // len(unit)), theirs=theirs) == []


@settings(deadline=None)  # it writes six things in every way there is
@given(st.lists(st.text()), st.lists(st.sampled_from("0123456789abcdefABCDEF-%&;\\ ux")))
def test_unrelated_texts_are_never_a_finding(texts: list[str], odd: list[str]) -> None:
    ours, theirs = (
        {f"REF-{secrets.token_hex(8)}", f"run-{uuid4()}", f"thread-{uuid4()}"} for _ in "12"
    )
    said = [*texts, "".join(odd), *ours, *(way(each) for each in ours for way in WRITTEN.values())]
    said += [secrets.token_hex(200), base64.b64encode(secrets.token_bytes(200)).decode()]
    said.append("".join(said))
    others = dict.fromkeys([*theirs, "customer-1"], "it")
    assert shown(*said, "customer-12", own=(*ours, "customer-12"), theirs=others) == []


printable = st.characters(exclude_categories=["Cc", "Cf", "Cs"], exclude_characters="\\")


@given(st.text(), st.text(), st.text(printable, min_size=1))
def test_whatever_stands_around_it_a_thing_is_found(before: str, after: str, thing: str) -> None:
    text = json.dumps({"a": before, thing: after})
    assert shown(text, theirs={thing: "it"}) == ["was shown it at 0"]
    assert shown(f"{before}\n{SECRET}\n{after}")


@given(st.lists(st.text()), st.dictionaries(st.text(), st.text()), st.lists(st.text()))
def test_no_text_upsets_it(texts: list[str], theirs: dict[str, str], own: list[str]) -> None:
    assert len(shown(*texts, own=tuple(own), theirs=theirs)) <= len(theirs)
