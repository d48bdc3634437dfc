"""Requests before a connection and what is shown at the door, without any server."""

from __future__ import annotations

from typing import Any

import pytest

from support.protocols import MappingAdapter, Speaker
from support.protocols.base import Door, HttpAnswer, HttpRequest
from support.protocols.mapping.templates import UnfilledError
from support.protocols.tests.kept.dialogues import rich, standing_clock
from support.protocols.tests.talking import mapping
from support.protocols.tests.test_refusals import GOOD

PLAIN_URL, SECURE_URL = "ws://agent.test:8000/ws", "wss://agent.test/ws?room=1"
ANN = Speaker(user="ann b", token="token-of-ann", secrets={"key": "key-of-ann"})


def adapter(*, live: bool = True) -> MappingAdapter:
    return MappingAdapter(rich(), ANN, live=live)


def door(connect: str, url: str) -> Door:
    return MappingAdapter(mapping(f"{GOOD}[connect]\n{connect}\n"), ANN).door(url)


def answered(made: MappingAdapter, status: int, body: Any, **headers: str) -> str | None:
    return made.answered(HttpAnswer(status, headers, body))


def test_each_request_says_everything_that_the_mapping_has_it_say() -> None:
    with standing_clock():
        made = adapter()
        assert made.requests(PLAIN_URL) == 2
        assert made.request() == HttpRequest(
            "POST",
            "http://agent.test:8000/sessions/ann%20b",
            {"X-Key": "key-of-ann", "X-Colour": "red"},
            {
                "thread": "an-id-of-nobody",
                "now": 1_800_000_000_250,
                "iso": "2027-01-15T08:00:00.250000+00:00",
            },
            {},
            10.0,
        )
        assert answered(made, 201, {"data": {"id": 7}}) is None
        assert made.request() == HttpRequest(
            "PUT",
            "https://tickets.test/new?session=7&a+b=1800000000.25",
            {},
            None,
            {"grant": "one", "who": "customer 1"},
            3.0,
        )
        made.new_secrets()
        assert answered(made, 300, {"ticket": "today's"}, **{"x-ROUTE": "west/1"}) is None
        assert made.new_secrets() == ["today's"]
        assert made.door(SECURE_URL) == Door(
            "wss://agent.test/live/7?own=1&ticket=today%27s&route=west%2F1".replace(
                "?own", "?room=1&own"
            ),
            {"X-User": "ann b", "X-Token": "token-of-ann"},
            ("chat.v2", "bearer.key-of-ann"),
            (r"chat\.v\d+",),
            "https://customer 1.test",
        )


def test_a_line_that_is_encrypted_asks_over_an_encrypted_line() -> None:
    made = adapter()
    made.requests(SECURE_URL)
    assert made.request().url == "https://agent.test/sessions/ann%20b"


def test_only_what_each_connection_needs_is_asked_again() -> None:
    made = adapter()
    assert made.requests(PLAIN_URL) == 2
    assert answered(made, 200, {"data": {"id": 7}}) is None
    assert answered(made, 200, {"ticket": "first ticket"}, **{"X-Route": "west"}) is None
    assert made.requests(PLAIN_URL) == 1
    assert made.request().method == "PUT"


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (199, {}, "with HTTP 199"),
        (300, {}, "with HTTP 300"),
        (500, {"why": "full"}, "with HTTP 500: full"),
        (200, {}, "without what is to be kept as 'session'"),
        (299, {"data": {"id": 1}}, None),
    ],
)
def test_what_is_wrong_with_the_first_answer(status: int, body: Any, sentence: str | None) -> None:
    made = adapter()
    made.requests(PLAIN_URL)
    assert answered(made, status, body) == sentence


@pytest.mark.parametrize(
    ("status", "body", "headers", "sentence"),
    [
        (201, {"ticket": "of today"}, {"X-Route": "west"}, "with HTTP 201"),
        (
            200,
            {"ok": False, "why": "sold out"},
            {},
            "in an answer that looks like success: sold out",
        ),
        (200, {"ok": False}, {}, "in an answer that looks like success"),
        (200, {"ok": True}, {"X-Route": "west"}, "without what is to be kept as 'ticket'"),
        (200, {"ticket": "of today"}, {}, "without what is to be kept as 'route'"),
    ],
)
def test_what_is_wrong_with_the_second_answer(
    status: int, body: Any, headers: dict[str, str], sentence: str
) -> None:
    made = adapter()
    made.requests(PLAIN_URL)
    assert answered(made, 200, {"data": {"id": 7}}) is None
    assert answered(made, status, body, **headers) == sentence


