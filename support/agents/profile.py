"""A profile: what is under test, how to reach and launch it, and what it can show."""

from __future__ import annotations

import difflib
import math
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from support.verdict import HarnessError

FOLDER = Path(__file__).parent


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Unknown keys are refused: a misspelt one must not silently mean its default."""


class Launch(_Strict, frozen=True):
    """How to start the agent; `{python}` stands for the interpreter that runs the suite.

    `ready` is a regular expression searched for in each line that the agent prints; its group
    `url`, where it has one, becomes the address. `secrets` names environment variables that are
    given a fresh random value where they are not set.
    """

    command: list[str]
    ready: str
    within_s: float = 30.0
    secrets: list[str] = []


class Auth(_Strict, frozen=True):
    """How customers prove who they are.

    `jwt`: signed with the key in the environment variable `secret_env`; `user` is a template in
    which `{customer}` stands for the customer's name and `{company}` for their company: `company`,
    unless a scenario is about another one (see `companies` of a profile). `token`: the environment
    variable `secret_env` holds a template of the customers' tokens, with `{customer}` in it.
    """

    kind: Literal["none", "jwt", "token"] = "none"
    secret_env: str = ""
    audience: str = ""
    carrier: Literal["header", "subprotocol"] = "header"
    user: str = "{customer}"
    company: str = ""


class Can(_Strict, frozen=True):
    """What the agent's protocol can show; what it cannot is reported as not supported."""

    tools: bool = True
    thoughts: bool = True
    teams: bool = True
    streaming: bool = True
    identity: bool = True
    sequence: bool = True
    cancel: bool = True
    resume: bool = True
    error_answers: bool = True
    several_questions: bool = True
    timestamps: bool = True
    memory: bool = True
    disturbance: bool = False
    """Whether it may be put under load, flooded and cut off; a service in use should not be."""


class Memory(_Strict, frozen=True):
    """Where the memory of an agent can be read that the suite did not launch.

    `url` serves metrics in the text format of Prometheus, `process_resident_memory_bytes` among
    them; an agent that the suite launched needs none.
    """

    url: str = ""


class Waits(_Strict, frozen=True):
    """The harness's own patience with this agent, in seconds; never a promise of the agent."""

    opening_s: float = 10.0
    silence_s: float = 30.0
    answer_s: float = 150.0


class Profile(_Strict, frozen=True):
    """One agent under test.

    `questions` is how many it may be asked in one run of the suite, all in all; None is no limit.
    `companies` names, by industry, one of its customers' companies: `retail = "brightcart"`.
    """

    name: str
    version: str = "not given"
    protocol: Literal["native"] = "native"
    url: str = ""
    launch: Launch | None = None
    auth: Auth = Auth()
    can: Can = Can()
    memory: Memory = Memory()
    questions: Annotated[int, msgspec.Meta(ge=1)] | None = None
    patience: Waits = Waits()
    companies: dict[str, str] = {}


def find(name: str) -> Path:
    """The file of a profile given by name or path; raises `HarnessError` listing the names."""
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return path
    shipped = FOLDER / f"{name}.toml"
    if shipped.is_file():
        return shipped
    names = ", ".join(sorted(file.stem for file in FOLDER.glob("*.toml")))
    raise HarnessError(
        f"there is no agent profile {name!r}; known profiles: {names}; or give the path of a "
        ".toml file"
    )


def load(name: str) -> Profile:
    """Reads a profile by name or path; raises `HarnessError` in one sentence naming the file."""
    path = find(name)
    try:
        profile = msgspec.toml.decode(path.read_bytes(), type=Profile)
    except msgspec.ValidationError as error:
        raise HarnessError(f"{path}: {_advice(str(error))}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise HarnessError(f"{path} cannot be read as TOML: {error}") from error
    if not profile.url and profile.launch is None:
        raise HarnessError(
            f"{path}: says neither where the agent is nor how to launch it; give `url`, for "
            'instance "ws://127.0.0.1:8000/ws", or a [launch] table'
        )
    if profile.url and not re.match(r"wss?://[^/\s]", profile.url):
        raise HarnessError(
            f"{path}: `url` is {profile.url!r}; expected an address that starts with ws:// or "
            "wss://"
        )
    if profile.memory.url and not re.match(r"https?://[^/\s]", profile.memory.url):
        raise HarnessError(
            f"{path}: [memory] url is {profile.memory.url!r}; expected the address of metrics, "
            "which starts with http:// or https://"
        )
    if profile.auth.kind == "jwt" and not profile.auth.secret_env:
        raise HarnessError(
            f"{path}: [auth] signs tokens but names no key; give `secret_env`, the environment "
            "variable that holds it"
        )
    if profile.auth.kind == "token" and not profile.auth.secret_env:
        raise HarnessError(
            f"{path}: [auth] shows tokens but says not where they come from; give `secret_env`, "
            "the environment variable that holds their template"
        )
    waits = [("patience", key, getattr(profile.patience, key)) for key in Waits.__struct_fields__]
    if profile.launch is not None:
        waits.append(("launch", "within_s", profile.launch.within_s))
        _check_launch(path, profile.launch)
    for table, key, value in waits:
        if not 0 < value < math.inf:
            raise HarnessError(f"{path}: [{table}] {key} must be more than 0 seconds, and finite")
    try:
        profile.auth.user.format(customer="customer-1", company="company-1")
    except (LookupError, ValueError, AttributeError) as error:
        raise HarnessError(
            f"{path}: [auth] user is {profile.auth.user!r}; the names it may hold in braces are "
            "{customer} and {company}"
        ) from error
    if "{company}" in profile.auth.user and not profile.auth.company:
        raise HarnessError(
            f"{path}: [auth] user holds {{company}}, and no company is named; give `company`, the "
            "one that customers belong to unless a scenario is about another"
        )
    return profile


def _check_launch(path: Path, launch: Launch) -> None:
    if not launch.command:
        raise HarnessError(f"{path}: [launch] command is empty; give the program and its arguments")
    try:
        re.compile(launch.ready)
    except re.error as error:
        raise HarnessError(
            f"{path}: [launch] ready is no regular expression ({error}): {launch.ready!r}"
        ) from error


def _advice(message: str) -> str:
    """The decoder's message, with the nearest valid key where a key is unknown."""
    unknown = re.search(r"unknown field `([^`]*)`(?: - at `\$\.?([^`]*)`)?", message)
    if not unknown:
        return message
    key, table = unknown[1], unknown[2] or ""
    tables = {"launch": Launch, "auth": Auth, "can": Can, "memory": Memory, "patience": Waits}
    valid = tables.get(table, Profile).__struct_fields__
    near = difflib.get_close_matches(key, valid, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"valid keys: {', '.join(valid)}"
    return f"unknown key {key!r}{f' in [{table}]' if table else ''}; {hint}"
