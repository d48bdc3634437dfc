"""Preparing: the requests before a connection, and what is asked for and shown at the door."""

from __future__ import annotations

import re
from collections import deque
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from support.protocols.base import Door, HttpAnswer, HttpRequest
from support.protocols.mapping.conditions import When
from support.protocols.mapping.functions import text_of
from support.protocols.mapping.model import Mapping
from support.protocols.mapping.selectors import Finder
from support.protocols.mapping.speaking import Voice
from support.protocols.mapping.templates import UnfilledError, filled, filled_text
from support.protocols.mapping.wiring import Setup


class Preparation:
    """What comes before each connection of one session."""

    def __init__(self, mapping: Mapping, voice: Voice, finder: Finder) -> None:
        self._mapping, self._voice, self._finder = mapping, voice, finder
        self._setup: deque[Setup] = deque()
        self._prepared = False
        self._url = ""

    def requests(self, url: str) -> int:
        """How many requests come before the next connection."""
        self._url = url
        again = self._prepared
        self._setup.extend(
            step for step in self._mapping.setup if step.each_connection or not again
        )
        self._prepared = True
        return len(self._setup)

    def request(self) -> HttpRequest:
        """The next request; raises `UnfilledError` where something is missing."""
        try:
            return self._request()
        except UnfilledError as error:
            raise UnfilledError(self._voice.missing(error)) from error

    def _request(self) -> HttpRequest:
        step, names = self._setup[0], self._voice.names()
        text = self._text(names)
        base = urlsplit(self._url)
        host = urlunsplit(("https" if base.scheme == "wss" else "http", base.netloc, "", "", ""))
        path = filled_text(step.url, self._finder, names, _quoted)
        query = urlencode({key: text(value) for key, value in step.query.items()})
        whole = path if path.startswith(("http://", "https://")) else host + path
        return HttpRequest(
            step.method,
            f"{whole}?{query}" if query else whole,
            {key: text(value) for key, value in step.headers.items()},
            filled(step.json, self._finder, names),
            {key: text(value) for key, value in step.form.items()},
            step.within_s,
        )

    def answered(self, answer: HttpAnswer) -> str | None:
        """Keeps what the answer says; why it will not do, in words."""
        if not self._setup:
            self.requests(self._url)
        if not self._setup:
            return None
        step = self._setup.popleft()
        why = self._finder.text(step.because, answer.body)
        because = f": {why}" if why else ""
        good = answer.status in step.status if step.status else 200 <= answer.status < 300
        if not good:
            return f"with HTTP {answer.status}{because}"
        if step.refused is not None and When(step.refused).holds(self._finder, answer.body):
            return f"in an answer that looks like success{because}"
        self._voice.keep(step.keep, step.secret, answer.body)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        for name, header in step.keep_headers.items():
            if header.lower() in headers:
                self._voice.keep({name: "@"}, step.secret, headers[header.lower()])
        missing = [
            name for name in (*step.keep, *step.keep_headers) if name not in self._finder.scope.kept
        ]
        return (
            f"without what is to be kept as {missing[0]!r}"
            if missing and self._voice.live
            else None
        )

    def door(self, url: str) -> Door:
        """Where to connect and what to show there; raises `UnfilledError`."""
        try:
            return self._door(url)
        except UnfilledError as error:
            raise UnfilledError(self._voice.missing(error)) from error

    def _door(self, url: str) -> Door:
        connect, names = self._mapping.connect, self._voice.names()
        text = self._text(names)
        parts, path = urlsplit(url), filled_text(connect.path, self._finder, names, _quoted)
        there = urlsplit(re.sub(r"^http(s?)://", r"ws\1://", path))
        if there.scheme not in ("", "ws", "wss"):
            raise UnfilledError(f"`path` became {path!r}, which is no address of a WebSocket")
        if (parts.scheme, there.scheme) == ("wss", "ws"):
            raise UnfilledError(
                f"`path` became {path!r}: not encrypted, as the profile's address is"
            )
        query = urlencode({key: text(value) for key, value in connect.query.items()})
        own = "" if there.netloc else parts.query
        given = "&".join(part for part in (own, there.query, query) if part)
        scheme, host = there.scheme or parts.scheme, there.netloc or parts.netloc
        return Door(
            urlunsplit((scheme, host, there.path if path else parts.path, given, "")),
            {key: text(value) for key, value in connect.headers.items()},
            tuple(text(each) for each in connect.subprotocols),
            tuple(connect.accepts),
            text(connect.origin) or None,
        )

    def _text(self, names: dict[str, Any]) -> Any:
        def fill(template: Any) -> str:
            return text_of(filled(template, self._finder, names)) or ""

        return fill


def _quoted(value: str) -> str:
    return quote(value, safe="")
