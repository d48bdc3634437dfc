"""Credentials never leave the process: wherever they turn up, a mark stands in their place."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit, urlunsplit

MARK = "[redacted]"
_SHORTEST = 8
"""Characters from which a secret is told from an ordinary word."""

SHORTEST_GIVEN = 4
"""Characters of the shortest secret that anybody may use: shorter ones stand in every text."""


class Redaction:
    """Knows some secrets, and takes them out of any text or bytes."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= _SHORTEST}
        # The longest first: one secret may be a part of another.
        self._secrets = sorted(known, key=len, reverse=True)
        self._bytes = [secret.encode() for secret in self._secrets]

    def learn(self, secret: str) -> None:
        """Takes this out as well from now on, in every form in which it may be repeated."""
        if len(secret) < SHORTEST_GIVEN:
            return
        quoted = json.dumps(secret)[1:-1]
        coded = base64.b64encode(secret.encode()).decode()
        forms = {secret, quoted, quote(secret, safe=""), coded, coded.rstrip("=")}
        self._secrets = sorted(forms.union(self._secrets), key=len, reverse=True)
        self._bytes = [each.encode() for each in self._secrets]

    def text(self, text: str) -> str:
        """The text without any of the secrets."""
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, MARK)
        return text

    def data(self, data: str | bytes) -> str | bytes:
        """A message's content without any of the secrets."""
        if isinstance(data, str):
            return self.text(data)
        for secret in self._bytes:
            if secret in data:
                data = data.replace(secret, MARK.encode())
        return data


def shown(url: str) -> str:
    """The address as it may be shown: without user, password and query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def secrets_of(url: str) -> list[str]:
    """What an address holds that must not be shown: its password, its query, and their values."""
    parts = urlsplit(url)
    found = [parts.query, parts.password or ""]
    found += [pair.partition("=")[2] for pair in parts.query.split("&")]
    return [each for secret in found if secret for each in {secret, unquote(secret)}]
