"""Pairing: which run, which message and which tool call a message of the agent belongs to.

An agent that repeats our run id is taken at its word. One that makes up ids of its own is paired
by order: the first new id after a question is that question's, unless the agent's answer names the
message that asked. A nested run belongs to the run of its parent. An id that fits nowhere stays
what it is: somebody else's.
"""

from __future__ import annotations

from collections.abc import Collection

from support.behaviour import Question
from support.protocols.mapping.run_state import Run


class Runs:
    """All runs of one session, and the ids by which the agent knows them.

    `tells` are those of our own ids, `run_id` and `thread_id`, that we send, so that the agent
    needs none of its own.
    """

    def __init__(self, tells: Collection[str]) -> None:
        self._tells = tells
        self._by_id: dict[str, Run] = {}
        self._asked: list[Run] = []
        self._by_request: dict[str, Run] = {}
        self._homeless = Run(None)

    @property
    def all(self) -> list[Run]:
        """The runs that were asked for, in order."""
        return self._asked

    def asked(self, question: Question, made: Collection[str] = ()) -> Run:
        """A question was put: its run may now begin; `made` are ids that the agent was not told."""
        known = self._by_id.get(question.run_id)
        if known is not None and known.question is not None:
            known.repeats += 1
            return known
        run = Run(question.run_id, question)
        run.own_thread = "thread_id" in self._tells and "thread_id" not in made
        if "run_id" in self._tells and "run_id" not in made:
            run.server_run = question.run_id
        self._asked.append(run)
        self._by_id[question.run_id] = run
        return run

    def requested(self, run: Run, request: str) -> None:
        """The message that asked had this id."""
        self._by_request[request] = run

    def of_question(self, run_id: str) -> Run | None:
        """The run of one of our questions, by our own id or the agent's."""
        return self._by_id.get(run_id)

    def current(self) -> Run:
        """The run that a message without any id is about."""
        for run in reversed(self._asked):
            if not run.over and not run.refused:
                return run
        return self._asked[-1] if self._asked else self._homeless

    def find(self, run_id: str | None, parent: str | None, answers: str | None) -> Run:
        """The run that a message with these ids is about."""
        if answers is not None and answers in self._by_request:
            run = self._by_request[answers]
            if run_id is not None:
                self._name(run, run_id)
            return run
        if parent is not None and parent != run_id:
            run = self.find(parent, None, None)
            if run_id is not None:
                self._by_id.setdefault(run_id, run)
            return run
        if run_id is None:
            return self.current()
        if run_id in self._by_id:
            return self._by_id[run_id]
        unnamed = (r for r in self._asked if r.server_run is None and not (r.over or r.refused))
        waiting = next(unnamed, None)
        if waiting is None:
            return self._by_id.setdefault(run_id, Run(run_id))
        self._name(waiting, run_id)
        return waiting

    def _name(self, run: Run, run_id: str) -> None:
        run.server_run = run.server_run or run_id
        self._by_id[run_id] = run
