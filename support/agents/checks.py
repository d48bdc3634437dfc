"""What cannot be meant in a profile, each in one sentence with file, line and key."""

from __future__ import annotations

import math
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

from support.protocols import Mapping, protocol_names
from support.protocols.mapping import loading
from support.protocols.mapping.places import Path as Keys
from support.protocols.mapping.places import Places, nearest
from support.tls import Trust
from support.verdict import HarnessError

if TYPE_CHECKING:
    from support.agents.profile import Auth, Launch, Profile, Tls


class ProfileFile:
    """The file of a profile: its text, and on which line each key stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = loading.text_of(path)
        self._places = Places(self.text)

    def beside(self, name: str) -> str:
        """The path of a file that is named as seen from the profile."""
        return str(self.path.parent / name)

    def placed(self, text: str) -> str:
        """The text with the folder of the profile filled in."""
        return text.replace("{folder}", str(self.path.resolve().parent))

    def error(self, sentence: str, *keys: str | int) -> HarnessError:
        """The sentence with the file and, where a key is given, its line."""
        line = self._places.line(keys)
        return HarnessError(f"{self.path}{f', line {line}' if line else ''}: {sentence}")


_UNNAMED = {
    "jwt": "signs tokens but names no key",
    "value": "names no credential",
    "token": "shows tokens but says not where they come from",
}


def check(file: ProfileFile, profile: Profile) -> None:
    """Raises `HarnessError` with the first thing in a profile that cannot be meant."""
    _check_address(file, profile)
    _check_waits(file, profile)
    _check_auth(file, profile.auth)
    _check_trust(file, profile.tls)
    _check_faults(file, profile)
    if profile.launch is not None:
        _check_launch(file, profile.launch)


def mapping_of(file: ProfileFile, profile: Profile) -> Mapping | None:
    """What the profile's protocol is spoken with, its values filled in; None for the native one."""
    said = profile.mapping
    if said is not None and profile.protocol != "native":
        raise file.error(
            f"there is a protocol, {profile.protocol!r}, and a mapping; only one can be spoken",
            "mapping",
        )
    if isinstance(said, Mapping):
        under: Keys = ("mapping",)
        loading.refuse_faults(said, file.text, file.path, under)
        mapping = said
    elif said is not None:
        mapping = loading.load(file.path.parent / said)
    elif profile.protocol not in protocol_names():
        hint = nearest(profile.protocol, protocol_names())
        raise file.error(f"there is no protocol {profile.protocol!r}; {hint}", "protocol")
    elif profile.protocol == "native":
        if profile.values:
            raise file.error("[values] belong to a mapping; there is none", "values")
        return None
    else:
        mapping = loading.shipped(profile.protocol)
    try:
        return loading.with_values(mapping, profile.values)
    except HarnessError as error:
        unknown = next((name for name in profile.values if name not in mapping.values), "")
        raise file.error(str(error), "values", unknown) from error


def _check_trust(file: ProfileFile, tls: Tls) -> None:
    try:
        Trust(ca_file=file.beside(tls.ca_file) if tls.ca_file else "").context()
    except HarnessError as error:
        raise file.error(f"[tls] ca_file: {error}", "tls", "ca_file") from error


def _check_address(file: ProfileFile, profile: Profile) -> None:
    if not profile.url and profile.launch is None:
        raise file.error(
            "says neither where the agent is nor how to launch it; give `url`, for instance "
            '"ws://127.0.0.1:8000/ws", or a [launch] table'
        )
    if profile.url and not re.match(r"wss?://[^/\s]", profile.url):
        raise file.error(
            f"`url` is {profile.url!r}; expected an address that starts with ws:// or wss://", "url"
        )
    launch = profile.launch
    if launch and not profile.url and "(?P<url>" not in launch.ready:
        raise file.error(
            "[launch] does not say where the agent will be; give `url`, for instance "
            '"ws://127.0.0.1:{port}/ws", or a `ready` with a group (?P<url>...)',
            "launch",
        )
    if profile.memory.url and not re.match(r"https?://[^/\s]", profile.memory.url):
        raise file.error(
            f"[memory] url is {profile.memory.url!r}; expected the address of metrics, which "
            "starts with http:// or https://",
            *("memory", "url"),
        )


