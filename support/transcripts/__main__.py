"""Recorded sessions, read again without any agent.

    python -m support.transcripts judge FILE... [--agent PROFILE]
    python -m support.transcripts show FILE [--agent PROFILE] [--html PAGE]

`judge` holds them to every promise that one session can show; its exit status is 0 only where all
were kept, 1 where one was not, 2 where a file cannot be judged. `show` draws the time line.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from support.agents import profile
from support.agents.profile import Profile
from support.evidence.scorecard import for_stream
from support.evidence.timeline import timeline_svg
from support.reading import Conversation
from support.transcripts.judging import conversation, judged, opened
from support.transcripts.page import page
from support.transcripts.recognition import Spoken, recognised
from support.transcripts.reporting import report
from support.transcripts.telling import timeline
from support.verdict import HarnessError, Outcome

_NARROWEST = 80


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    said = _parser().parse_args(arguments)
    try:
        agent = profile.load(said.agent) if said.agent else None
    except HarnessError as error:
        return _refuse(str(error))
    if said.command == "judge":
        return max(_judge(path, agent) for path in said.files)
    return _show(said.file, agent, said.html)


def _judge(path: Path, agent: Profile | None) -> int:
    try:
        spoken, talk = _read(path, agent)
    except HarnessError as error:
        return _refuse(str(error))
    verdict = judged(talk, spoken, agent.can if agent else None)
    _print(report(str(path), verdict, spoken.how))
    return int(verdict.outcome is not Outcome.MET)


def _show(path: Path, agent: Profile | None, html: Path | None) -> int:
    try:
        _, talk = _read(path, agent)
        if html is None:
            _print(timeline(talk, max(shutil.get_terminal_size((120, 0)).columns, _NARROWEST)))
            return 0
        picture = timeline_svg(talk.runs, talk.name, talk.reconnected_at)
        html.write_text(page(talk, picture), encoding="utf-8")
    except HarnessError as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{html} cannot be written: {error.strerror or error}")
    return 0


def _read(path: Path, agent: Profile | None) -> tuple[Spoken, Conversation]:
    recording = opened(path)
    try:
        spoken = (
            Spoken(agent.protocol, agent.spoken, f"as the profile of {agent.name} says")
            if agent
            else recognised(recording)
        )
        return spoken, conversation(recording, spoken)
    except HarnessError as error:
        raise HarnessError(f"{path}: {error}") from error


def _print(lines: list[str]) -> None:
    sys.stdout.write(for_stream("\n".join(lines) + "\n", sys.stdout))


def _refuse(sentence: str) -> int:
    sys.stdout.flush()
    sys.stderr.write(for_stream(sentence + "\n", sys.stderr))
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m support.transcripts", description="Reads recorded sessions again."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    judging = commands.add_parser("judge", help="hold recordings to their promises")
    judging.add_argument("files", nargs="+", type=Path, metavar="FILE")
    showing = commands.add_parser("show", help="draw the time line of a recording")
    showing.add_argument("file", type=Path, metavar="FILE")
    showing.add_argument("--html", type=Path, metavar="PAGE", help="write a page with the picture")
    for each in (judging, showing):
        each.add_argument("--agent", metavar="PROFILE", help="the profile of the agent recorded")
    return parser


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has seen enough
        sys.stderr.close()
        status = 1
    sys.exit(status)
