"""A profile: what is under test, how to reach and launch it, and what it can show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec.structs import replace

from support.agents import checks
from support.protocols import Mapping
from support.protocols.mapping import loading
from support.redaction import shown
from support.tls import Trust
from support.verdict import HarnessError

FOLDER = Path(__file__).parent


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Unknown keys are refused: a misspelt one must not silently mean its default."""


class Launch(_Strict, frozen=True):
    """How to start the agent, and how it is told that it can be reached.

    In `command`, `environment` and the addresses `{python}` stands for the interpreter that runs
    the suite, `{port}` for a free port, `{folder}` for the folder of the profile.

    Ready is an agent that printed a line in which the regular expression `ready` is found; its
    group `url`, where it has one, becomes the address. Or one that answers `ready_url` with an
    HTTP status below 400. Where neither is given: one that accepts connections at `url`.

    The command runs in `folder`, as seen from the profile; by default where the suite runs.
    `secrets` names environment variables that are given a fresh random value where they are not
    set. The agent is asked to stop by `stop`, and made to after `stop_within_s` seconds.
    """

    command: list[str]
    ready: str = ""
    ready_url: str = ""
    within_s: float = 30.0
    folder: str = ""
    environment: dict[str, str] = {}
    secrets: list[str] = []
    stop: Literal["SIGTERM", "SIGINT"] = "SIGTERM"
    stop_within_s: float = 5.0


class Auth(_Strict, frozen=True):
    """How customers prove who they are; whatever is secret comes from the environment.

    `value`: the variable `secret_env` holds the credential itself, which all customers show.
    `token`: that variable holds a template of the customers' tokens, with `{customer}` in it.
    `template`: the credential is `template`, in which `${NAME}` stands for the variable NAME.
    `jwt`: the credential is signed for each customer (HS256) with the key in `secret_env`.
    In templates and in `user`, `{customer}` stands for the customer's name and `{company}` for
    their company: `company`, unless a scenario is about another one (see `companies` of a
    profile); in `template`, `{user}` stands for what `user` makes of these.

    It is carried in the header `field` (by default `Authorization: Bearer ...`), in the query's
    parameter `field` (by default `token`), in the offered subprotocols, or in `messages`: where
    the mapping has `${token}`.
    """

    kind: Literal["none", "value", "token", "template", "jwt"] = "none"
    secret_env: str = ""
    template: str = ""
    audience: str = ""
    carrier: Literal["header", "subprotocol", "query", "messages"] = "header"
    field: str = ""
    user: str = "{customer}"
    company: str = ""


class Tls(_Strict, frozen=True):
    """Whose certificates are believed; `ca_file` is a file in PEM form, beside the profile."""

    verify: bool = True
    ca_file: str = ""


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
    origins: bool = True
    """Whether it looks from which web page a browser connects; one for programs alone need not."""
    disturbance: bool = False
    """Whether it may be put under load, flooded and cut off; a service in use should not be."""
    process_faults: bool = False
    """Whether its process may be paused, killed and started again; only one the suite launched."""
    supervision: bool = False
    """Whether something starts it again by itself when its process dies."""
    faults_on_command: bool = False
    """Whether parts of it can be made to fail on command: its tools, its model, its database."""


class Memory(_Strict, frozen=True):
    """Where the memory of an agent can be read that the suite did not launch.

    `url` serves metrics in the text format of Prometheus, `process_resident_memory_bytes` among
    them; an agent that the suite launched needs none.
    """

    url: str = ""


class Faults(_Strict, frozen=True):
    """How parts of the agent are made to fail, and healed again.

    `begin` and `end` are commands in which `{fault}` stands for "failing-tools", "slow-tools",
    "weaker-model" or "database". Where there are none, an agent that the suite launched reads
    `fault NAME` and `heal NAME` on its standard input, and prints `done fault NAME` and so on.
    """

    begin: list[str] = []
    end: list[str] = []


class Waits(_Strict, frozen=True):
    """The harness's own patience with this agent, in seconds; never a promise of the agent."""

    opening_s: float = 10.0
    silence_s: float = 30.0
    answer_s: float = 150.0


class Profile(_Strict, frozen=True):
    """One agent under test.

    `protocol` is "native" or the name of a shipped mapping; `mapping` takes its place where there
    is none: the path of a file beside the profile, or a table. `values` are the mapping's own, as
    this agent needs them; once a profile is loaded, `mapping` has them and is whole, and
    `protocol` is "mapping" where it is the profile's own.
    `questions` is how many it may be asked in one run of the suite, all in all; None is no limit.
    `companies` names, by industry, one of its customers' companies: `retail = "brightcart"`.
    """

    name: str
    version: str = "not given"
    protocol: str = "native"
    mapping: str | Mapping | None = None
    values: dict[str, Any] = {}
    url: str = ""
    launch: Launch | None = None
    auth: Auth = Auth()
    tls: Tls = Tls()
    can: Can = Can()
    memory: Memory = Memory()
    faults: Faults = Faults()
    questions: Annotated[int, msgspec.Meta(ge=1)] | None = None
    patience: Waits = Waits()
    companies: dict[str, str] = {}

    @property
    def caution(self) -> str:
        """What must be said loudly wherever this agent is reported; empty where nothing must."""
        return Trust(verify=self.tls.verify).warning(shown(self.url))

    @property
    def spoken(self) -> Mapping | None:
        """The mapping with which a loaded profile is spoken; None where none is needed."""
        return self.mapping if isinstance(self.mapping, Mapping) else None


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
    file = checks.ProfileFile(find(name))
    profile: Profile = loading.decoded(file.text, file.path, Profile)
    checks.check(file, profile)
    mapping = checks.mapping_of(file, profile)
    can, launch, tls = profile.can, profile.launch, profile.tls
    protocol = profile.protocol
    if mapping is not None:
        unspoken = [name for name in ("cancel", "resume") if not getattr(mapping, name)]
        can = replace(can, **dict.fromkeys([*mapping.cannot, *unspoken], False))
        protocol = protocol if profile.mapping is None else "mapping"
    if launch is not None:
        launch = replace(
            launch,
            folder=file.beside(launch.folder) if launch.folder else "",
            command=[file.placed(part) for part in launch.command],
            environment={name: file.placed(value) for name, value in launch.environment.items()},
        )
    if tls.ca_file:
        tls = replace(tls, ca_file=file.beside(tls.ca_file))
    return replace(profile, protocol=protocol, mapping=mapping, can=can, launch=launch, tls=tls)