def _check_waits(file: ProfileFile, profile: Profile) -> None:
    waits = [
        ("patience", key, getattr(profile.patience, key))
        for key in profile.patience.__struct_fields__
    ]
    if launch := profile.launch:
        waits += [("launch", key, getattr(launch, key)) for key in ("within_s", "stop_within_s")]
    for table, key, value in waits:
        if not 0 < value < math.inf:
            raise file.error(f"[{table}] {key} must be more than 0 seconds, and finite", table, key)


def _check_auth(file: ProfileFile, auth: Auth) -> None:
    if auth.kind in _UNNAMED and not auth.secret_env:
        raise file.error(
            f"[auth] {_UNNAMED[auth.kind]}; give `secret_env`, the environment variable that holds "
            f"{'their template' if auth.kind == 'token' else 'it'}",
            "auth",
        )
    if auth.kind == "template" and "${" not in auth.template:
        raise file.error(
            "[auth] template holds no ${NAME}; what is secret must come from an environment "
            "variable, and does not belong in a profile",
            *("auth", "template"),
        )
    if auth.kind == "none" and (auth.secret_env or auth.template):
        raise file.error(
            '[auth] names a secret but not what it is; give `kind`: "value", "token", "template" '
            'or "jwt"',
            "auth",
        )
    _check_braces(file, auth, "user", auth.user, ("{customer}", "{company}"))
    template = re.sub(r"\$\{\w+\}", "", auth.template)
    _check_braces(file, auth, "template", template, ("{customer}", "{company}", "{user}"))
    if "{company}" in auth.user + auth.template and not auth.company:
        raise file.error(
            "[auth] holds {company}, and no company is named; give `company`, the one that "
            "customers belong to unless a scenario is about another",
            "auth",
        )


def _check_braces(
    file: ProfileFile, auth: Auth, key: str, text: str, allowed: tuple[str, ...]
) -> None:
    try:
        used = {
            f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name is not None
        }
    except ValueError:
        used = {"?"}
    if not used <= set(allowed):
        raise file.error(
            f"[auth] {key} is {getattr(auth, key)!r}; the names it may hold in braces are "
            f"{', '.join(allowed[:-1])} and {allowed[-1]}",
            *("auth", key),
        )


def _check_faults(file: ProfileFile, profile: Profile) -> None:
    can, faults = profile.can, profile.faults
    for name in ("process_faults", "supervision"):
        if getattr(can, name) and profile.launch is None:
            raise file.error(
                f"[can] {name} is true, and only an agent that the suite launches can be killed; "
                "give a [launch] table",
                *("can", name),
            )
    if bool(faults.begin) != bool(faults.end):
        raise file.error("[faults] has `begin` without `end`, or `end` without `begin`", "faults")
    if can.faults_on_command and not faults.begin and profile.launch is None:
        raise file.error(
            "[can] faults_on_command is true, and nothing says how they are commanded; give "
            "[faults] with `begin` and `end`",
            *("can", "faults_on_command"),
        )


def _check_launch(file: ProfileFile, launch: Launch) -> None:
    if not launch.command:
        raise file.error(
            "[launch] command is empty; give the program and its arguments", "launch", "command"
        )
    if launch.folder and not Path(file.beside(launch.folder)).is_dir():
        raise file.error(
            f"[launch] folder: there is no folder {file.beside(launch.folder)}", "launch", "folder"
        )
    try:
        re.compile(launch.ready)
    except re.error as error:
        raise file.error(
            f"[launch] ready is no regular expression ({error}): {launch.ready!r}",
            *("launch", "ready"),
        ) from error
    if launch.ready and launch.ready_url:
        raise file.error(
            "[launch] has both `ready` and `ready_url`; one of them tells", "launch", "ready_url"
        )
    if launch.ready_url and not re.match(r"https?://[^/\s]", launch.ready_url):
        raise file.error(
            f"[launch] ready_url is {launch.ready_url!r}; expected an address that starts with "
            "http:// or https://",
            *("launch", "ready_url"),
        )
