"""Credentials never leave the process: wherever they turn up, a mark stands in their place."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

MARK = "[redacted]"
SHORTEST = 8
"""Characters from which a secret is told from an ordinary word."""

SHORTEST_GIVEN = 4
"""Characters of the shortest secret that anybody may use: shorter ones stand in every text."""

_MOST_CONCEALED = 2_000
"""Secrets that a whole process keeps out of its reports, those used last; of older ones only
signed tokens, by their look."""

_BEGINNING = 12
"""Characters by which a form of a secret is suspected."""

_SIGNED_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}")
_BREAK = r"(?:\s|\\+[nr])*"


class Redaction:
    """Knows some secrets, and takes them out of any text or bytes.

    A secret is found as it is, as it stands in JSON, in HTML and in an address, in hexadecimal
    and in base64, there also within something longer, and with line ends in between.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = dict.fromkeys(each for each in secrets if len(each) >= SHORTEST)
        self._forms: list[str] | None = None

    def learn(self, secret: str) -> None:
        """Takes this out as well from now on, in every form in which it may be repeated."""
        if len(secret) >= SHORTEST_GIVEN:
            if secret in self._secrets:
                del self._secrets[secret]  # it moves to the end: the latest
            else:
                self._forms = None
            self._secrets[secret] = None

    def keep_latest(self, number: int) -> None:
        """Forgets those that were learned longest ago, beyond so many."""
        for secret in list(self._secrets)[: max(0, len(self._secrets) - number)]:
            del self._secrets[secret]
            self._forms = None

    def __len__(self) -> int:
        return len(self._secrets)

    def text(self, text: str) -> str:
        """The text without any of the secrets; the very same object where there were none."""
        if not self._secrets:
            return text
        forms = self._known()
        if self._may_hold_one(text):
            for form in forms:
                text = text.replace(form, MARK)
        is_broken = "\n" in text or "\\n" in text or "\r" in text or "\\r" in text
        return self._rejoined(text) if is_broken else text

    def data(self, data: str | bytes) -> str | bytes:
        """A message's content without any of the secrets."""
        if isinstance(data, str):
            return self.text(data)
        for form in self._known() if self._secrets else ():
            data = data.replace(form.encode("utf-8", "surrogatepass"), MARK.encode())
        return data

    def _known(self) -> list[str]:
        """All forms, the longest first: one secret may be a part of another."""
        if self._forms is None:
            forms = {form for secret in self._secrets for form in _forms(secret)}
            self._forms = sorted(forms, key=len, reverse=True)
            # Nearly every text holds none; one pass for how they begin tells that of all at once.
            self._search = AhoCorasick(
                sorted({form[:_BEGINNING] for form in forms}),
                matchkind=MatchKind.LeftmostLongest,
                implementation=Implementation.NoncontiguousNFA,
            )
        return self._forms

    def _may_hold_one(self, text: str) -> bool:
        try:
            return bool(self._search.find_matches_as_indexes(text))
        except UnicodeEncodeError:  # half a character: no search takes it, but an agent may say it
            return True

    def _rejoined(self, text: str) -> str:
        """Without the secrets that are broken over lines."""
        whole = "".join(text.replace("\\n", " ").replace("\\r", " ").split())
        for form in self._known() if self._may_hold_one(whole) else ():
            if form in whole:
                text = re.sub(_BREAK.join(map(re.escape, form)), MARK, text)
        return text


def _forms(secret: str) -> set[str]:
    """Every form in which a secret may be repeated."""
    raw = secret.encode("utf-8", "surrogatepass")
    quoted = quote(raw, safe="")
    low = re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), quoted)
    coded = base64.b64encode(raw).decode()
    forms = {secret, json.dumps(secret)[1:-1], html.escape(secret), quoted, low}
    forms.add(html.escape(secret, quote=False))
    forms |= {coded, coded.rstrip("=")}
    if len(secret) >= SHORTEST:
        forms |= {raw.hex(), raw.hex().upper()}
        forms |= {_amid(raw, before) for before in range(3)}
    return forms | {form.translate(_URLSAFE) for form in forms if _IS_BASE64.fullmatch(form)}


_URLSAFE = str.maketrans("+/", "-_")
_IS_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def _amid(raw: bytes, before: int) -> str:
    """What is the same of its base64 whatever stands around it, so many bytes after a multiple
    of three: six bits a character, and only the characters that hold bits of nothing else.
    """
    coded = base64.b64encode(bytes(before) + raw).decode()
    return coded[-(-8 * before // 6) : 8 * (before + len(raw)) // 6]


_OF_THIS_PROCESS = Redaction()


def conceal(secrets: Iterable[str]) -> None:
    """Nothing that this process shows from now on holds any of these (see `concealed`)."""
    for secret in secrets:
        if len(secret) >= SHORTEST:
            _OF_THIS_PROCESS.learn(secret)
    _OF_THIS_PROCESS.keep_latest(_MOST_CONCEALED)


def concealed(text: str) -> str:
    """The text as it may be shown: without whatever was to be concealed, and no signed token.

    The last line behind all others: conversations are cleaned where they are recorded, but an
    exception, a path or a parameter may carry what nobody thought of.
    """
    return _SIGNED_TOKEN.sub(MARK, _OF_THIS_PROCESS.text(text))


def holds_concealed(text: str) -> bool:
    """Whether anything stands in it that this process conceals."""
    return _OF_THIS_PROCESS.text(text) is not text


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
