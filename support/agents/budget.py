"""How many questions an agent may be asked in one run of the suite, and how many it was."""

from __future__ import annotations

from dataclasses import dataclass

from support.verdict import NotMeasured


@dataclass(slots=True)
class Budget:
    """The questions of a whole run; `allowed` is None where the profile sets no limit."""

    allowed: int | None = None
    asked: int = 0

    def take(self, questions: int) -> None:
        """Counts questions that are about to be asked; raises `NotMeasured` where too few are left.

        What is refused is not counted: a later scenario that needs less may still be asked.
        """
        self.check(questions)
        self.asked += questions

    def check(self, questions: int) -> None:
        """Raises `NotMeasured` where so many questions are more than are left."""
        if self.allowed is not None and self.asked + questions > self.allowed:
            raise NotMeasured(
                f"not asked: the profile allows {self.allowed} questions in all (`questions`), "
                f"{self.asked} were asked before, and this takes {questions} more"
            )
