"""Starts the reference agent: `python -m support.reference_agent`.

Prints `ready ws://HOST:PORT/ws` once it can be reached; everything else goes to standard error.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence

from support.reference_agent import billing, degradation, pace
from support.reference_agent.auth import TokenRules, tenant_of
from support.reference_agent.commands import NAMES, Commands
from support.reference_agent.limits import Limits
from support.reference_agent.server import AgentServer
from support.reference_agent.supervision import supervise
from support.reference_agent.team import Team

SECRET_VARIABLE = "GOLDEN_PATH_JWT_SECRET"  # noqa: S105 - a variable's name
AUDIENCE_VARIABLE = "GOLDEN_PATH_JWT_AUDIENCE"
DEFAULT_AUDIENCE = "golden-path"
CANNOT_START = 2

_PACES = {"brisk": pace.BRISK, "realistic": pace.REALISTIC, "instant": pace.INSTANT}
_LEVELS = ("debug", "info", "warning", "error")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop; returns the exit status: 0, or 2 where it could not start."""
    options = _parser().parse_args(arguments)
    _configure_logging(options.log_level)
    secret = os.environ.get(SECRET_VARIABLE, "")
    if not secret:
        return _cannot_start(f"set {SECRET_VARIABLE} to the secret that signs the users' tokens.")
    try:
        rules = TokenRules(secret, os.environ.get(AUDIENCE_VARIABLE) or DEFAULT_AUDIENCE)
    except ValueError as error:
        return _cannot_start(f"{SECRET_VARIABLE} cannot be used: {error}.")

    def serve(door: socket.socket | None = None) -> int:
        return asyncio.run(_serve(options, rules, door))

    if not options.supervised:
        return serve()
    try:
        return supervise(serve, options.host, options.port, with_parent=options.stop_with_parent)
    except OSError as error:
        return _cannot_listen(options, error)


def _cannot_listen(options: argparse.Namespace, error: OSError) -> int:
    return _cannot_start(
        f"{options.host}:{options.port} cannot be listened on ({error.strerror or error})."
    )


def _cannot_start(reason: str) -> int:
    print(f"The reference agent cannot start: {reason}", file=sys.stderr)
    return CANNOT_START


def _parser() -> argparse.ArgumentParser:
    limits = Limits()
    parser = argparse.ArgumentParser(
        prog="python -m support.reference_agent",
        description="An AI-cost adviser with a team, over WebSocket. "
        f"The secret of the users' tokens is read from {SECRET_VARIABLE}, "
        f"their audience from {AUDIENCE_VARIABLE} (default: {DEFAULT_AUDIENCE}).",
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add("--port", type=_port, default=0, help="port to listen on (any free one)")
    add("--pace", choices=tuple(_PACES), default="brisk", help="speed of the team (%(default)s)")
    add("--seed", type=int, default=0, help="seed of the team's choices (%(default)s)")
    add(
        "--allow-origin",
        action="append",
        metavar="ORIGIN",
        help="web origin to let in, repeatable (only the agent's own loopback address)",
    )
    add(
        "--stop-with-parent",
        action="store_true",
        help="stop when standard input reaches its end, which it does when the launcher is gone; "
        f"until then take commands there: fault NAME, heal NAME ({', '.join(NAMES)})",
    )
    add(
        "--supervised",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="serve from a process of its own that is started again when it dies",
    )
    add(
        "--max-message-bytes",
        type=_positive,
        default=limits.max_message_bytes,
        help="a longer message closes the connection (%(default)s)",
    )
    add(
        "--max-runs-per-user",
        type=_positive,
        default=limits.max_runs_per_user,
        help="runs of one user at once; more are refused as rate_limited (%(default)s)",
    )
    add(
        "--max-runs-per-minute",
        type=_positive,
        default=limits.max_runs_per_minute,
        help="runs of one user a minute; more are refused as rate_limited (%(default)s)",
    )
    add(
        "--degrade",
        type=_degradation,
        metavar="WAY:FIRST-LAST",
        help="make these answers worse, for rehearsing that: "
        f"{', '.join(degradation.WAYS)}; for instance vaguer:9-11",
    )
    add("--log-level", choices=_LEVELS, default="warning", help="least to log (%(default)s)")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _degradation(text: str) -> degradation.Degradation:
    try:
        return degradation.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _configure_logging(level: str) -> None:
    logging.basicConfig(
        level=level.upper(),
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    # At debug level this library writes every header, and with them the users' tokens.
    logging.getLogger("websockets").setLevel(max(logging.root.level, logging.INFO))


async def _serve(options: argparse.Namespace, rules: TokenRules, door: socket.socket | None) -> int:
    team = Team(options.seed, _PACES[options.pace], degradation=options.degrade)
    server = AgentServer(
        team,
        rules,
        tenant_of=functools.partial(
            tenant_of, tenants=billing.TENANTS, default=billing.DEFAULT_TENANT
        ),
        limits=Limits(
            max_message_bytes=options.max_message_bytes,
            max_runs_per_user=options.max_runs_per_user,
            max_runs_per_minute=options.max_runs_per_minute,
        ),
        origins=options.allow_origin,
    )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        await server.start(options.host, options.port, door)
    except OSError as error:
        return _cannot_listen(options, error)
    async with server:
        if options.stop_with_parent:
            _watch_input(stop.set, Commands(team, functools.partial(print, flush=True)).feed)
        print(f"ready {server.url}", flush=True)
        await stop.wait()
    return 0


def _watch_input(ended: Callable[[], None], take: Callable[[bytes], None]) -> None:
    """Give what comes to `take`; call `ended` at the end, or where it cannot be waited for."""
    if sys.stdin is None:
        ended()
        return
    loop = asyncio.get_running_loop()
    source = sys.stdin.fileno()

    def read() -> None:
        data = b""
        try:
            data = os.read(source, 65536)
            is_ended = not data
        except OSError as error:
            # A terminal that went away fails instead of ending.
            logging.getLogger(__name__).info("standard input is gone: %s", error)
            is_ended = True
        if is_ended:
            loop.remove_reader(source)
            ended()
        else:
            take(data)

    try:
        loop.add_reader(source, read)
    except PermissionError:
        # A plain file or the null device: nobody holds the other end.
        ended()


if __name__ == "__main__":
    sys.exit(main())
