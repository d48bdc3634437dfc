"""What parts of a text stand for in encodings that few use: found whole, wherever they begin."""

from __future__ import annotations

import gzip
import zlib
from base64 import b32encode, b64encode, b85encode, urlsafe_b64encode
from collections.abc import Callable

import pytest

from scoring.encodings import decoded

SECRET = b"REF-00C0FFEE4B1D5A7E"
"""Twenty bytes, which no chance brings about."""


def holds(text: str, thing: bytes = SECRET) -> bool:
    return any(thing in each for each in decoded(text))


@pytest.mark.parametrize("before", range(8))
@pytest.mark.parametrize("behind", range(5))
def test_base32_is_read_from_each_of_its_digits_on(before: int, behind: int) -> None:
    coded = b32encode(SECRET + b"." * behind).decode().rstrip("=")
    for written in coded, coded.lower():
        # A digit ahead of it shifts where each group of eight digits begins.
        assert holds(f"see: {'A' * before}{written}.")


@pytest.mark.parametrize("more", range(1, 5))
def test_what_is_less_than_eight_digits_of_base32_is_read_too(more: int) -> None:
    thing = b"0123456789abcdef" + b"xyz-"[:more]
    assert holds(b32encode(thing).decode().rstrip("="), thing)


@pytest.mark.parametrize(("digits", "is_found"), [(25, False), (26, True)])
def test_base32_of_sixteen_bytes_is_the_shortest_that_is_read(digits: int, is_found: bool) -> None:
    run = b32encode(SECRET).decode()[:digits]
    assert holds(f" {run} ", SECRET[: digits * 5 // 8]) is is_found


@pytest.mark.parametrize("before", range(5))
@pytest.mark.parametrize("behind", range(5))
def test_base85_is_read_from_each_of_its_digits_on(before: int, behind: int) -> None:
    coded = b85encode(b"REF-99D4DCB378084CF3" + b"." * behind).decode()
    assert holds(f"{'~' * before}{coded}", b"99D4DCB378084CF3")
    assert holds(f"({'~' * before}{coded}!)", b"99D4DCB378084CF3")


@pytest.mark.parametrize("sign", [*"!;?)>}", "?!", ")", " ", "/", '"'])
def test_signs_right_behind_base85_are_the_sentences_own(sign: str) -> None:
    coded = b85encode(b"REF-99D4DCB378084CF3-1").decode()
    assert holds(f'Look: "{coded}{sign} and so on', b"99D4DCB378084CF3-1")


def test_sixteen_bytes_of_hexadecimal_digits_in_base85_are_found_at_the_ends_of_a_text() -> None:
    coded = b85encode(b"99D4DCB378084CF3").decode()
    assert len(coded) == 20
    assert holds(coded, b"99D4DCB378084CF3")
    assert holds(f"{coded}/{coded[::-1]}", b"99D4DCB378084CF3")
    assert list(decoded(coded[:-1])) == []


def test_base85_is_looked_at_up_to_a_mebibyte_of_it() -> None:
    coded = b85encode(b"99D4DCB378084CF3").decode()
    long = "0" * 2**19
    assert holds(f"{long} {coded}", b"99D4DCB378084CF3")
    assert not holds(f"{long} {long} {coded}", b"99D4DCB378084CF3")
    assert holds(f"{long} {long[:-1]} {coded}", b"9") is False


def test_a_number_beyond_four_bytes_is_no_base85_and_spoils_nothing_else() -> None:
    coded = b85encode(b"99D4DCB378084CF3").decode()
    (found,) = {each for each in decoded(f"~~~~~{coded}") if b"99D4DCB3" in each}
    assert found.startswith(b"z99D4DCB378084CF3")
    largest = b85encode(b"\xff" * 4).decode()
    (found,) = {each for each in decoded(f"{largest}{coded}") if b"99D4DCB3" in each}
    assert found.startswith(b"\xff\xff\xff\xff99D4")


@pytest.mark.parametrize(
    "pack", [gzip.compress, zlib.compress, lambda data: zlib.compress(data, 1)]
)
@pytest.mark.parametrize("code", [b64encode, urlsafe_b64encode])
@pytest.mark.parametrize("length", range(1, 5))
def test_what_is_packed_is_unpacked(
    pack: Callable[[bytes], bytes], code: Callable[[bytes], bytes], length: int
) -> None:
    thing = bytes(range(200, 256)) * 3 + SECRET * length
    coded = code(pack(thing)).decode()
    assert holds(f"data {coded}.", thing)
    assert holds(f"data {coded.rstrip('=')}.", thing)


def test_what_is_packed_and_cut_off_is_unpacked_as_far_as_it_goes() -> None:
    coded = b64encode(zlib.compress(SECRET, 0)).decode()
    assert coded.startswith("eAE")
    assert holds(coded[:-6], SECRET[:16])


def test_what_was_never_packed_is_left_alone_and_hides_nothing_behind_it() -> None:
    packed = b64encode(zlib.compress(SECRET)).decode()
    assert holds(f"eJabcdefghijklmnopqrstuvwxyz {packed}")
    assert holds(f"eJabcdefghijklmnopqrstuvwxyz!{packed}")


def test_no_more_than_a_mebibyte_is_unpacked() -> None:
    packed = b64encode(zlib.compress(b"\0" * 2**21 + SECRET)).decode()
    assert max(map(len, decoded(packed))) == 2**20


@pytest.mark.parametrize("sign", [", ", ",", ";", "|", ". ", " ", "\t", "\n", ",\n "])
def test_character_codes_are_read_whatever_parts_them(sign: str) -> None:
    codes = sign.join(str(code) for code in SECRET[:16])
    assert list(decoded(f"[{codes}]")) == [SECRET[:16]]
    assert list(decoded(sign.join(str(code) for code in SECRET[:15]))) == []


def test_codes_of_no_ascii_character_are_noise() -> None:
    codes = [*SECRET, 127, 128, 999]
    (found,) = decoded(" ".join(map(str, codes)))
    assert found == SECRET + b"\x7f\0\0"


def test_each_list_of_codes_is_read() -> None:
    one, other = (",".join(map(str, each)) for each in (SECRET, SECRET[::-1]))
    assert list(decoded(f"{one} and {other}")) == [SECRET, SECRET[::-1]]


@pytest.mark.parametrize("text", ["", "Plain words, 12 of them.", "\ud800", "A" * 19, "1, 2, 3"])
def test_plain_text_stands_for_nothing_else(text: str) -> None:
    assert list(decoded(text)) == []