def test_a_recording_has_kept_what_it_has_and_misses_nothing() -> None:
    made = adapter(live=False)
    assert answered(made, 200, {}) is None
    assert answered(made, 200, {}) is None
    assert answered(made, 503, {}) == "with HTTP 503"
    plain = MappingAdapter(mapping(GOOD), ANN)
    assert plain.requests(PLAIN_URL) == 0
    assert answered(plain, 503, {}) is None


@pytest.mark.parametrize(
    ("connect", "url", "whole"),
    [
        ("", SECURE_URL, "wss://agent.test/ws?room=1"),
        ('path = "/other"', SECURE_URL, "wss://agent.test/other?room=1"),
        ('path = "/other?a=1"', PLAIN_URL, "ws://agent.test:8000/other?a=1"),
        ('query = { me = "${user}" }', SECURE_URL, "wss://agent.test/ws?room=1&me=ann+b"),
        ('query = { me = "${user}" }', PLAIN_URL, "ws://agent.test:8000/ws?me=ann+b"),
        ('path = "/of/${user}"', PLAIN_URL, "ws://agent.test:8000/of/ann%20b"),
        ('path = "/of/${token}/x"', PLAIN_URL, "ws://agent.test:8000/of/token-of-ann/x"),
        ('path = "wss://b.test/x"', SECURE_URL, "wss://b.test/x"),
        ('path = "https://b.test/x?y=1"', SECURE_URL, "wss://b.test/x?y=1"),
        ('path = "http://b.test/x"', PLAIN_URL, "ws://b.test/x"),
        ('path = "wss://b.test/x"', PLAIN_URL, "wss://b.test/x"),
    ],
)
def test_where_the_door_is(connect: str, url: str, whole: str) -> None:
    assert door(connect, url) == Door(whole)


@pytest.mark.parametrize(
    ("connect", "sentence"),
    [
        (
            'path = "ftp://b.test/x"',
            "`path` became 'ftp://b.test/x', which is no address of a WebSocket",
        ),
        (
            'path = "ws://b.test/x"',
            "`path` became 'ws://b.test/x': not encrypted, as the profile's address is",
        ),
        (
            'path = "http://b.test/x"',
            "`path` became 'http://b.test/x': not encrypted, as the profile's address is",
        ),
    ],
)
def test_a_door_that_is_none(connect: str, sentence: str) -> None:
    with pytest.raises(UnfilledError) as told:
        door(connect, SECURE_URL)
    assert str(told.value) == sentence


def test_what_is_missing_is_named_by_the_variable_that_would_hold_it() -> None:
    made = MappingAdapter(rich(), Speaker(user="ann"))
    made.requests(PLAIN_URL)
    sentence = "the environment variable THE_KEY is not set; it must hold the secret 'key' of"
    with pytest.raises(UnfilledError, match=f"^{sentence} the mapping$"):
        made.request()
    known = adapter()
    known.requests(PLAIN_URL)
    with pytest.raises(UnfilledError, match=r"^\$\{session\} is not known at this point$"):
        known.door(PLAIN_URL)
    text = GOOD + '[secrets]\nkey = "THE_KEY"\n[connect]\nheaders = { K = "${secret.key}" }\n'
    with pytest.raises(UnfilledError, match=f"^{sentence} the mapping$"):
        MappingAdapter(mapping(text), Speaker()).door(PLAIN_URL)


@pytest.mark.parametrize(("token", "refused"), [("abc", True), ("abcd", False), ("", False)])
def test_a_secret_too_short_to_be_kept_out_of_recordings_is_refused(
    token: str, refused: bool
) -> None:
    made = MappingAdapter(mapping(GOOD), Speaker(token=token))
    said = (
        "the secret 'token' has fewer than 4 characters: it could not be kept out of recordings "
        "without taking half of their text out too"
    )
    assert made.failure == (said if refused else None)
    assert made.fault_is_ours is refused
    assert made.new_secrets() == ([token] if len(token) == 4 else [])
    assert MappingAdapter(mapping(GOOD), Speaker(token=token), live=False).failure is None
