"""Parts of the agent that fail on command; a context manager that heals them again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator

from support.agents.agent import AgentUnderTest
from support.verdict import HarnessError

_COMMAND_S = 30.0


@contextlib.contextmanager
def on_command(agent: AgentUnderTest, fault: str) -> Iterator[float]:
    """This part of the agent fails for the length of the block; since when is given.

    It is healed also where the command failed, for that may have done a part. Raises
    `HarnessError` where the agent does not take the command.
    """
    try:
        _command(agent, "fault", fault)
    except HarnessError:
        with contextlib.suppress(HarnessError):  # the first reason is the one that counts
            _command(agent, "heal", fault)
        raise
    try:
        yield time.monotonic()
    finally:
        _command(agent, "heal", fault)


def _command(agent: AgentUnderTest, do: str, fault: str) -> None:
    told = agent.profile.faults
    words = told.begin if do == "fault" else told.end
    if words:
        _run([word.replace("{fault}", fault) for word in words])
    elif agent.process is not None:
        agent.process.tell(f"{do} {fault}", f"done {do} {fault}")
    else:
        raise HarnessError("the agent's profile does not say how it is made to fail")


def _run(command: list[str]) -> None:
    """Runs a command of the profile to its end; nothing that it started outlives a failure."""
    name = f"the command {command[0]} of [faults]"
    # Into a file: a command may leave something running that keeps its output open.
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise HarnessError(f"{name} cannot be run: {error.strerror}") from error
        try:
            status = process.wait(_COMMAND_S)
        except subprocess.TimeoutExpired:
            raise HarnessError(f"{name} did not end within {_COMMAND_S:g} s") from None
        finally:
            if process.returncode != 0:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if status:
            said.seek(0)
            words = said.read().decode(errors="replace").strip()[-200:]
            raise HarnessError(f"{name} ended with status {status}: {words}")
